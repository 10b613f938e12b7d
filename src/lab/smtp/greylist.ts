/** Greylisting, RFC 6647: who comes for the first time is asked to come again. On the lab's clock, so that waiting can be skipped. */
export class Greylist {
  readonly #now: () => number;
  readonly #most: number;
  readonly #first = new Map<string, number>();

  constructor(now: () => number, most: number) {
    this.#now = now;
    this.#most = most;
  }

  /** Milliseconds to wait; 0: come in. The triplet is who sends from where to whom. */
  wait(triplet: readonly string[], seconds: number): number {
    const key = triplet.join('\0').toLowerCase();
    const now = this.#now();
    const first = this.#first.get(key);
    if (first === undefined) {
      for (const oldest of this.#first.keys()) {
        if (this.#first.size < this.#most) break;
        this.#first.delete(oldest);
      }
      this.#first.set(key, now);
    }
    return Math.max(0, (first ?? now) + seconds * 1000 - now);
  }
}
