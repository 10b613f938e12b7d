/** The lab's time: real, faster, or standing still until it is advanced. Everything that waits for days waits on it; sockets keep real time. */
import type { Clock } from '../../base/ports.ts';

export type ClockMode = 'real' | 'fast' | 'manual';

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly then: () => void;
}

/** setTimeout holds no longer than 2^31-1 ms. */
const LONGEST_MS = 2_000_000_000;

export class LabClock implements Clock {
  #mode: ClockMode;
  #rate: number;
  /** The lab's time at `#realAnchor`. */
  #anchor: number;
  #realAnchor = Date.now();
  readonly #timers = new Set<Timer>();
  #order = 0;
  #alarm: NodeJS.Timeout | null = null;

  constructor(o: { readonly mode: ClockMode; readonly rate: number; readonly start: number | null }) {
    this.#mode = o.mode;
    this.#rate = o.rate;
    this.#anchor = o.start ?? Date.now();
  }

  get mode(): ClockMode {
    return this.#mode;
  }

  get rate(): number {
    return this.#mode === 'fast' ? this.#rate : 1;
  }

  now(): number {
    if (this.#mode === 'manual') return this.#anchor;
    return Math.floor(this.#anchor + (Date.now() - this.#realAnchor) * this.rate);
  }

  after(ms: number, then: () => void): () => void {
    const timer: Timer = { due: this.now() + Math.max(0, ms), order: this.#order++, then };
    this.#timers.add(timer);
    this.#wind();
    return () => {
      if (this.#timers.delete(timer)) this.#wind();
    };
  }

  /** When the next thing is due; null where nothing waits. */
  next(): number | null {
    return this.#first()?.due ?? null;
  }

  set(mode: ClockMode, rate: number): void {
    this.#anchor = this.now();
    this.#realAnchor = Date.now();
    this.#mode = mode;
    this.#rate = rate;
    this.#wind();
  }

  /**
   * Goes to `to`, and on the way does what falls due, in order, waiting for `settled` after each moment, because what it does may make
   * more fall due.
   */
  async advanceTo(to: number, settled: () => Promise<void>): Promise<void> {
    await settled();
    for (let first = this.#first(); first !== undefined && first.due <= to; first = this.#first()) {
      this.#jump(Math.max(this.now(), first.due));
      this.#fireDue();
      await settled();
    }
    this.#jump(Math.max(this.now(), to));
  }

  /** Goes forward to `at` where it is not there yet; nothing falls due on the way before it is asked for. */
  notBefore(at: number): void {
    if (this.now() < at) this.#jump(at);
  }

  /** Stops all timers. */
  close(): void {
    this.#timers.clear();
    this.#wind();
  }

  #jump(to: number): void {
    this.#anchor = to;
    this.#realAnchor = Date.now();
    this.#wind();
  }

  #fireDue(): void {
    const now = this.now();
    const due = [...this.#timers].filter((timer) => timer.due <= now).sort(earlier);
    for (const timer of due) if (this.#timers.delete(timer)) timer.then();
    this.#wind();
  }

  #first(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) if (first === undefined || earlier(timer, first) < 0) first = timer;
    return first;
  }

  /** Sets the one real alarm for the first timer. */
  #wind(): void {
    if (this.#alarm !== null) clearTimeout(this.#alarm);
    this.#alarm = null;
    if (this.#mode === 'manual') return;
    const first = this.#first();
    if (first === undefined) return;
    const wait = Math.min(LONGEST_MS, Math.max(0, Math.ceil((first.due - this.now()) / this.rate)));
    this.#alarm = setTimeout(() => this.#fireDue(), wait);
    this.#alarm.unref();
  }
}

const earlier = (a: Timer, b: Timer): number => a.due - b.due || a.order - b.order;
