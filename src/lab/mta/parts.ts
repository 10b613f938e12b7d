/** What a host's mail transfer agent is made of. */
import type { Around } from '../around.ts';
import type { check, DkimKeys } from '../authenticity/index.ts';
import type { Resolver } from '../dns/resolver.ts';
import type { QueueStore } from '../queue/store.ts';
import type { Spool } from '../spool/store.ts';

export interface MtaParts {
  readonly around: Around;
  readonly queue: QueueStore;
  /** Null: no mailboxes on this host. */
  readonly spool: Spool | null;
  readonly resolver: Resolver;
  /** Null: nothing is signed, or checked. */
  readonly keys: DkimKeys | null;
  readonly check: typeof check | null;
}
