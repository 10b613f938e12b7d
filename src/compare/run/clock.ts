/** The experiment's own clock: it goes as the real one does, and `wait` moves it on. */
import { type Clock, systemClock } from '../../base/ports.ts';

export interface MovableClock extends Clock {
  /** Ms that the experiment has seen pass. */
  readonly passed: number;
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
    move(ms) {
      moved += ms;
    },
  };
}
