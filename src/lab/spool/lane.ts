/** What changes one mailbox, one after another. Appends that wait together are done together, so that they share one fsync. */
import { LARGEST_BATCH } from './limits.ts';

interface Job<A> {
  readonly batch: A | null;
  readonly run: (() => Promise<void>) | null;
}

export class Lane<A> {
  readonly #together: (batch: readonly A[]) => Promise<void>;
  readonly #whenIdle: () => Promise<boolean>;
  #jobs: Job<A>[] = [];
  #running: Promise<void> | null = null;
  #tidy = false;

  /** `together` settles what it is given itself and never throws; `whenIdle` does a little of what can wait, and tells whether there is more. */
  constructor(together: (batch: readonly A[]) => Promise<void>, whenIdle: () => Promise<boolean>) {
    this.#together = together;
    this.#whenIdle = whenIdle;
  }

  add(item: A): void {
    this.#jobs.push({ batch: item, run: null });
    this.#start();
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#jobs.push({ batch: null, run: () => work().then(resolve, reject) });
      this.#start();
    });
  }

  /** Something can be done when nobody waits. */
  tidyLater(): void {
    this.#tidy = true;
    this.#start();
  }

  /** Resolves when nothing is left to do. */
  async settled(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  #start(): void {
    this.#running ??= this.#work().finally(() => {
      this.#running = null;
      if (this.#jobs.length > 0 || this.#tidy) this.#start();
    });
  }

  async #work(): Promise<void> {
    // Whoever asks in the same turn shares the batch.
    await Promise.resolve();
    while (this.#jobs.length > 0 || this.#tidy) {
      const first = this.#jobs[0];
      if (first === undefined) {
        this.#tidy = false;
        if (await this.#whenIdle()) this.#tidy = true;
      } else if (first.run !== null) {
        this.#jobs.shift();
        await first.run();
      } else {
        let count = 0;
        while (count < LARGEST_BATCH && this.#jobs[count]?.batch != null) count++;
        const batch = this.#jobs.splice(0, count).flatMap(({ batch: item }) => (item === null ? [] : [item]));
        await this.#together(batch);
      }
    }
  }
}
