/** Long messages are in memory whole while they are judged, signed or worked on: over all hosts, only so many octets of them at a time; the others wait. */
import { KEPT_OCTETS } from './limits.ts';

/** Two of the longest (RFC 1870, `maxSize` of the default world is 50 MB), each in a few copies. */
const TOGETHER = 100_000_000;

class Turn {
  #octets = 0;
  readonly #waiting: (() => void)[] = [];

  /** Short ones never wait; one alone is always let in. */
  async run<T>(octets: number, work: () => Promise<T>): Promise<T> {
    if (octets <= KEPT_OCTETS) return work();
    while (this.#octets > 0 && this.#octets + octets > TOGETHER)
      await new Promise<void>((done) => this.#waiting.push(done));
    this.#octets += octets;
    try {
      return await work();
    } finally {
      this.#octets -= octets;
      for (const done of this.#waiting.splice(0)) done();
    }
  }
}

/** From the end of DATA to the answer. Waits for nobody's `working`, or two hosts would wait for each other. */
export const taking = new Turn();
/** An attempt; the next host's `taking` is part of it. */
export const working = new Turn();
