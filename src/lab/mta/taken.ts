/** What both ways in have in common. */
import type { World } from '../../contract/lab/world.ts';
import type { QueueRecord } from '../queue/store.ts';
import type { Peer } from '../smtp/policy.ts';

/** A mail is in the queue. */
export type Taken = (record: QueueRecord, message: Buffer | null, peer: Peer) => void;

/** What the reverse zone says of an address of the world (A and PTR of hosts always agree). */
export const nameOfPeer = (world: World, address: string): string | null =>
  world.hosts.find((one) => one.address === address)?.name ?? null;
