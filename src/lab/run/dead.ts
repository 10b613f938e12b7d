/** Hosts that are down now: a fault says so. Nothing of them listens. */
import type { Fault, World } from '../../contract/lab/world.ts';

export const isDead = (world: World, host: string, now: number): boolean => whatKills(world, host, now) !== null;

/** The fault that keeps it down; null: it is up. */
export function whatKills(world: World, host: string, now: number): Fault | null {
  const found = world.faults.find(
    (fault) =>
      fault.effect.kind === 'dead-host' &&
      fault.host === host &&
      (fault.from === undefined || now >= fault.from) &&
      (fault.until === undefined || now < fault.until),
  );
  return found ?? null;
}

/** The next moment at which a host goes down or comes back by itself; null: none. */
export function nextTurn(world: World, now: number): number | null {
  const moments = world.faults
    .filter((fault) => fault.effect.kind === 'dead-host')
    .flatMap(({ from, until }) => [from, until])
    .filter((at): at is number => at !== undefined && at > now);
  return moments.length === 0 ? null : Math.min(...moments);
}
