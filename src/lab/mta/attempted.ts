/** What one attempt at one mail is given. */
import type { MailingList } from '../../contract/lab/world.ts';
import type { QueueRecord } from '../queue/store.ts';
import type { Leaf } from './expand.ts';
import type { ListMemory } from './list.ts';
import type { Outcome } from './outcome.ts';
import type { MtaParts } from './parts.ts';
import type { Relay } from './relay/relay.ts';
import type { Worked } from './settle.ts';

export interface Round extends MtaParts {
  readonly record: QueueRecord;
  readonly message: Buffer;
  /** What waits for a later moment is tried too. */
  readonly all: boolean;
  readonly recovered: boolean;
  readonly lists: ListMemory;
  readonly relay: Relay;
  /** Makes the list's copy durable. */
  readonly sendOn: (list: MailingList, leaf: Leaf) => Promise<Outcome>;
  /** What is settled so far is written down, before something slow begins. */
  readonly progress: (worked: readonly Worked[]) => Promise<void>;
}
