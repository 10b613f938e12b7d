/** What the hosts of one running world have in common. */
import type { SecureContext } from 'node:tls';
import type { World, WorldHost } from '../../contract/lab/world.ts';
import type { Around } from '../around.ts';
import type { check, DkimKeys } from '../authenticity/index.ts';
import type { LabClock } from '../clock/clock.ts';
import type { ExtraRecords, Resolver } from '../dns/index.ts';
import type { Faults } from '../faults/faults.ts';
import type { Place, Places, Service } from '../places/places.ts';
import type { Trace } from '../trace/trace.ts';

export interface Shared {
  readonly folder: string;
  world(): World;
  readonly clock: LabClock;
  readonly trace: Trace;
  readonly places: Places;
  readonly faults: Faults;
  random(): number;
  resolver(around: Around): Resolver;
  readonly keys: DkimKeys;
  readonly check: typeof check;
  certificate(host: WorldHost): Promise<SecureContext | null>;
  bind(host: WorldHost, service: Service): Place;
  /** DKIM keys, as records of their zones. */
  readonly extraRecords: ExtraRecords;
}
