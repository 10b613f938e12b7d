/** Hands one message to a submission server (RFC 6409) and keeps what it said to each recipient. */
import { domainToASCII } from 'node:url';
import { MailError } from '../base/errors.ts';
import type { Server } from '../contract/account.ts';
import { isAddress } from '../message/address.ts';
import type { Counters, Route, TlsFacts, TranscriptLine, Trust } from '../net/index.ts';
import { type Content, inspect } from './content.ts';
import { limits, type SmtpLimits } from './limits.ts';
import type { Mechanism } from './mechanism.ts';
import { type Accepted, isPermanent, type Refused, refusal, SubmitError } from './refusals.ts';
import { SmtpSession, type Transaction } from './session.ts';

export interface SmtpAccess {
  /** `user: null` submits without signing in. */
  readonly server: Server & { readonly user: string | null };
  /** Or a bearer token, with `auth`. */
  readonly password: string | null;
  readonly auth?: 'xoauth2' | undefined;
  readonly trust: Trust;
  readonly counters?: Counters | undefined;
  readonly route?: Route | undefined;
  readonly record?: ((line: TranscriptLine) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly limits?: Partial<SmtpLimits> | undefined;
}

export interface Submission extends SmtpAccess {
  /** `from: ''` for none (RFC 5321 §4.5.5). */
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** Path of the file whose octets are sent, CRLF lines, nothing changed. */
  readonly message: string;
  /** Octets of that file, as it was stored. */
  readonly size: number;
}

/** The server has taken the message for the accepted recipients. */
export interface SubmitResult {
  readonly accepted: readonly Accepted[];
  readonly refused: readonly Refused[];
  /** The answer to the message, as `250 2.0.0 Ok: queued as 4F1…`. */
  readonly said: string;
}

/**
 * Resolves only after a 2xx to the message. Some recipients may have been refused: they are in `refused`.
 * @throws SubmitError at smtp.mail, smtp.rcpt or smtp.data with the recipients' answers; facts `permanent` 0 or 1, and
 *   `taken: 'unknown'` where the message was handed over and no answer came
 * @throws MailError before that: at smtp.message, net.connect, tls.…, smtp.greeting, smtp.ehlo, smtp.starttls, smtp.auth
 */
export async function submit(o: Submission): Promise<SubmitResult> {
  checkEnvelope(o);
  const content = await inspect(o.message);
  if (content.size !== o.size) throw changed(o.size, content.size);
  const { session } = await enter(o, limits.commandMs);
  try {
    const from = onWire(o.envelope.from);
    const to = o.envelope.to.map(onWire);
    checkOffer(session, content, [from, ...to]);
    const { size, eightBit } = content;
    const transaction = await session.send({ from, to, file: o.message, size, eightBit });
    return judge(transaction, o.envelope.to, session.peer);
  } finally {
    await session.quit();
  }
}

export interface Verified {
  readonly tls: TlsFacts | null;
  /** Null where no user is given. */
  readonly mechanism: Mechanism | null;
  /** Octets of the largest message, where the server tells. */
  readonly size: number | null;
}

/** Connects, signs in and takes leave: the connection test. @throws MailError as `submit` does before a message */
export async function verifySubmission(o: SmtpAccess): Promise<Verified> {
  const { session, mechanism } = await enter(o, limits.testMs);
  const verified = { tls: session.tls, mechanism, size: session.offer.size };
  await session.quit();
  return verified;
}

async function enter(o: SmtpAccess, commandMs: number): Promise<{ session: SmtpSession; mechanism: Mechanism | null }> {
  const { server, password, trust, counters, route, record, signal } = o;
  if (server.user !== null && password === null)
    throw new MailError({ kind: 'bad-input', at: 'smtp.auth', reason: 'password-missing', advice: 'sign-in-again' });
  const { host, port, security } = server;
  const session = await SmtpSession.open({
    ...{ host, port, security, trust, counters, route, record, signal },
    limits: { ...limits, commandMs, ...o.limits },
  });
  if (server.user === null || password === null) return { session, mechanism: null };
  try {
    const mechanism = await session.signIn(server.user, password, { token: o.auth === 'xoauth2' });
    return { session, mechanism };
  } catch (thrown) {
    await session.quit();
    throw thrown;
  }
}

function judge(said: Transaction, to: readonly string[], peer: string): SubmitResult {
  const accepted: Accepted[] = [];
  const refused: Refused[] = [];
  // RFC 5321 §3.3: each RCPT has its own answer, and they come in order.
  for (const [i, { reply }] of said.rcpt.entries()) {
    const address = to[i] ?? '';
    if (reply.code < 300) accepted.push({ address, said: reply.said });
    else refused.push({ address, said: reply.said, permanent: isPermanent(reply) });
  }
  const recipients = { accepted, refused };
  const { mail, data, dot, failed } = said;

  if (dot && dot.reply.code < 300 && said.handedOver) return { ...recipients, said: dot.reply.said };
  if (mail && mail.reply.code >= 400) throw new SubmitError(refusal('smtp.mail', mail.reply, peer), noAnswers);
  if (dot && dot.reply.code >= 400) throw new SubmitError(refusal('smtp.data', dot.reply, peer), recipients);
  if (said.rcpt.length === to.length && accepted.length === 0) {
    const first = said.rcpt.find(({ reply }) => !isPermanent(reply)) ?? said.rcpt[0];
    if (first) throw new SubmitError(refusal('smtp.rcpt', first.reply, peer), recipients);
  }
  if (data && data.reply.code >= 400) throw new SubmitError(refusal('smtp.data', data.reply, peer), recipients);
  const why = failed?.toValue() ?? { kind: 'bad-input', at: 'smtp.data', reason: 'unexpected', advice: 'report' };
  // The message's end was on its way: the server may have taken it, and would give it twice if it were sent again.
  const taken = said.handedOver && !dot ? { taken: 'unknown' } : {};
  throw new SubmitError({ ...why, facts: { ...why.facts, ...taken } }, recipients, failed ?? undefined);
}

const noAnswers = { accepted: [], refused: [] };

function checkEnvelope({ envelope: { from, to } }: Submission): void {
  if (to.length === 0)
    throw new MailError({ kind: 'bad-input', at: 'smtp.rcpt', reason: 'bad-value', advice: 'check-address' });
  for (const address of from === '' ? to : [from, ...to]) {
    if (isAddress(address) && !/\p{Cc}/u.test(address)) continue;
    const at = address === from ? 'smtp.mail' : 'smtp.rcpt';
    throw new MailError({ kind: 'bad-input', at, reason: 'bad-address', advice: 'check-address', facts: { address } });
  }
}

/** RFC 5891: an international domain goes out in ASCII, unless the part before the @ needs SMTPUTF8 anyway. */
function onWire(address: string): string {
  const at = address.lastIndexOf('@');
  if (isAscii(address) || !isAscii(address.slice(0, at))) return address;
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1)) || address.slice(at + 1)}`;
}

/** What the server does not offer is not tried: refused here, before the message is on its way. */
function checkOffer({ offer, peer }: SmtpSession, content: Content, addresses: readonly string[]): void {
  const at = 'smtp.mail';
  if (offer.size !== null && content.size > offer.size)
    throw new SubmitError(
      {
        ...{ kind: 'refused', at, reason: 'message-too-large', advice: 'check-input', peer },
        facts: { limit: offer.size, size: content.size, permanent: 1 },
      },
      noAnswers,
    );
  const address = addresses.find((one) => !isAscii(one));
  const lacks = (needs: string): SubmitError =>
    new SubmitError(
      address !== undefined && needs === 'SMTPUTF8'
        ? {
            kind: 'refused',
            at,
            reason: 'bad-address',
            advice: 'check-address',
            peer,
            facts: { address, needs, permanent: 1 },
          }
        : { kind: 'refused', at, reason: 'message-refused', advice: 'report', peer, facts: { needs, permanent: 1 } },
      noAnswers,
    );
  // RFC 6531 §3.6, RFC 6152 §3. A raw UTF-8 header without such an address is nothing that we compose, and is not passed on.
  if (address !== undefined && !offer.extensions.has('SMTPUTF8')) throw lacks('SMTPUTF8');
  if (content.utf8Header && address === undefined) throw lacks('SMTPUTF8');
  if (content.eightBit && !offer.extensions.has('8BITMIME')) throw lacks('8BITMIME');
}

function isAscii(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}

function changed(size: number, found: number): MailError {
  return new MailError({
    kind: 'not-stored',
    at: 'smtp.message',
    reason: 'disk-failed',
    advice: 'report',
    said: 'the stored message has another size than when it was written',
    facts: { size, found },
  });
}
