/** Which messages a session is the first to hear of. RFC 3501 §2.3.2. Known while the lab runs: after a new start all count as recent, as the RFC allows. */
import type { Mailbox } from '../spool/store.ts';

/** By mailbox and its UIDVALIDITY: the highest UID that a session has been told of. */
const told = new WeakMap<Mailbox, { readonly uidValidity: number; readonly until: number }>();

/** Messages up to this UID are no news. */
export function recentUntil(mailbox: Mailbox): number {
  const known = told.get(mailbox);
  return known !== undefined && known.uidValidity === mailbox.uidValidity ? known.until : 0;
}

/** A session that may change the mailbox has heard of all that is there. */
export function tellRecent(mailbox: Mailbox): void {
  told.set(mailbox, { uidValidity: mailbox.uidValidity, until: mailbox.uidNext - 1 });
}
