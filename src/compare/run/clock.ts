/** The experiment's own clock: it goes as the real one does, and `wait` moves it on. */
import { type Clock, systemClock } from '../../base/ports.ts';

export interface MovableClock extends Clock {
  /** Ms that the experiment has seen pass. */
  readonly passed: number;
  /** The part of it by which it was moved: the same in each run. */
  readonly moved: number;
  /** Moves on at once. What was set by after() keeps to real time. */
  move(ms: number): void;
}

export function movableClock(real: Clock = systemClock): MovableClock {
  const began = real.now();
  let moved = 0;
  return {
    now: () => real.now() + moved,
    after: (ms, then) => real.after(ms, then),
    get passed() {
      return real.now() + moved - began;
    },
    get moved() {
      return moved;
    },
    move(ms) {
      moved += ms;
    },
  };
}
