/** Works that are done one at a time, in the order of asking; those that wait can be sent away. */
import { cancelled } from './run/index.ts';

export class Turns {
  #tail: Promise<unknown> = Promise.resolve();
  #asked = 0;
  #cleared = 0;
  #under: AbortController | null = null;

  /** @throws MailError cancelled, and what the work throws */
  take<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.#asked += 1;
    const number = this.#asked;
    const result = this.#tail.then(async () => {
      if (number <= this.#cleared) throw cancelled();
      const ending = new AbortController();
      this.#under = ending;
      try {
        return await work(ending.signal);
      } finally {
        this.#under = null;
      }
    });
    this.#tail = result.catch(() => {});
    return result;
  }

  /** Whoever waits hears that it was cancelled, and the signal of the one that is under way is aborted. */
  clear(): void {
    this.#cleared = this.#asked;
    this.#under?.abort();
  }

  async idle(): Promise<void> {
    await this.#tail;
  }
}
