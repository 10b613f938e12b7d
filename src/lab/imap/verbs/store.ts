/** STORE and UID STORE. RFC 3501 §6.4.6; UNCHANGEDSINCE: RFC 7162 §3.1.3. */
import type { Scanner } from '../grammar/scanner.ts';
import { writeSet } from '../grammar/sequence-set.ts';
import { mayKeep, tidyFlags } from '../keywords.ts';
import { enableCondstore, tellFlags } from '../news.ts';
import { writable } from '../permission.ts';
import { bad, no } from '../refusal.ts';
import type { Selected } from '../selected.ts';
import type { Session } from '../session.ts';
import { targets } from '../targets.ts';
import { inMailbox, type Verb } from '../verb.ts';

type How = 'set' | 'add' | 'remove';

const verb = (name: string, byUid: boolean): Verb => ({
  name,
  states: inMailbox,
  keepsNumbers: !byUid,
  async run(session, args) {
    args.sp();
    const set = args.sequenceSet();
    args.sp();
    const unchangedSince = readModifier(args);
    const how: How = args.take('+') ? 'add' : args.take('-') ? 'remove' : 'set';
    const item = args.word();
    if (item !== 'FLAGS' && item !== 'FLAGS.SILENT') throw bad(`${item} cannot be stored`);
    args.sp();
    const flags = tidyFlags(readFlags(args));
    args.end();
    const selected = writable(session, '');
    if (unchangedSince !== null) enableCondstore(session);
    const uids = targets(selected, set, byUid);
    const there = uids.filter((uid) => selected.mailbox.get(uid) !== undefined);
    const { changed, modified } = await change(session, selected, there, how, flags, unchangedSince);
    tell(session, selected, { there, changed, modified, silent: item === 'FLAGS.SILENT', byUid });
    if (modified.length > 0) {
      const failed = byUid ? modified : modified.map((uid) => selected.numberOf(uid));
      return `[MODIFIED ${writeSet(failed.sort((a, b) => a - b))}] Somebody else was faster with these`;
    }
    if (there.length < uids.length && !byUid) throw no('Some of them are gone', 'EXPUNGEISSUED');
    return 'Stored';
  },
});

export const store = verb('STORE', false);
export const uidStore = verb('UID STORE', true);

function readModifier(args: Scanner): number | null {
  if (args.peek() !== '(') return null;
  let since: number | null = null;
  args.list(() => {
    const word = args.word();
    if (word !== 'UNCHANGEDSINCE') throw bad(`${word} is no modifier of STORE here`);
    args.sp();
    since = args.number();
  });
  args.sp();
  return since;
}

/** In parentheses or not. */
function readFlags(args: Scanner): string[] {
  if (args.peek() === '(') return args.list(() => args.flag());
  const flags = [args.flag()];
  while (args.take(' ')) flags.push(args.flag());
  return flags;
}

interface Changed {
  readonly changed: ReadonlyMap<number, number>;
  readonly modified: number[];
}

/** RFC 4314 §4: flags for which a right is missing stay as they are; where all are, it is NO. */
async function change(
  session: Session,
  selected: Selected,
  uids: readonly number[],
  how: How,
  flags: readonly string[],
  since: number | null,
): Promise<Changed> {
  const rights = session.rights(selected.place);
  const allowed = flags.filter((flag) => mayKeep(rights, flag));
  if (!/[swt]/.test(rights) || (allowed.length === 0 && flags.length > 0))
    throw no('You may not change these flags here', 'NOPERM');
  const { mailbox } = selected;
  const changed = new Map<number, number>();
  const modified: number[] = [];
  const apply = async (some: Iterable<number>, way: How, which: readonly string[]): Promise<void> => {
    const outcome = await mailbox.setFlags(some, way, which, since ?? undefined);
    for (const message of outcome.changed) changed.set(message.uid, message.modseq);
    modified.push(...outcome.modified);
  };
  if (how !== 'set' || ['s', 'w', 't'].every((right) => rights.includes(right))) await apply(uids, how, allowed);
  else {
    for (const uid of uids) {
      const kept = [...(mailbox.get(uid)?.flags ?? [])].filter((flag) => !mayKeep(rights, flag));
      await apply([uid], 'set', [...kept, ...allowed]);
    }
  }
  return { changed, modified };
}

interface Outcome extends Changed {
  readonly there: readonly number[];
  readonly silent: boolean;
  readonly byUid: boolean;
}

function tell(session: Session, selected: Selected, o: Outcome): void {
  const failed = new Set(o.modified);
  const withUid = o.byUid || session.enabled.has('QRESYNC');
  for (const uid of o.there) {
    const now = selected.mailbox.get(uid);
    if (now === undefined) continue;
    const own = o.changed.get(uid);
    if (failed.has(uid)) {
      // RFC 7162 §3.1.3: the client learns with the others' change why it failed.
      tellFlags(session, selected, uid, withUid);
    } else if (!o.silent) tellFlags(session, selected, uid, withUid);
    else if (own === undefined || own === now.modseq) {
      selected.knows(uid);
      if (own !== undefined && session.enabled.has('CONDSTORE'))
        session.untagged(`${selected.numberOf(uid)} FETCH (${withUid ? `UID ${uid} ` : ''}MODSEQ (${now.modseq}))`);
    }
  }
}
