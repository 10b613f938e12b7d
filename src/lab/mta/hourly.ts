/** How much a user may hand over: a stolen password, or a program that got in, is worth less to who sends to everybody. */
import type { Reply } from '../smtp/policy.ts';

const HOUR = 3_600_000;

export interface Hourly {
  /** Counts one recipient more. Null: it may be taken. */
  count(user: string, most: number | null, now: number): Reply | null;
}

/** Recipients by user, each for an hour after it was named. Kept in memory: a restart forgives. */
export function hourly(): Hourly {
  const named = new Map<string, number[]>();
  return {
    count(user, most, now) {
      if (most === null) {
        named.delete(user);
        return null;
      }
      const times = (named.get(user) ?? []).filter((at) => now - at < HOUR);
      named.set(user, times);
      if (times.length >= most) {
        const minutes = Math.ceil(((times[0] ?? now) + HOUR - now) / 60_000);
        return {
          code: 450,
          text: `4.7.1 ${user} may name no more than ${most} within an hour; the next in ${minutes} min`,
        };
      }
      times.push(now);
      return null;
    },
  };
}
