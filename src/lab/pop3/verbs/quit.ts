/** QUIT: after sign-in the UPDATE state, where all that was marked is removed, or nothing. RFC 1939 §6. */
import { asMailError } from '../../../base/errors.ts';
import type { FaultEffect } from '../../../contract/lab/world.ts';
import { suffer } from '../fault.ts';
import type { Session } from '../session.ts';
import type { Verb } from '../verb.ts';

export const quit: Verb = {
  name: 'QUIT',
  async run(session) {
    const drop = session.maildrop;
    if (drop === null) await session.ok('goodbye');
    else await update(session, session.strike('pop3.quit'));
    session.end('quit');
  },
};

async function update(session: Session, effect: FaultEffect | null): Promise<void> {
  const { drop } = session;
  // A drop after 0 octets cuts the line before the update; after more, the update is done and its answer is cut.
  if (effect?.kind === 'refuse' || effect?.kind === 'defer') return session.err(effect.text || NOT_REMOVED, 'SYS/TEMP');
  if (await suffer(session, effect)) return;
  try {
    // Under other UIDs these would be other messages.
    if (!drop.isSame) return await session.err(NOT_REMOVED, 'SYS/TEMP');
    const uids = await drop.mailbox.expunge(drop.marked, 'pop3');
    if (uids.length > 0) session.tell({ kind: 'expunged', user: drop.owner, mailbox: 'INBOX', uids, by: 'pop3' });
  } catch (thrown) {
    return session.err(`${NOT_REMOVED} (${asMailError(thrown, 'pop3.quit').reason})`, 'SYS/TEMP');
  }
  // The lock goes before the answer: who hears +OK may come again at once.
  drop.unlock();
  await session.ok(`goodbye, ${drop.count().messages} messages stay`);
}

const NOT_REMOVED = 'some deleted messages not removed';
