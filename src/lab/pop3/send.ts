/** A message, or its beginning, over the line: read as fast as the client takes it. */
import { Readable } from 'node:stream';
import { MailError } from '../../base/errors.ts';
import type { StoredMessage } from '../spool/store.ts';
import { Stuffing, TopCut } from './dots.ts';
import { READ_WHOLE } from './limits.ts';
import type { Session } from './session.ts';

interface Wanted {
  readonly what: string;
  /** Octets as the answer says; absent: it does not. */
  readonly said?: number;
  /** Lines of the body; absent: all. */
  readonly lines?: number;
}

export async function sendMessage(
  session: Session,
  number: number,
  message: StoredMessage,
  wanted: Wanted,
): Promise<void> {
  const { mailbox } = session.drop;
  let content: Iterable<Buffer> | AsyncIterable<Buffer>;
  try {
    if (!session.drop.isSame) throw gone();
    content = message.size > READ_WHOLE ? await mailbox.stream(message.uid) : [await mailbox.read(message.uid)];
  } catch (thrown) {
    if (thrown instanceof MailError && thrown.reason === 'not-found')
      return session.err(`message ${number} was removed by another program`);
    return session.err(`message ${number} cannot be read`, 'SYS/TEMP');
  }
  const octets = await send(session, content, wanted);
  if (octets === null) return;
  session.tell({
    kind: 'retrieved',
    protocol: 'pop3',
    user: session.user,
    mailbox: 'INBOX',
    uid: message.uid,
    what: wanted.what,
    octets,
    machine: session.connection.client.name,
  });
}

/** Octets of the message that went out; null: the line broke. */
async function send(
  session: Session,
  content: Iterable<Buffer> | AsyncIterable<Buffer>,
  { said, lines }: Wanted,
): Promise<number | null> {
  const { channel } = session;
  const stuffing = new Stuffing();
  const cut = lines === undefined ? null : new TopCut(lines);
  let octets = 0;
  await session.ok(said === undefined ? 'the top of it' : `${Math.max(0, said)} octets`);
  try {
    for await (const piece of content) {
      const part = cut === null ? piece : cut.piece(piece);
      octets += part.length;
      channel.write(stuffing.piece(part));
      await channel.ready();
      if (!channel.isOpen) return null;
      if (cut?.isDone === true) break;
    }
  } catch {
    // The disk failed in the middle: an end would make it look whole.
    channel.cut('the message cannot be read to its end');
    return null;
  } finally {
    if (content instanceof Readable) content.destroy();
  }
  channel.say(stuffing.end());
  await channel.ready();
  return channel.isOpen ? octets : null;
}

const gone = (): MailError =>
  new MailError({ kind: 'refused', at: 'pop3.retr', reason: 'not-found', advice: 'retry-later' });
