/** From a name and its proof to the TRANSACTION state: password, mailbox, lock. */
import { asMailError } from '../../base/errors.ts';
import type { User } from '../../contract/lab/world.ts';
import { userOf } from '../around.ts';
import { suffer } from './fault.ts';
import { MOST_SIGN_INS } from './limits.ts';
import { Maildrop } from './maildrop.ts';
import type { Session } from './session.ts';

export async function signIn(
  session: Session,
  mechanism: 'USER' | 'APOP' | 'PLAIN',
  name: string,
  proves: (user: User) => boolean,
): Promise<void> {
  const effect = session.strike('pop3.pass', name.toLowerCase());
  if (effect?.kind === 'refuse') return refuse(session, mechanism, name, effect.text);
  if (await suffer(session, effect)) return;
  const user = userOf(session.around.world(), name);
  // One answer for a wrong name and a wrong password. RFC 1939 §13.
  if (user === undefined || !proves(user)) return refuse(session, mechanism, name, 'wrong name or password');
  try {
    const mailbox = await session.spool.open(user.address, 'INBOX');
    if (mailbox === null) return await refuse(session, mechanism, name, 'no mailbox of that name on this host');
    const unlock = session.spool.lock(user.address);
    session.tell({ kind: 'signed-in', user: user.address, mechanism, accepted: unlock !== null });
    if (unlock === null) {
      await session.err('another session has the maildrop', 'IN-USE');
      return;
    }
    if (!session.channel.isOpen) return unlock();
    session.maildrop = new Maildrop(mailbox, unlock);
    session.state = 'transaction';
    const { messages, octets } = session.maildrop.count();
    await session.ok(`maildrop has ${messages} messages (${octets} octets)`);
  } catch (thrown) {
    await session.err(`the maildrop cannot be opened: ${asMailError(thrown, 'pop3.pass').reason}`, 'SYS/TEMP');
  }
}

async function refuse(session: Session, mechanism: string, user: string, text: string): Promise<void> {
  session.tell({ kind: 'signed-in', user, mechanism, accepted: false });
  await session.err(text, 'AUTH');
  session.refusedSignIns++;
  if (session.refusedSignIns >= MOST_SIGN_INS) session.end('refused');
}
