/** A conversation with another host up to the point where mail can be handed over: greeting, EHLO, STARTTLS where it is offered. */
import { nothingOffered, type Offer, readOffer } from '../../../smtp/ehlo.ts';
import type { Reply } from '../../../smtp/reply.ts';
import type { RelayLimits } from './limits.ts';
import type { Line } from './line.ts';

export interface Ready {
  readonly line: Line;
  readonly offer: Offer;
}

/** The server says no before there is any mail: another host may say yes. */
export class NotNow extends Error {
  readonly reply: Reply;
  constructor(reply: Reply) {
    super(reply.said);
    this.reply = reply;
  }
}

/** @throws NotNow; MailError closed, silent, broken-reply, tls-failed */
export async function introduce(
  line: Line,
  o: { readonly self: string; readonly name: string; readonly tls: boolean; readonly limits: RelayLimits },
): Promise<Ready> {
  const greeting = await line.reply(o.limits.replyMs);
  if (greeting.code !== 220) throw new NotNow(greeting);
  const offer = await hello(line, o.self, o.limits);
  if (!o.tls || !offer.extensions.has('STARTTLS')) return { line, offer };
  line.send('STARTTLS\r\n');
  const answer = await line.reply(o.limits.replyMs);
  // RFC 3207 §4: 454 means not now. Between hosts TLS is taken where it is to be had (RFC 7435).
  if (answer.code !== 220) return { line, offer };
  await line.secure(o.name);
  return { line, offer: await hello(line, o.self, o.limits) };
}

async function hello(line: Line, self: string, limits: RelayLimits): Promise<Offer> {
  line.send(`EHLO ${self}\r\n`);
  const extended = await line.reply(limits.replyMs);
  if (extended.code === 250) return readOffer(extended);
  if (extended.code < 500) throw new NotNow(extended);
  // RFC 5321 §3.2: a server without extensions.
  line.send(`HELO ${self}\r\n`);
  const plain = await line.reply(limits.replyMs);
  if (plain.code !== 250) throw new NotNow(plain);
  return nothingOffered;
}
