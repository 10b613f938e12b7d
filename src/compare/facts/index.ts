/**
 * What follows from an experiment. Every fact is looked for in every experiment, by what its steps really did; what gives no ground for
 * it (nobody searched, nobody was lost) is left out. So an experiment that somebody wrote or recorded has the same facts as ours.
 */
import type { Facts } from '../../contract/compare/result.ts';
import { attachment } from './attachment.ts';
import { away } from './away.ts';
import { copies } from './copies.ts';
import { cost } from './cost.ts';
import { deleting } from './deleting.ts';
import type { Evidence } from './evidence.ts';
import { folders } from './folders.ts';
import { losing } from './losing.ts';
import { moment } from './moment.ts';
import { reading } from './reading.ts';
import { retention } from './retention.ts';
import { searching } from './searching.ts';
import { sending } from './sending.ts';
import { sharing } from './sharing.ts';
import { space } from './space.ts';

const families = [
  reading,
  copies,
  losing,
  attachment,
  folders,
  searching,
  deleting,
  retention,
  sending,
  moment,
  sharing,
  space,
  away,
  cost,
] as const;

export type { Evidence, Protocol } from './evidence.ts';

export const factsOf = (e: Evidence): Facts => Object.assign({}, ...families.map((family) => family(e)));
