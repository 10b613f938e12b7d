/** SELECT and EXAMINE. RFC 3501 §6.3.1, §6.3.2; RFC 7162 §3.1.8, §3.2.5. */
import { strike } from '../fault.ts';
import type { Scanner } from '../grammar/scanner.ts';
import { includes, lowerBound, normalize, type SequenceSet, writeSet } from '../grammar/sequence-set.ts';
import { keywordsOf, permanentFlags } from '../keywords.ts';
import { enableCondstore, tellFlags } from '../news.ts';
import { recentUntil, tellRecent } from '../recent.ts';
import { bad } from '../refusal.ts';
import { Selected } from '../selected.ts';
import type { Session } from '../session.ts';
import { signedIn, type Verb } from '../verb.ts';

interface Resync {
  readonly uidValidity: number;
  readonly modseq: number;
  readonly known: SequenceSet | null;
  /** Pairs of what the client believes: message numbers and their UIDs. */
  readonly match: { readonly numbers: SequenceSet; readonly uids: SequenceSet } | null;
}

const verb = (name: 'SELECT' | 'EXAMINE'): Verb => ({
  name,
  states: signedIn,
  async run(session, args) {
    args.sp();
    const path = args.mailbox();
    const { condstore, resync } = readParameters(args);
    args.end();
    if (resync !== null && !session.enabled.has('QRESYNC')) throw bad('QRESYNC must be enabled first');
    // RFC 3501 §6.3.1: also a SELECT that fails leaves the mailbox that was selected. RFC 7162 §3.2.11.
    if (session.selected !== null) session.untagged('OK [CLOSED] The mailbox before is left');
    session.leave();
    const place = await session.need(path, 'r');
    const fault = await strike(session, 'imap.select');
    if (fault?.kind === 'uidvalidity-bump') await place.mailbox.renumber();
    if (condstore || resync !== null) enableCondstore(session);
    const rights = session.rights(place);
    const readOnly = name === 'EXAMINE' || !/[swite]/.test(rights);
    const until = recentUntil(place.mailbox);
    const recent = place.mailbox.messages.filter((message) => message.uid > until).map((message) => message.uid);
    const selected = new Selected(place, readOnly, recent);
    if (!readOnly) tellRecent(place.mailbox);
    session.selected = selected;
    session.state = 'selected';
    describe(session, selected, rights);
    if (resync !== null && resync.uidValidity === place.mailbox.uidValidity) tellSince(session, selected, resync);
    return readOnly ? '[READ-ONLY] Selected, to be read only' : '[READ-WRITE] Selected';
  },
});

export const select = verb('SELECT');
export const examine = verb('EXAMINE');

function readParameters(args: Scanner): { condstore: boolean; resync: Resync | null } {
  let condstore = false;
  let resync: Resync | null = null;
  if (args.take(' ')) {
    args.list(() => {
      const word = args.word();
      if (word === 'CONDSTORE') condstore = true;
      else if (word === 'QRESYNC') resync = readResync(args);
      else throw bad(`${word} is no parameter of SELECT here`);
    });
  }
  return { condstore, resync };
}

function readResync(args: Scanner): Resync {
  args.sp();
  args.expect('(');
  const uidValidity = args.number();
  args.sp();
  const modseq = args.number();
  let known: SequenceSet | null = null;
  let match: Resync['match'] = null;
  if (args.take(' ') && args.atSet) {
    known = args.sequenceSet();
    args.take(' ');
  }
  if (args.take('(')) {
    const numbers = args.sequenceSet();
    args.sp();
    match = { numbers, uids: args.sequenceSet() };
    args.expect(')');
  }
  args.expect(')');
  return { uidValidity, modseq, known, match };
}

function describe(session: Session, selected: Selected, rights: string): void {
  const { mailbox } = selected;
  const keywords = keywordsOf(mailbox);
  session.untagged(`FLAGS (${keywords.join(' ')})`);
  const permanent = selected.readOnly ? [] : permanentFlags(rights, keywords);
  session.untagged(`OK [PERMANENTFLAGS (${permanent.join(' ')})] These are kept`);
  session.untagged(`${selected.exists} EXISTS`);
  session.untagged(`${selected.recent.size} RECENT`);
  const unseen = mailbox.messages.findIndex((message) => !message.flags.has('\\Seen'));
  if (unseen >= 0) session.untagged(`OK [UNSEEN ${unseen + 1}] The first that is not seen`);
  session.untagged(`OK [UIDVALIDITY ${mailbox.uidValidity}] UIDs are good with this`);
  session.untagged(`OK [UIDNEXT ${mailbox.uidNext}] The next UID`);
  session.untagged(`OK [HIGHESTMODSEQ ${mailbox.highestModseq}] The highest mod-sequence`);
}

/** What happened since the client was here. RFC 7162 §3.2.5.1, §3.2.5.2. */
function tellSince(session: Session, selected: Selected, resync: Resync): void {
  const { mailbox } = selected;
  const gone = vanished(selected, resync.modseq, resync.known, knownToBeThere(selected, resync.match));
  if (gone.length > 0) session.untagged(`VANISHED (EARLIER) ${writeSet(gone)}`);
  for (const message of mailbox.messages) {
    if (message.modseq <= resync.modseq) continue;
    if (resync.known === null || includes(resync.known, message.uid, mailbox.uidNext - 1))
      tellFlags(session, selected, message.uid, true);
  }
}

/** UIDs that have gone since `modseq`, out of `known` (null: all that there ever were). Where that far back is not known, all that are not there. */
export function vanished(selected: Selected, modseq: number, known: SequenceSet | null, above = 0): number[] {
  const { mailbox } = selected;
  const last = mailbox.uidNext - 1;
  const since = mailbox.vanishedSince(modseq);
  if (since !== null) return known === null ? since : since.filter((uid) => includes(known, uid, last));
  const gone: number[] = [];
  for (const range of known === null ? [{ from: 1, to: last }] : normalize(known, last)) {
    for (let uid = Math.max(range.from, above + 1); uid <= Math.min(range.to, last); uid += 1)
      if (mailbox.get(uid) === undefined) gone.push(uid);
  }
  return gone;
}

/** The highest UID up to which number and UID agree still: nothing below it has vanished since the client was here. */
function knownToBeThere(selected: Selected, match: Resync['match']): number {
  if (match === null) return 0;
  const numbers = flat(match.numbers);
  const uids = flat(match.uids);
  let agreed = 0;
  for (const [at, number] of numbers.entries()) {
    const uid = uids[at];
    if (uid === undefined || selected.uids[number - 1] !== uid) break;
    agreed = uid;
  }
  return agreed;
}

/** RFC 7162 §3.2.5.2: both sets are ascending, and short. */
function flat(set: SequenceSet): number[] {
  const numbers: number[] = [];
  for (const { from, to } of normalize(set, 0)) {
    for (let value = from; value <= to && numbers.length < 10_000; value += 1) numbers.push(value);
  }
  return numbers.slice(lowerBound(numbers, 1));
}
