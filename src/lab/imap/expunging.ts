/** Removes messages on a client's word, and says so in the trace. */
import type { Selected } from './selected.ts';
import type { Session } from './session.ts';

/** Those of `among` (null: of all that this session knows) that have \Deleted. Gives the UIDs that went. */
export async function expungeDeleted(
  session: Session,
  selected: Selected,
  among: readonly number[] | null,
): Promise<number[]> {
  const uids = (among ?? selected.uids).filter((uid) => selected.mailbox.get(uid)?.flags.has('\\Deleted') === true);
  return expungeUids(session, selected, uids);
}

export async function expungeUids(session: Session, selected: Selected, uids: readonly number[]): Promise<number[]> {
  if (uids.length === 0) return [];
  const { user } = session;
  const gone = await selected.mailbox.expunge(uids, 'imap');
  if (gone.length > 0) session.tell({ kind: 'expunged', user, mailbox: selected.place.name, uids: gone, by: 'imap' });
  return gone;
}
