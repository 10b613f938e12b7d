/** What a host's mail transfer agent is made of. */
import type { Around } from '../around.ts';
import type { Resolver } from '../dns/resolver.ts';
import type { QueueStore } from '../queue/store.ts';
import type { Spool } from '../spool/store.ts';

/** Keys by which mail is signed. */
export interface SigningKeys {
  ensure(domain: string, selector: string): Promise<{ readonly privateKey: string }>;
}

/** What is known of a mail that comes from outside. */
export interface Checked {
  readonly spf: string;
  readonly dkim: string;
  readonly dmarc: string;
  /** What the sender's DMARC policy wants done with it. */
  readonly policy: 'accept' | 'reject' | 'none';
  /** Domain of the From field. */
  readonly from: string;
  /** Authentication-Results, CRLF at its end. */
  readonly header: string;
}

export type Check = (o: {
  readonly message: Buffer;
  readonly ip: string;
  readonly helo: string;
  readonly mailFrom: string;
  readonly resolver: Resolver;
  readonly host: string;
  readonly asked: { readonly mail: string; readonly connection: string };
  readonly now: number;
}) => Promise<Checked>;

export interface MtaParts {
  readonly around: Around;
  readonly queue: QueueStore;
  /** Null: no mailboxes on this host. */
  readonly spool: Spool | null;
  readonly resolver: Resolver;
  /** Null: nothing is signed, or checked. */
  readonly keys: SigningKeys | null;
  readonly check: Check | null;
}
