/** EXPUNGE, and UID EXPUNGE for some only. RFC 3501 §6.4.3, RFC 4315 §2.1. */
import { expungeDeleted } from '../expunging.ts';
import type { Scanner } from '../grammar/scanner.ts';
import { writable } from '../permission.ts';
import type { Session } from '../session.ts';
import { targets } from '../targets.ts';
import { inMailbox, type Verb } from '../verb.ts';

async function run(session: Session, args: Scanner, some: boolean): Promise<string> {
  if (some) args.sp();
  const set = some ? args.sequenceSet() : null;
  args.end();
  const selected = writable(session, 'e');
  const among = set === null ? null : targets(selected, set, true);
  const gone = await expungeDeleted(session, selected, among);
  session.sync({ expunges: true });
  const code =
    session.enabled.has('QRESYNC') && gone.length > 0 ? `[HIGHESTMODSEQ ${selected.mailbox.highestModseq}] ` : '';
  return `${code}Expunged`;
}

export const expunge: Verb = {
  name: 'EXPUNGE',
  states: inMailbox,
  run: (session, args) => run(session, args, false),
};

export const uidExpunge: Verb = {
  name: 'UID EXPUNGE',
  states: inMailbox,
  run: (session, args) => run(session, args, true),
};
