/** Tells a client what changed in its mailbox. RFC 3501 §5.2, §7.3, §7.4.1; with QRESYNC by UID, RFC 7162 §3.2.10. */
import { writeSet } from './grammar/sequence-set.ts';
import { recentUntil, tellRecent } from './recent.ts';
import type { Selected } from './selected.ts';
import type { Session } from './session.ts';

export function tellChanges(session: Session, selected: Selected, expunges: boolean): void {
  if (selected.mailbox.uidValidity !== selected.uidValidity) {
    // Nothing that the client knows is true any more; only a new SELECT can help. RFC 3501 §2.3.1.1.
    session.leave();
    session.bye('[UNAVAILABLE] UIDVALIDITY has changed: select again');
    return;
  }
  if (!selected.hasNews) return;
  if (expunges) tellExpunged(session, selected);
  tellAdded(session, selected);
  for (const uid of selected.takeFlags()) tellFlags(session, selected, uid, session.enabled.has('QRESYNC'));
}

function tellExpunged(session: Session, selected: Selected): void {
  const { uids, numbers } = selected.takeExpunged();
  if (uids.length === 0) return;
  if (session.enabled.has('QRESYNC')) session.untagged(`VANISHED ${writeSet(uids)}`);
  else for (const number of numbers) session.untagged(`${number} EXPUNGE`);
}

function tellAdded(session: Session, selected: Selected): void {
  const added = selected.takeAdded();
  if (added.length === 0) return;
  const until = recentUntil(selected.mailbox);
  for (const uid of added) if (uid > until) selected.recent.add(uid);
  if (!selected.readOnly) tellRecent(selected.mailbox);
  session.untagged(`${selected.exists} EXISTS`);
  session.untagged(`${selected.recent.size} RECENT`);
}

/** `* n FETCH (FLAGS …)`, with MODSEQ where the client knows of it. */
export function tellFlags(session: Session, selected: Selected, uid: number, withUid: boolean): void {
  const message = selected.mailbox.get(uid);
  const number = selected.numberOf(uid);
  if (message === undefined || number === 0) return;
  selected.knows(uid);
  const id = withUid ? `UID ${uid} ` : '';
  const modseq = session.enabled.has('CONDSTORE') ? ` MODSEQ (${message.modseq})` : '';
  session.untagged(`${number} FETCH (${id}FLAGS (${flagsOf(selected, uid, message.flags)})${modseq})`);
}

/** Flags as this session sees them, \Recent included. */
export function flagsOf(selected: Selected, uid: number, flags: ReadonlySet<string>): string {
  const own = [...flags].join(' ');
  if (!selected.recent.has(uid)) return own;
  return own === '' ? '\\Recent' : `${own} \\Recent`;
}

/** From here on the client hears mod-sequences. RFC 7162 §3.1.2: any use of them says so. */
export function enableCondstore(session: Session): void {
  if (session.enabled.has('CONDSTORE')) return;
  session.enabled.add('CONDSTORE');
  const mailbox = session.selected?.mailbox;
  if (mailbox !== undefined) session.untagged(`OK [HIGHESTMODSEQ ${mailbox.highestModseq}] Mod-sequences are told`);
}
