/** Command lines as RFC 5321 §2.3.8 wants them: CRLF ends a line and nothing else does. */
import type { Input } from '../line/input.ts';

const CR = 13;

/** A line without its CRLF. `bare`: a CR or LF stood alone in it or ended it, or ended what stood before it; such a line is never run. */
export type Line =
  | { readonly kind: 'line'; readonly octets: Buffer }
  | { readonly kind: 'bare' }
  | { readonly kind: 'too-long' };

export class Lines {
  /** The piece before ended with a bare LF: this one belongs to it. */
  #tainted = false;
  /** Octets of an endless line that were let go, and the last of them. */
  #skipped = 0;
  #lastSkipped: number | undefined;

  /** Null: no whole line is there. @param limit octets with its line end */
  take(input: Input, limit: number): Line | null {
    const size = input.lineLength();
    if (size < 0) {
      if (this.#skipped > 0 || input.length > limit) this.#skip(input);
      return null;
    }
    const line = input.take(size);
    const before = size > 1 ? line[size - 2] : this.#lastSkipped;
    const wasTainted = this.#tainted;
    this.#tainted = before !== CR;
    const tooLong = this.#skipped + size > limit;
    this.#skipped = 0;
    this.#lastSkipped = undefined;
    if (wasTainted || this.#tainted) return { kind: 'bare' };
    if (tooLong) return { kind: 'too-long' };
    const octets = line.subarray(0, -2);
    return octets.includes(CR) ? { kind: 'bare' } : { kind: 'line', octets };
  }

  #skip(input: Input): void {
    const gone = input.take(input.length);
    this.#skipped += gone.length;
    this.#lastSkipped = gone.at(-1) ?? this.#lastSkipped;
  }
}
