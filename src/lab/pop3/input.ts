/** What the client sent and nobody has read yet, as lines. Holds no more than a limit; whoever fills it is told to wait. */
import { LONGEST_LINE, LONGEST_WAITING } from './limits.ts';

export type Line =
  | { readonly kind: 'line'; readonly octets: Buffer }
  | { readonly kind: 'too-long' }
  | { readonly kind: 'end' };

const LF = 10;
const CR = 13;

export class Input {
  #waiting: Buffer = Buffer.alloc(0);
  #ended = false;
  #wanted: ((line: Line) => void) | null = null;
  readonly #flow: (on: boolean) => void;

  /** `flow(false)` asks for a pause. */
  constructor(flow: (on: boolean) => void) {
    this.#flow = flow;
  }

  /** Whether something was sent ahead. */
  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Whether the next line is there already. */
  get hasLine(): boolean {
    return this.#waiting.includes(LF);
  }

  push(octets: Buffer): void {
    this.#waiting = this.#waiting.length === 0 ? octets : Buffer.concat([this.#waiting, octets]);
    if (this.#waiting.length > LONGEST_WAITING) this.#flow(false);
    this.#offer();
  }

  end(): void {
    this.#ended = true;
    this.#offer();
  }

  /** Without its line end; a lone LF is taken for one too, as people type it. */
  next(): Promise<Line> {
    return new Promise((resolve) => {
      this.#wanted = resolve;
      this.#offer();
    });
  }

  #offer(): void {
    const wanted = this.#wanted;
    if (wanted === null) return;
    const line = this.#take();
    if (line === null) return;
    this.#wanted = null;
    wanted(line);
  }

  #take(): Line | null {
    const end = this.#waiting.indexOf(LF);
    if (end > LONGEST_LINE || (end < 0 && this.#waiting.length > LONGEST_LINE)) return { kind: 'too-long' };
    if (end < 0) return this.#ended ? { kind: 'end' } : null;
    const octets = this.#waiting.subarray(0, this.#waiting[end - 1] === CR ? end - 1 : end);
    this.#waiting = this.#waiting.subarray(end + 1);
    if (this.#waiting.length <= LONGEST_WAITING) this.#flow(true);
    return { kind: 'line', octets };
  }
}
