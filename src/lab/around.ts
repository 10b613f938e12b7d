/** What each server of the lab is given: who it is, what it knows, and where it tells what it does. */
import type { SecureContext } from 'node:tls';
import type { User, World, WorldHost } from '../contract/lab/world.ts';
import type { LabClock } from './clock/clock.ts';
import type { Faults } from './faults/faults.ts';
import type { Places } from './places/places.ts';
import type { Trace } from './trace/trace.ts';

export interface Around {
  /** Name of the host that this server stands on. */
  readonly host: string;
  /** As it is now: it may be edited while the lab runs, so ask each time. */
  world(): World;
  readonly clock: LabClock;
  readonly trace: Trace;
  readonly places: Places;
  readonly faults: Faults;
  /** The certificate of this host, good or bad as the world says; null where it offers no TLS. */
  secure(): SecureContext | null;
  /** In [0, 1), seeded by the world. */
  random(): number;
}

export function hostOf(world: World, name: string): WorldHost | undefined {
  return world.hosts.find((host) => host.name === name);
}

/** Users sign in with their whole address. */
export function userOf(world: World, address: string): User | undefined {
  const wanted = address.toLowerCase();
  return world.users.find((user) => user.address === wanted);
}

/** The part after the last @, in lower case. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** A server that listens. */
export interface Listening {
  readonly address: string;
  readonly port: number;
  /** Stops listening, and ends the conversations under way. */
  close(): Promise<void>;
}
