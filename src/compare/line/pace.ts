/** How long octets are really held back: the line that is simulated, so many times faster. */
import type { Link } from '../../contract/compare/machine.ts';
import type { Direction } from './clock.ts';

export interface Pace {
  /** When (as performance.now) octets that came now may be passed on. All connections of a line share its rate. */
  due(direction: Direction, octets: number): number;
  /** One way, ms. */
  readonly delay: number;
  /** Octets that are passed on at once. */
  readonly grain: number;
  /** Octets that a connection may have on its way before its sender has to wait. */
  readonly window: number;
}

export function paceOf(link: Link, pace: number): Pace {
  const delay = link.delayMs / pace;
  /** Octets per ms. */
  const rate = link.kbitPerSecond === null ? Number.POSITIVE_INFINITY : (link.kbitPerSecond / 8) * pace;
  const free: Record<Direction, number> = { up: 0, down: 0 };
  return {
    delay,
    due(direction, octets) {
      free[direction] = Math.max(free[direction], performance.now()) + octets / rate;
      return free[direction] + delay;
    },
    // Two ms of it, since timers count in one: neither a mail in one lump on a slow line nor thousands of pieces on a fast one.
    grain: between(1460, Math.ceil(rate * 2), 1 << 16),
    // Twice what is on the way at any moment, or the line would never be full.
    window: between(1 << 18, Math.ceil(Math.min(rate, Number.MAX_SAFE_INTEGER) * delay * 2), 1 << 23),
  };
}

const between = (least: number, value: number, most: number): number => Math.min(most, Math.max(least, value));

/**
 * Calls back at that time (as performance.now) or later. Never before every socket was asked once more what it has: what somebody had said
 * by now is heard first, so that nobody seems to answer what they had not been told. Gives how to take it back.
 */
export function wakeAt(due: number, then: () => void): () => void {
  const ms = due - performance.now();
  // Timers are no finer than one ms.
  if (ms >= 1.5) {
    const timer = setTimeout(then, ms - 0.5);
    return () => clearTimeout(timer);
  }
  // The first comes in this turn of the event loop, behind what was ready when it began.
  let soon = setImmediate(() => {
    soon = setImmediate(then);
  });
  return () => clearImmediate(soon);
}
