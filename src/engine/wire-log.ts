import type { WireLine } from '../contract/wire.ts';
import type { TranscriptLine } from '../net/index.ts';

const kept = 5000;

/** The last lines that were spoken in this run, over all connections. Old ones fall off. */
export class WireLog {
  readonly #lines: WireLine[] = [];
  readonly #hear = new Set<(n: number) => void>();
  #n = 0;
  #connections = 0;

  /** A pen for one connection. */
  recorder(
    of: { account: number | null; protocol: WireLine['protocol']; peer: string },
    now: () => number,
  ): (line: TranscriptLine) => void {
    this.#connections += 1;
    const connection = this.#connections;
    return ({ who, text }) => {
      this.#n += 1;
      this.#lines.push({ n: this.#n, at: now(), connection, ...of, who, text });
      if (this.#lines.length > kept * 1.2) this.#lines.splice(0, this.#lines.length - kept);
      for (const hear of this.#hear) hear(this.#n);
    };
  }

  after(n: number, limit: number): WireLine[] {
    return this.#lines.filter((line) => line.n > n).slice(-limit);
  }

  onLine(hear: (n: number) => void): () => void {
    this.#hear.add(hear);
    return () => this.#hear.delete(hear);
  }
}
