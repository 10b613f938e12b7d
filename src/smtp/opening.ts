/** The words before nodemailer: the greeting, and STARTTLS where it is asked for. */
import { MailError } from '../base/errors.ts';
import { decode, oneLine, openWire, takeLine, type Wire, type WireOptions } from '../net/index.ts';
import { readOffer } from './ehlo.ts';
import type { SmtpLimits } from './limits.ts';
import { refusal } from './refusals.ts';
import { continues, type Reply, readReply } from './reply.ts';

/** RFC 5321 §4.1.4: an address literal, which says nothing of this machine's name or network. */
export const clientName = '[127.0.0.1]';

export interface Opened {
  readonly wire: Wire;
  /** As it came, with CRLF, to be given to nodemailer, which waits for one. */
  readonly greeting: Buffer;
}

/**
 * A connection that was greeted, and is inside TLS unless `security` is `none`.
 * @throws MailError at net.connect, tls.handshake, smtp.greeting, smtp.ehlo, smtp.starttls
 */
export async function openSmtp(o: Omit<WireOptions, 'protocol' | 'silenceMs'>, limits: SmtpLimits): Promise<Opened> {
  const wire = await openWire({ ...o, protocol: 'smtp', silenceMs: limits.commandMs });
  // A server that says one octet a minute is never silent and never done.
  const timer = setTimeout(() => wire.stream.destroy(slow(wire.peer)), limits.commandMs * 3);
  timer.unref();
  try {
    const greeting = await takeGreeting(wire, limits);
    if (o.security === 'starttls') await upgrade(wire, limits);
    wire.owe(false); // from here on the session keeps the time
    return { wire, greeting };
  } catch (thrown) {
    wire.close();
    throw thrown;
  } finally {
    clearTimeout(timer);
  }
}

async function takeGreeting(wire: Wire, limits: SmtpLimits): Promise<Buffer> {
  const at = 'smtp.greeting';
  await untilDigit(wire);
  const { raw, reply } = await takeReply(wire, at, limits, notSmtp);
  if (reply === null) throw notSmtp(wire.peer, decode(raw));
  if (reply.code !== 220) throw new MailError(refusal(at, reply, wire.peer));
  return raw;
}

/** Every reply begins with a digit: what begins otherwise needs no line end to be known as something else. */
async function untilDigit(wire: Wire): Promise<void> {
  const { stream } = wire;
  if (stream.readableLength === 0 && !stream.readableEnded && !stream.destroyed)
    await new Promise<void>((resolve) => {
      const done = (): void => {
        stream.off('readable', done).off('end', done).off('close', done);
        resolve();
      };
      stream.on('readable', done).on('end', done).on('close', done);
    });
  const first = stream.read() as Buffer | null;
  if (first === null || first.length === 0) return; // ended: takeLine says how
  if (!/^[2-5]/.test(first.subarray(0, 1).toString('latin1'))) throw notSmtp(wire.peer, decode(first));
  stream.unshift(first);
}

/** RFC 3207. What is asked for is never skipped: without TLS nothing secret is said. */
async function upgrade(wire: Wire, limits: SmtpLimits): Promise<void> {
  const ehlo = await say(wire, `EHLO ${clientName}`, 'smtp.ehlo', limits);
  if (ehlo.code >= 400) throw new MailError(refusal('smtp.ehlo', ehlo, wire.peer));
  const offered = readOffer(ehlo).extensions.has('STARTTLS');
  const answer = offered ? await say(wire, 'STARTTLS', 'smtp.starttls', limits) : null;
  if (answer?.code === 220) return wire.startTls();
  wire.stream.end('QUIT\r\n');
  throw new MailError({
    kind: 'refused',
    at: 'smtp.starttls',
    reason: 'tls-not-offered',
    advice: answer !== null && answer.code < 500 ? 'retry-later' : 'check-security',
    said: answer?.said,
    peer: wire.peer,
  });
}

async function say(wire: Wire, command: string, at: string, limits: SmtpLimits): Promise<Reply> {
  wire.stream.write(`${command}\r\n`);
  const { raw, reply } = await takeReply(wire, at, limits);
  if (reply === null) throw broken(at, wire.peer, decode(raw));
  return reply;
}

async function takeReply(
  wire: Wire,
  at: string,
  limits: SmtpLimits,
  tooLong?: (peer: string, said: string) => MailError,
): Promise<{ raw: Buffer; reply: Reply | null }> {
  const lines: Buffer[] = [];
  let more = true;
  try {
    while (more && lines.length < limits.replyLines) {
      const line = await takeLine(wire.stream, { at, peer: wire.peer, limit: limits.replyLine });
      lines.push(line, crlf);
      more = continues(line.subarray(0, 4).toString('latin1'));
    }
  } catch (thrown) {
    if (thrown instanceof MailError && thrown.reason === 'too-long' && tooLong) throw tooLong(wire.peer, '');
    throw inStep(thrown, at);
  }
  const raw = Buffer.concat(lines);
  return { raw, reply: more ? null : readReply(decode(raw)) };
}

const crlf = Buffer.from('\r\n');

/** The wire knows that reading failed, not what was being read. */
export function inStep(thrown: unknown, at: string): unknown {
  if (!(thrown instanceof MailError) || thrown.at !== 'smtp.read') return thrown;
  return new MailError({ ...thrown.toValue(), at }, thrown);
}

function notSmtp(peer: string, said: string): MailError {
  return new MailError({
    kind: 'broken-grammar',
    at: 'smtp.greeting',
    reason: 'not-this-protocol',
    advice: 'check-server',
    said: oneLine(said) || undefined,
    peer,
  });
}

export function broken(at: string, peer: string, said: string): MailError {
  return new MailError({
    kind: 'broken-grammar',
    at,
    reason: 'broken-reply',
    advice: 'report',
    said: oneLine(said),
    peer,
  });
}

function slow(peer: string): MailError {
  return new MailError({ kind: 'unreachable', at: 'smtp.read', reason: 'silent', advice: 'retry-later', peer });
}
