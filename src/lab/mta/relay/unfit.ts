/** What a server cannot take, known before it is asked: RFC 1870 §6.1, RFC 6531 §3.2. */
import type { Offer } from '../../../smtp/ehlo.ts';
import type { Envelope, QueueRecipient } from '../../queue/store.ts';

interface Handed {
  readonly envelope: Envelope;
  readonly message: Buffer;
  /** Name of the host that is talked to. */
  readonly next: string;
}

/** Why this host cannot take it for this recipient, as a reply; null: it can. */
export function unfit(offer: Offer, o: Handed, recipient: QueueRecipient): string | null {
  if (offer.size !== null && o.message.length > offer.size)
    return `552 5.3.4 ${o.next} takes messages of at most ${offer.size} octets, this one has ${o.message.length}`;
  if (!offer.extensions.has('SMTPUTF8') && needsUtf8(o, [recipient]))
    return `550 5.6.7 ${o.next} takes no addresses or fields in UTF-8 (SMTPUTF8 is not offered)`;
  return null;
}

/** RFC 6531 §3.4: an address is not ASCII (an alias may have made it so), or the sender has said so and a header field is not. */
export function needsUtf8({ envelope, message }: Omit<Handed, 'next'>, recipients: readonly QueueRecipient[]): boolean {
  if (![envelope.reversePath, ...recipients.map(({ address }) => address)].every(isAscii)) return true;
  if (!envelope.smtputf8) return false;
  const end = message.indexOf('\r\n\r\n');
  return message.subarray(0, end < 0 ? message.length : end).some((octet) => octet > 127);
}

const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);
