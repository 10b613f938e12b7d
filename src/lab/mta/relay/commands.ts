/** MAIL and RCPT with the parameters that the server knows. RFC 1870, RFC 3461, RFC 6152, RFC 6531. */
import type { Offer } from '../../../smtp/ehlo.ts';
import type { Envelope, QueueRecipient } from '../../queue/store.ts';
import { needsUtf8 } from './unfit.ts';

export interface Commanded {
  readonly envelope: Envelope;
  readonly recipients: readonly QueueRecipient[];
  readonly message: Buffer;
}

export function mailCommand({ extensions }: Offer, o: Commanded): string {
  const { envelope, message } = o;
  const dsn = extensions.has('DSN');
  return command(`MAIL FROM:<${envelope.reversePath}>`, [
    extensions.has('SIZE') ? `SIZE=${message.length}` : null,
    extensions.has('8BITMIME') && envelope.body === '8bitmime' ? 'BODY=8BITMIME' : null,
    extensions.has('SMTPUTF8') && needsUtf8(o, o.recipients) ? 'SMTPUTF8' : null,
    dsn && envelope.ret !== null ? `RET=${envelope.ret.toUpperCase()}` : null,
    dsn && envelope.envid !== null ? `ENVID=${xtext(envelope.envid)}` : null,
  ]);
}

export function rcptCommand({ extensions }: Offer, { address, notify, original }: QueueRecipient): string {
  const dsn = extensions.has('DSN');
  return command(`RCPT TO:<${address}>`, [
    dsn && notify !== null ? `NOTIFY=${notify.join(',').toUpperCase()}` : null,
    dsn && original !== null ? `ORCPT=${originalParameter(original)}` : null,
  ]);
}

const command = (begin: string, parameters: readonly (string | null)[]): string =>
  `${[begin, ...parameters.filter((one) => one !== null)].join(' ')}\r\n`;

/** RFC 3461 §4.2: the type stays, the address is xtext; RFC 6533 §3: that of `utf-8` has a form of its own. */
function originalParameter(original: string): string {
  const semicolon = original.indexOf(';');
  const [type, address] = [original.slice(0, semicolon), original.slice(semicolon + 1)];
  return `${type};${type === 'utf-8' ? embedded(address) : xtext(address)}`;
}

/** RFC 3461 §4: printable ASCII but `+` and `=`; the rest as +HH. */
const xtext = (text: string): string =>
  Array.from(Buffer.from(text), (octet) =>
    octet >= 0x21 && octet <= 0x7e && octet !== 0x2b && octet !== 0x3d ? String.fromCharCode(octet) : `+${hex(octet)}`,
  ).join('');

/** RFC 6533 §3, utf-8-addr-xtext: printable ASCII but `+`, `=` and `\`; the rest as \x{HEX}. It may stand where SMTPUTF8 is not offered, too. */
const embedded = (text: string): string =>
  Array.from(text, (one) =>
    /[!-~]/.test(one) && !/[+=\\]/.test(one) ? one : `\\x{${hex(one.codePointAt(0) ?? 0)}}`,
  ).join('');

const hex = (n: number): string => n.toString(16).toUpperCase().padStart(2, '0');
