/** FETCH and UID FETCH. RFC 3501 §6.4.5; CHANGEDSINCE and VANISHED: RFC 7162 §3.1.4, §3.2.6. */
import { setImmediate as turn } from 'node:timers/promises';
import type { FaultEffect } from '../../../contract/lab/world.ts';
import { strike } from '../fault.ts';
import { type FetchItem, readFetchItems } from '../fetch/items.ts';
import { type Fetching, writeMessage } from '../fetch/write-message.ts';
import type { Scanner } from '../grammar/scanner.ts';
import { writeSet } from '../grammar/sequence-set.ts';
import { TURN } from '../limits.ts';
import { enableCondstore } from '../news.ts';
import { current } from '../permission.ts';
import { bad, no } from '../refusal.ts';
import type { Selected } from '../selected.ts';
import type { Session } from '../session.ts';
import { targets } from '../targets.ts';
import { inMailbox, type Verb } from '../verb.ts';
import { vanished } from './select.ts';

const verb = (name: string, byUid: boolean): Verb => ({
  name,
  states: inMailbox,
  keepsNumbers: !byUid,
  async run(session, args) {
    args.sp();
    const set = args.sequenceSet();
    args.sp();
    const items = readFetchItems(args);
    const { changedSince, tellsVanished } = readModifiers(args);
    args.end();
    if (tellsVanished && (changedSince === null || !byUid || !session.enabled.has('QRESYNC')))
      throw bad('VANISHED needs UID FETCH, CHANGEDSINCE, and QRESYNC enabled');
    const selected = current(session);
    if (changedSince !== null || items.some((item) => item.kind === 'MODSEQ')) enableCondstore(session);
    const fault = await strike(session, 'imap.fetch');
    let uids = targets(selected, set, byUid);
    if (changedSince !== null) {
      if (tellsVanished && !set.saved) {
        const gone = vanished(selected, changedSince, set).filter((uid) => selected.numberOf(uid) === 0);
        if (gone.length > 0) session.untagged(`VANISHED (EARLIER) ${writeSet(gone)}`);
      }
      uids = uids.filter((uid) => (selected.mailbox.get(uid)?.modseq ?? 0) > changedSince);
    }
    const missing = await fetchAll(session, selected, uids, withImplied(items, byUid, changedSince !== null), fault);
    if (missing > 0 && !byUid) throw no('Some of them are gone', 'EXPUNGEISSUED');
    return 'Fetched';
  },
});

export const fetch = verb('FETCH', false);
export const uidFetch = verb('UID FETCH', true);

function readModifiers(args: Scanner): { changedSince: number | null; tellsVanished: boolean } {
  let changedSince: number | null = null;
  let tellsVanished = false;
  if (args.take(' ')) {
    args.list(() => {
      const word = args.word();
      if (word === 'VANISHED') tellsVanished = true;
      else if (word === 'CHANGEDSINCE') {
        args.sp();
        changedSince = args.number();
      } else throw bad(`${word} is no modifier of FETCH here`);
    });
  }
  return { changedSince, tellsVanished };
}

/** UID in each answer to UID FETCH, RFC 3501 §6.4.8; MODSEQ in each to CHANGEDSINCE, RFC 7162 §3.1.4.1. */
function withImplied(items: readonly FetchItem[], byUid: boolean, modseq: boolean): FetchItem[] {
  const has = (kind: FetchItem['kind']): boolean => items.some((item) => item.kind === kind);
  const uid: FetchItem[] = byUid && !has('UID') ? [{ kind: 'UID' }] : [];
  return [...uid, ...items, ...(modseq && !has('MODSEQ') ? [{ kind: 'MODSEQ' } as const] : [])];
}

/** Gives how many were gone. */
async function fetchAll(
  session: Session,
  selected: Selected,
  uids: readonly number[],
  items: readonly FetchItem[],
  fault: FaultEffect | null,
): Promise<number> {
  const fetching: Fetching = { session, selected, items, sizeError: fault?.kind === 'lying-size' ? fault.by : 0 };
  const marks = items.some((item) => item.kind === 'section' && !item.peek);
  let missing = 0;
  for (let from = 0; from < uids.length && session.channel.isOpen; from += TURN) {
    const some = uids.slice(from, from + TURN);
    const seen = marks ? await markSeen(session, selected, some) : none;
    for (const [at, uid] of some.entries()) {
      if (!session.channel.isOpen) break;
      if (!(await writeMessage(fetching, uid, seen.has(uid)))) missing += 1;
      if (fault?.kind === 'expunge-during-fetch' && from + at === 0) await expungeAnother(selected, uids);
      await session.channel.ready();
    }
    await turn();
  }
  return missing;
}

const none: ReadonlySet<number> = new Set();

/** Reading a body sets \Seen, and the answer tells so. RFC 3501 §6.4.5. */
async function markSeen(session: Session, selected: Selected, uids: readonly number[]): Promise<ReadonlySet<number>> {
  if (selected.readOnly || !session.rights(selected.place).includes('s')) return none;
  const unseen = uids.filter((uid) => selected.mailbox.get(uid)?.flags.has('\\Seen') === false);
  if (unseen.length === 0) return none;
  const { changed } = await selected.mailbox.setFlags(unseen, 'add', ['\\Seen']);
  return new Set(changed.map((message) => message.uid));
}

/** What another session could do in just this moment: the last of those that are being fetched goes. */
async function expungeAnother(selected: Selected, uids: readonly number[]): Promise<void> {
  const last = uids.at(-1);
  if (last !== undefined && uids.length > 1) await selected.mailbox.expunge([last], 'lab');
}
