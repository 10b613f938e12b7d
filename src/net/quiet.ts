/** Calls back when nothing has happened for a while; touching it costs one clock reading, never a timer. */
export class Quiet {
  #ms = 0;
  #last = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly over: () => void) {}

  /** 0 stops it. */
  set(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#ms = Number.isFinite(ms) && ms > 0 ? Math.min(ms, 0x7fffffff) : 0;
    this.touch();
  }

  touch(): void {
    this.#last = Date.now();
    if (this.#ms > 0 && !this.#timer) this.#arm(this.#ms);
  }

  /** A process that was held up itself (a busy machine) first hears what has come meanwhile. */
  #lastLook(): void {
    setImmediate(() => {
      if (this.#ms === 0 || this.#timer) return;
      if (Date.now() - this.#last >= this.#ms) this.over();
      else this.touch();
    });
  }

  #arm(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const left = this.#ms - (Date.now() - this.#last);
      if (left > 0) this.#arm(left);
      else this.#lastLook();
    }, ms);
    this.#timer.unref();
  }
}
