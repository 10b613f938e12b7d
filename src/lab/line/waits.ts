/** What a conversation waits for: octets, a reader, time. All of it ends when the conversation does. */
import type { Writable } from 'node:stream';
import type { Input } from './input.ts';

export class Waits {
  readonly #over = new Set<() => void>();
  #forClient = 0;

  /** It is the client's turn. */
  get forClient(): boolean {
    return this.#forClient > 0;
  }

  /** Whoever waits goes on. Who waits for octets is told by the input itself. */
  over(): void {
    for (const over of this.#over) over();
  }

  async forOctets(input: Input): Promise<void> {
    this.#forClient += 1;
    await input.more();
    this.#forClient -= 1;
  }

  async forDrain(sink: Writable): Promise<void> {
    this.#forClient += 1;
    await this.#until((over) => {
      sink.on('drain', over);
      return () => sink.off('drain', over);
    });
    this.#forClient -= 1;
  }

  forTime(ms: number): Promise<void> {
    return this.#until((over) => {
      const timer = setTimeout(over, ms);
      return () => clearTimeout(timer);
    });
  }

  #until(begin: (over: () => void) => () => void): Promise<void> {
    return new Promise((resolve) => {
      const over = (): void => {
        this.#over.delete(over);
        forget();
        resolve();
      };
      const forget = begin(over);
      this.#over.add(over);
    });
  }
}
