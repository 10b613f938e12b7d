/** COPY and MOVE, by number or UID. RFC 3501 §6.4.7, RFC 4315 §3, RFC 6851. */
import { expungeUids } from '../expunging.ts';
import { mayKeep } from '../keywords.ts';
import { current, writable } from '../permission.ts';
import { no, Refusal } from '../refusal.ts';
import type { Resolved, Session } from '../session.ts';
import { targets } from '../targets.ts';
import { inMailbox, type Verb } from '../verb.ts';

const verb = (name: string, byUid: boolean, moves: boolean): Verb => ({
  name,
  states: inMailbox,
  async run(session, args) {
    args.sp();
    const set = args.sequenceSet();
    const path = args.onlyMailbox();
    const selected = moves ? writable(session, 'te') : current(session);
    const to = await target(session, path);
    const uids = targets(selected, set, byUid);
    const pairs = uids.length === 0 ? [] : await selected.mailbox.copy(uids, to.mailbox);
    if (pairs.length < uids.length && !byUid && !moves) throw no('Some of them are gone', 'EXPUNGEISSUED');
    await withoutForbidden(
      session,
      to,
      pairs.map((pair) => pair.to),
    );
    const from = pairs.map((pair) => pair.from);
    // The order of both sets must be the same, so no sorting. RFC 4315 §3.
    const code =
      pairs.length === 0
        ? ''
        : `[COPYUID ${to.mailbox.uidValidity} ${ordered(from)} ${ordered(pairs.map((pair) => pair.to))}] `;
    if (!moves) return `${code}Copied`;
    // RFC 6851 §4.3: before the EXPUNGE responses, and so untagged.
    if (code !== '') session.untagged(`OK ${code}Moved`);
    await expungeUids(session, selected, from);
    session.sync({ expunges: true });
    const modseq =
      session.enabled.has('QRESYNC') && from.length > 0 ? `[HIGHESTMODSEQ ${selected.mailbox.highestModseq}] ` : '';
    return `${modseq}Moved`;
  },
});

export const copy = verb('COPY', false, false);
export const uidCopy = verb('UID COPY', true, false);
export const move = verb('MOVE', false, true);
export const uidMove = verb('UID MOVE', true, true);

/** RFC 4314 §4, COPY: flags that this user may not set there do not come along. */
async function withoutForbidden(session: Session, to: Resolved, uids: readonly number[]): Promise<void> {
  const rights = session.rights(to);
  if (['s', 'w', 't'].every((right) => rights.includes(right))) return;
  for (const uid of uids) {
    const forbidden = [...(to.mailbox.get(uid)?.flags ?? [])].filter((flag) => !mayKeep(rights, flag));
    if (forbidden.length > 0) await to.mailbox.setFlags([uid], 'remove', forbidden);
  }
}

/** Where messages are to be put. @throws Refusal NO [TRYCREATE] where it is not there. */
export async function target(session: Session, path: string): Promise<Resolved> {
  try {
    return await session.need(path, 'i');
  } catch (thrown) {
    if (thrown instanceof Refusal && thrown.code === 'NONEXISTENT') throw no(thrown.message, 'TRYCREATE');
    throw thrown;
  }
}

/** Runs that go up by one as ranges, in the given order. */
function ordered(numbers: readonly number[]): string {
  const ranges: string[] = [];
  for (let i = 0; i < numbers.length; ) {
    const from = numbers[i] ?? 0;
    let to = from;
    i += 1;
    while (numbers[i] === to + 1) {
      to += 1;
      i += 1;
    }
    ranges.push(from === to ? `${from}` : `${from}:${to}`);
  }
  return ranges.join(',');
}
