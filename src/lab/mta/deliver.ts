/** Delivery into the spool of this host: what the MDA adds, and what stops it. RFC 5321 §4.4. */
import { asMailError } from '../../base/errors.ts';
import type { Around } from '../around.ts';
import type { QueueRecord } from '../queue/store.ts';
import { withCrlf } from '../spool/crlf.ts';
import type { Mailbox, Spool, StoredMessage } from '../spool/store.ts';
import { field, joinHeader, splitHeader, valuesOf, without } from './fields.ts';
import { HEADER_OCTETS } from './limits.ts';
import { deferred, failed, type Outcome } from './outcome.ts';

export interface Delivery {
  readonly around: Around;
  readonly spool: Spool | null;
  readonly record: QueueRecord;
  readonly message: Buffer;
  /** The queue was found on disk: what is delivered now may have been delivered just before the host went down. */
  readonly recovered: boolean;
}

/** Into a user's INBOX. */
export async function deliverToUser(o: Delivery, user: string, recipient: string): Promise<Outcome> {
  if (o.spool === null)
    return failed(`550 5.3.5 ${o.around.host} holds no mailboxes, yet <${recipient}> is said to have one here`);
  const { fields, end } = splitHeader(o.message.subarray(0, HEADER_OCTETS), true) ?? { fields: [], end: 0 };
  // It has been in this mailbox before: whoever sends it on sends it in a circle.
  if (valuesOf(fields, 'delivered-to').some((one) => one.toLowerCase() === recipient.toLowerCase()))
    return failed(`554 5.4.6 <${recipient}> has had this mail before: it goes in a circle`);
  const content = Buffer.concat([
    // RFC 5321 §4.4: one Return-Path, that of the final delivery.
    Buffer.from(`Return-Path: <${o.record.envelope.reversePath}>\r\n`),
    field('Delivered-To', recipient).octets,
    joinHeader(without(fields, 'return-path')),
    o.message.subarray(end),
  ]);
  const { spool } = o;
  return store(o, user, 'INBOX', () => spool.deliver(user, content, { once: `${o.record.queueId} ${recipient}` }));
}

/** A list's copy for everybody to read. */
export async function deliverToNews(o: Delivery, name: string): Promise<Outcome> {
  const { spool } = o;
  if (spool === null) return failed(`550 5.3.5 ${o.around.host} holds no public mailboxes`);
  return store(o, '', name, async () => {
    const mailbox = (await spool.open('', name)) ?? (await spool.create('', name));
    const before = o.recovered ? await alreadyThere(mailbox, o.message, o.record.since) : null;
    return before ?? mailbox.append(o.message);
  });
}

async function store(o: Delivery, user: string, mailbox: string, put: () => Promise<StoredMessage>): Promise<Outcome> {
  const { around, record } = o;
  try {
    const { uid, size } = await put();
    around.trace.tell({
      kind: 'stored',
      host: around.host,
      mail: record.mail,
      user,
      mailbox,
      uid,
      size,
      messageId: record.messageId,
    });
    const said = `250 2.1.5 In ${mailbox}${user === '' ? '' : ` of ${user}`} as UID ${uid}`;
    return { state: 'delivered', said, next: around.host, action: 'delivered' };
  } catch (thrown) {
    const error = asMailError(thrown, 'mta.deliver');
    if (error.reason === 'disk-full') return deferred('452 4.3.1 The disk is full here; nothing was stored');
    if (error.said === 'over quota') return deferred(`452 4.2.2 The mailbox of ${user} is full`);
    if (error.reason === 'message-refused') return failed(refusal(error.said ?? 'The mailbox does not take it'));
    return deferred(`451 4.3.0 Could not be stored: ${error.message}`);
  }
}

/** Words that bring an enhanced code of their own keep it. RFC 3463. */
const refusal = (said: string): string => (/^5\.\d{1,3}\.\d{1,3} /.test(said) ? `550 ${said}` : `550 5.2.0 ${said}`);

/** The very same octets (they hold this queue's id), stored since; null: not there. */
async function alreadyThere(mailbox: Mailbox, content: Buffer, since: number): Promise<StoredMessage | null> {
  const stored = withCrlf(content);
  for (const message of mailbox.messages) {
    if (message.internalDate < since || message.size !== stored.length) continue;
    if ((await mailbox.read(message.uid)).equals(stored)) return message;
  }
  return null;
}
