/** Where a mailbox lies: whose it is, and its name among theirs. */
import type { Mailbox } from '../../spool/store.ts';

export interface Place {
  /** Address of its owner; '' for public ones. */
  readonly owner: string;
  /** As the spool names it: `INBOX`, `Projects/春`. */
  readonly name: string;
}

/** A mailbox that is there, and where. */
export interface Resolved extends Place {
  readonly mailbox: Mailbox;
}

/** A mailbox as a user sees it. */
export interface Listed extends Place {
  /** As this user's client writes it, decoded. */
  readonly path: string;
  readonly subscribed: boolean;
  readonly specialUse: string | null;
  /** False: a level of the hierarchy only (\Noselect). */
  readonly selectable: boolean;
}
