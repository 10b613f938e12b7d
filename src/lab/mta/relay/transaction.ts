/** One mail over an open conversation: MAIL, RCPT, DATA, and what was said to each recipient. RFC 5321 §3.3, RFC 2920. */
import type { Reply } from '../../../smtp/reply.ts';
import type { Envelope, QueueRecipient } from '../../queue/store.ts';
import { deferred, failed, type Outcome, refusedBy } from '../outcome.ts';
import { mailCommand, rcptCommand } from './commands.ts';
import { onTheWire } from './content.ts';
import type { RelayLimits } from './limits.ts';
import { lostWords } from './line.ts';
import type { Ready } from './session.ts';
import { unfit } from './unfit.ts';

export interface Transaction {
  readonly envelope: Envelope;
  readonly recipients: readonly QueueRecipient[];
  readonly message: Buffer;
  /** Name of the host that is talked to. */
  readonly next: string;
  readonly limits: RelayLimits;
}

/**
 * Null: nothing is decided, and another host may be tried. In the order of the recipients. Who was answered with 4xx waits for the next attempt:
 * RFC 5321 §5.1 would allow the next exchanger at once, but that is most often a backup of the same house which only keeps it.
 */
export async function transact(ready: Ready, o: Transaction): Promise<(Outcome | null)[]> {
  const refusals = o.recipients.map((one) => unfit(ready.offer, o, one));
  const fit = o.recipients.filter((_, i) => refusals[i] === null);
  const withRefused = (said: readonly (Outcome | null)[]): (Outcome | null)[] => {
    const rest = said.values();
    return refusals.map((refusal) => (refusal === null ? (rest.next().value ?? null) : failed(refusal)));
  };
  if (fit.length === 0) return withRefused([]);
  try {
    return withRefused(await talk(ready, { ...o, recipients: fit }));
  } catch (thrown) {
    throw thrown instanceof Interrupted ? new Interrupted(withRefused(thrown.outcomes), thrown.message) : thrown;
  }
}

async function talk({ line, offer }: Ready, o: Transaction): Promise<(Outcome | null)[]> {
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
