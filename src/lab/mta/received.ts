/** The trace field that every host leaves: RFC 5321 §4.4, RFC 3848, RFC 6531 §4.3. */
import type { Peer } from '../smtp/policy.ts';
import { type RawField, valuesOf } from './fields.ts';

export interface Receiving {
  readonly peer: Pick<Peer, 'helo' | 'address' | 'extended' | 'tls' | 'user'>;
  /** Name of the host that the address belongs to; null: unknown. */
  readonly peerName: string | null;
  readonly host: string;
  readonly queueId: string;
  readonly recipients: readonly string[];
  readonly smtputf8: boolean;
  /** ms since 1970 */
  readonly at: number;
}

/** The field with its line end. */
export function received(o: Receiving): string {
  const { helo, address, tls } = o.peer;
  const tlsSaid = tls === null ? '' : ` (${tls})`;
  // More than one recipient would tell each who the others are (RFC 5321 §7.2).
  const only = o.recipients.length === 1 ? `\r\n\tfor <${o.recipients[0]}>` : '';
  return (
    `Received: from ${plain(helo) || 'unknown'} (${o.peerName ?? 'unknown'} [${address}])\r\n` +
    `\tby ${o.host} with ${protocolOf(o)}${tlsSaid} id ${o.queueId}${only};\r\n` +
    `\t${dateOf(o.at)}\r\n`
  );
}

function protocolOf({ peer, smtputf8 }: Receiving): string {
  const secured = `${peer.tls === null ? '' : 'S'}${peer.user === null ? '' : 'A'}`;
  if (smtputf8) return `UTF8SMTP${secured}`;
  return peer.extended ? `ESMTP${secured}` : 'SMTP';
}

/** RFC 5322 §3.3, in UTC. */
export const dateOf = (ms: number): string => new Date(ms).toUTCString().replace('GMT', '+0000');

/** RFC 5321 §6.3: each hop leaves one. */
export const hopsOf = (fields: readonly RawField[]): number => valuesOf(fields, 'received').length;

/** What a stranger calls itself must not end the field or begin a comment. */
const plain = (text: string): string => text.replace(/[^\x21-\x27\x2a-\x5b\x5d-\x7e\u0080-\uffff]/g, '').slice(0, 255);
