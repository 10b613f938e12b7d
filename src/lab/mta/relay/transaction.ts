/** One mail over an open conversation: MAIL, RCPT, DATA, and what was said to each recipient. RFC 5321 §3.3, RFC 2920, RFC 3461, RFC 1870, RFC 6531. */
import type { Offer } from '../../../smtp/ehlo.ts';
import type { Reply } from '../../../smtp/reply.ts';
import type { Envelope, QueueRecipient } from '../../queue/store.ts';
import { deferred, failed, type Outcome, refusedBy } from '../outcome.ts';
import { onTheWire } from './content.ts';
import type { RelayLimits } from './limits.ts';
import { lostWords } from './line.ts';
import type { Ready } from './session.ts';

export interface Transaction {
  readonly envelope: Envelope;
  readonly recipients: readonly QueueRecipient[];
  readonly message: Buffer;
  /** Name of the host that is talked to. */
  readonly next: string;
  readonly limits: RelayLimits;
}

/** Null: the connection ended before anything was decided, and another host may be tried. In the order of the recipients. */
export async function transact({ line, offer }: Ready, o: Transaction): Promise<(Outcome | null)[]> {
  const refusal = unfit(offer, o);
  if (refusal !== null) return o.recipients.map(() => failed(refusal, o.next));
  const outcomes: (Outcome | null)[] = o.recipients.map(() => null);
  const rest = (outcome: Outcome): void => {
    outcomes.forEach((known, i) => {
      if (known === null) outcomes[i] = outcome;
    });
  };
  const piped = offer.extensions.has('PIPELINING');
  const commands = [mailCommand(offer, o), ...o.recipients.map((one) => rcptCommand(offer, one)), 'DATA\r\n'];
  const say = sayer(commands, piped, (text) => line.send(text));
  const answer = (ms: number): Promise<Reply> => line.reply(ms);
  let dotSent = false;
  try {
    say(0);
    const mail = await answer(o.limits.replyMs);
    if (mail.code >= 300) rest(refusedBy(mail.said, o.next));
    for (const i of o.recipients.keys()) {
      if (mail.code >= 300 && !piped) break;
      say(i + 1);
      const reply = await answer(o.limits.replyMs);
      if (reply.code >= 300) outcomes[i] ??= refusedBy(reply.said, o.next);
    }
    const wanted = outcomes.includes(null);
    if (!wanted && !piped) {
      line.send('RSET\r\n');
      await answer(o.limits.replyMs);
      return outcomes;
    }
    say(commands.length - 1);
    const data = await answer(o.limits.replyMs);
    if (data.code !== 354) {
      rest(refusedBy(data.code < 400 ? `451 4.5.0 ${data.said}` : data.said, o.next));
      return outcomes;
    }
    // RFC 2920 §3.1: 354 although nobody is left; an empty mail to nobody ends it.
    line.send(wanted ? onTheWire(o.message) : '.\r\n');
    dotSent = true;
    const done = await answer(o.limits.finalMs);
    if (done.code < 300)
      rest({
        state: 'delivered',
        said: done.said,
        next: o.next,
        action: offer.extensions.has('DSN') ? null : 'relayed',
      });
    else rest(refusedBy(done.said, o.next));
  } catch (thrown) {
    line.destroy();
    // RFC 5321 §6.1 and RFC 1047: it may have arrived. Twice is better than never.
    if (dotSent) rest(deferred(`451 4.4.2 ${o.next}: after the whole mail was sent, ${lostWords(thrown)}`, o.next));
    else throw new Interrupted(outcomes, lostWords(thrown));
  }
  return outcomes;
}

/** The connection broke before the mail was handed over; what was refused stays refused. */
export class Interrupted extends Error {
  readonly outcomes: readonly (Outcome | null)[];
  constructor(outcomes: readonly (Outcome | null)[], words: string) {
    super(words);
    this.outcomes = outcomes;
  }
}

/** Says the command of that place, or everything at once at the first. */
function sayer(commands: readonly string[], piped: boolean, send: (text: string) => void): (i: number) => void {
  return (i) => {
    if (!piped) send(commands[i] ?? '');
    else if (i === 0) send(commands.join(''));
  };
}

/** Why this host cannot take it at all; null: it can. */
function unfit(offer: Offer, { message, next, envelope, recipients }: Transaction): string | null {
  if (offer.size !== null && message.length > offer.size)
    return `552 5.3.4 ${next} takes messages of at most ${offer.size} octets, this one has ${message.length}`;
  if (needsUtf8(envelope, recipients, message) && !offer.extensions.has('SMTPUTF8'))
    return `550 5.6.7 ${next} takes no addresses or fields in UTF-8 (SMTPUTF8 is not offered)`;
  return null;
}

const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text);

/** RFC 6531 §3.4: an address or a header field is not ASCII. */
function needsUtf8(envelope: Envelope, recipients: readonly QueueRecipient[], message: Buffer): boolean {
  if (!envelope.smtputf8) return false;
  if (![envelope.reversePath, ...recipients.map(({ address }) => address)].every(isAscii)) return true;
  const end = message.indexOf('\r\n\r\n');
  return message.subarray(0, end < 0 ? message.length : end).some((octet) => octet > 127);
}

function mailCommand({ extensions }: Offer, { envelope, message, recipients }: Transaction): string {
  const parameters = [
    extensions.has('SIZE') ? `SIZE=${message.length}` : '',
    extensions.has('8BITMIME') && envelope.body === '8bitmime' ? 'BODY=8BITMIME' : '',
    extensions.has('SMTPUTF8') && needsUtf8(envelope, recipients, message) ? 'SMTPUTF8' : '',
    extensions.has('DSN') && envelope.ret !== null ? `RET=${envelope.ret.toUpperCase()}` : '',
    extensions.has('DSN') && envelope.envid !== null ? `ENVID=${xtext(envelope.envid)}` : '',
  ];
  return `MAIL FROM:<${envelope.reversePath}>${join(parameters)}\r\n`;
}

function rcptCommand({ extensions }: Offer, { address, notify, original }: QueueRecipient): string {
  const dsn = extensions.has('DSN');
  const parameters = [
    dsn && notify !== null ? `NOTIFY=${notify.join(',').toUpperCase()}` : '',
    dsn && original !== null ? `ORCPT=${originalParameter(original)}` : '',
  ];
  return `RCPT TO:<${address}>${join(parameters)}\r\n`;
}

const join = (parameters: readonly string[]): string =>
  parameters
    .filter((one) => one !== '')
    .map((one) => ` ${one}`)
    .join('');

/** RFC 3461 §4: the type stays, the address is xtext. */
function originalParameter(original: string): string {
  const semicolon = original.indexOf(';');
  return `${original.slice(0, semicolon + 1)}${xtext(original.slice(semicolon + 1))}`;
}

/** RFC 3461 §4: printable ASCII but `+` and `=`; the rest as +HH. */
const xtext = (text: string): string =>
  [...Buffer.from(text)]
    .map((octet) =>
      octet >= 0x21 && octet <= 0x7e && octet !== 0x2b && octet !== 0x3d
        ? String.fromCharCode(octet)
        : `+${octet.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');
