/** What the client sent and nobody has read yet: given out as command lines or as pieces of content. Knows no socket. */
const CR = 13;
const LF = 10;
const nothing = Buffer.alloc(0);

/** A line without its CRLF. `bare`: a CR or LF stood alone in it or ended it, or ended what stood before it; such a line is never run. */
export type Line =
  | { readonly kind: 'line'; readonly octets: Buffer }
  | { readonly kind: 'bare' }
  | { readonly kind: 'too-long' };

export class Input {
  #held: Buffer = nothing;
  #at = 0;
  #later: Buffer[] = [];
  /** Octets that are not read. */
  length = 0;
  /** No more will come. */
  ended = false;
  /** The piece before ended with a bare LF: this one belongs to it. */
  #tainted = false;
  /** Octets of an endless line that were let go, and the last of them. */
  #skipped = 0;
  #lastSkipped = 0;
  #wake: (() => void) | null = null;
  /** Something happened since nothing was found. */
  #fresh = false;

  push(chunk: Buffer): void {
    if (this.ended || chunk.length === 0) return;
    this.length += chunk.length;
    this.#later.push(chunk);
    this.#awake();
  }

  /** What came before can still be read. */
  end(): void {
    this.ended = true;
    this.#awake();
  }

  /** What was not read is forgotten. */
  drop(): void {
    this.ended = true;
    this.#held = nothing;
    this.#at = 0;
    this.#later = [];
    this.length = 0;
    this.#awake();
  }

  /** Octets came since a line or piece was asked for in vain, or the end. */
  more(): Promise<void> {
    if (this.#fresh) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Null: no whole line is there. @param limit octets with its line end */
  takeLine(limit: number): Line | null {
    for (;;) {
      const end = this.#held.indexOf(LF, this.#at);
      if (end >= 0) return this.#lineTo(end, limit);
      const rest = this.#held.length - this.#at;
      if (this.#skipped > 0 || rest > limit) {
        this.#skipped += rest;
        if (rest > 0) this.#lastSkipped = this.#held[this.#held.length - 1] as number;
        this.length -= rest;
        this.#held = nothing;
        this.#at = 0;
      }
      const next = this.#later.shift();
      if (next === undefined) {
        this.#fresh = false;
        return null;
      }
      const left = this.#held.length - this.#at;
      this.#held = left === 0 ? next : Buffer.concat([this.#held.subarray(this.#at), next]);
      this.#at = 0;
    }
  }

  /** All that came in one piece; null: nothing is there. */
  takePiece(): Buffer | null {
    if (this.#at < this.#held.length) {
      const piece = this.#at === 0 ? this.#held : this.#held.subarray(this.#at);
      this.#held = nothing;
      this.#at = 0;
      this.length -= piece.length;
      return piece;
    }
    const piece = this.#later.shift() ?? null;
    if (piece === null) this.#fresh = false;
    else this.length -= piece.length;
    return piece;
  }

  /** The end of a piece that was taken last: it comes next. */
  putBack(rest: Buffer): void {
    if (rest.length === 0) return;
    this.length += rest.length;
    if (this.#at < this.#held.length) this.#later.unshift(this.#held.subarray(this.#at));
    this.#held = rest;
    this.#at = 0;
  }

  #lineTo(end: number, limit: number): Line {
    const from = this.#at;
    const size = end + 1 - from;
    this.#at = end + 1;
    this.length -= size;
    const before = end > from ? this.#held[end - 1] : this.#skipped > 0 ? this.#lastSkipped : undefined;
    const wasTainted = this.#tainted;
    this.#tainted = before !== CR;
    const tooLong = this.#skipped + size > limit;
    this.#skipped = 0;
    if (wasTainted || this.#tainted) return { kind: 'bare' };
    if (tooLong) return { kind: 'too-long' };
    const octets = this.#held.subarray(from, end - 1);
    return octets.includes(CR) ? { kind: 'bare' } : { kind: 'line', octets };
  }

  #awake(): void {
    this.#fresh = true;
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}
