/** One submission session: nodemailer's connection on our wire, every answer kept. */
import { createReadStream } from 'node:fs';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import SMTPConnection, { type SMTPConnectionCustomAuthContext } from 'nodemailer/lib/smtp-connection';
import { asMailError, MailError } from '../base/errors.ts';
import { asNetError, closedError, type TlsFacts, type Wire, type WireOptions } from '../net/index.ts';
import { nothingOffered, type Offer, readOffer } from './ehlo.ts';
import { type Exchange, Exchanges, stepOf } from './exchanges.ts';
import type { SmtpLimits } from './limits.ts';
import { chooseMechanism, type Mechanism, xoauth2 } from './mechanism.ts';
import { broken, clientName, inStep, openSmtp } from './opening.ts';
import { refusal } from './refusals.ts';
import { readReply } from './reply.ts';

export interface SessionOptions extends Omit<WireOptions, 'protocol' | 'silenceMs'> {
  readonly limits: SmtpLimits;
}

/** What the server said to one message. Replies as far as they came. */
export interface Transaction {
  readonly mail: Exchange | undefined;
  /** In the order of the recipients. */
  readonly rcpt: readonly Exchange[];
  readonly data: Exchange | undefined;
  /** The answer to the message itself. */
  readonly dot: Exchange | undefined;
  /** The last octet of the message was handed to the connection. */
  readonly handedOver: boolean;
  /** Why it did not come to an end, where the connection and not the server's word is the reason. */
  readonly failed: MailError | null;
}

export class SmtpSession {
  offer: Offer = nothingOffered;
  readonly #exchanges = new Exchanges((exchange) => this.#heard(exchange));
  readonly #connection: SMTPConnection;
  readonly #limits: SmtpLimits;
  /** Resolves with the first failure of the connection. */
  readonly #failure: Promise<MailError>;
  #failed: MailError | null = null;
  #tell: (error: MailError) => void = () => {};

  /** Greeted, inside TLS unless it was not asked for, and introduced by EHLO. */
  static async open(o: SessionOptions): Promise<SmtpSession> {
    const { wire, greeting } = await openSmtp(o, o.limits);
    wire.stream.unshift(greeting);
    const session = new SmtpSession(wire, o);
    await session.#until((done) => session.#connection.connect(done));
    const last = session.#exchanges.done.at(-1);
    if (last?.verb === 'EHLO') session.offer = readOffer(last.reply);
    return session;
  }

  private constructor(
    private readonly wire: Wire,
    { host, port, limits }: SessionOptions,
  ) {
    this.#limits = limits;
    this.#failure = new Promise((resolve) => {
      this.#tell = resolve;
    });
    const secure = wire.tls !== null;
    this.#connection = new SMTPConnection({
      host,
      port,
      connection: wire.stream as unknown as Socket, // has what is used of one: see net/stream.ts
      secure,
      secured: secure,
      ignoreTLS: true,
      name: clientName,
      logger: this.#exchanges.logger,
      transactionLog: true,
      connectionTimeout: limits.commandMs,
      greetingTimeout: limits.commandMs,
      socketTimeout: limits.commandMs,
      socketCloseTimeout: limits.quitMs,
      customAuth: { [token]: signInByToken },
    });
    wire.stream.on('error', (thrown) => this.#fail(thrown));
    this.#connection.on('error', (thrown) => this.#fail(thrown));
    this.#connection.once('end', () => this.#fail(closedError(this.#step, wire.peer)));
  }

  get peer(): string {
    return this.wire.peer;
  }

  get tls(): TlsFacts | null {
    return this.wire.tls;
  }

  /** @throws MailError `mechanism-missing` (nothing was sent), `password-refused`, `server-busy`, … */
  async signIn(user: string, secret: string, o: { token: boolean }): Promise<Mechanism> {
    const method = chooseMechanism(this.offer, { token: o.token, secure: this.tls !== null, peer: this.peer });
    // nodemailer would give the token by PLAIN where it has no token generator of its own; by another name it is ours.
    const named = method === 'XOAUTH2' ? token : method;
    await this.#until((done) => this.#connection.login({ user, pass: secret, method: named }, done));
    return method;
  }

  /** One message. Never throws: what came of it is in the answers. */
  async send(o: {
    from: string;
    to: readonly string[];
    file: string;
    size: number;
    eightBit: boolean;
  }): Promise<Transaction> {
    const from = this.#exchanges.done.length;
    const content = Readable.from(exactly(o.file, o.size), { objectMode: false, highWaterMark: 1 << 16 });
    let handedOver = false;
    let unread: MailError | null = null;
    content.once('error', (thrown) => {
      unread = asMailError(thrown, 'smtp.message');
    });
    content.once('end', () => {
      handedOver = true;
      this.wire.stream.setTimeout(this.#limits.finalMs);
    });
    await this.#until((done) =>
      this.#connection.send({ from: o.from, to: [...o.to], size: o.size, use8BitMime: o.eightBit }, content, done),
    ).catch(() => {});
    const said = this.#exchanges.done.slice(from);
    const dot = said.find(({ verb }) => verb === '.');
    if (!handedOver) await this.#stop(content, dot);
    else this.wire.stream.setTimeout(this.#limits.commandMs);
    return {
      mail: said.find(({ verb }) => verb === 'MAIL'),
      rcpt: said.filter(({ verb }) => verb === 'RCPT'),
      data: said.find(({ verb }) => verb === 'DATA'),
      dot,
      handedOver,
      failed: unread ?? this.#failed,
    };
  }

  /** Takes leave. Never fails: all that matters was answered before. */
  async quit(): Promise<void> {
    if (this.#failed || this.wire.stream.destroyed) return this.close();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#limits.quitMs);
      this.wire.stream.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      this.#connection.quit();
    });
    this.close();
  }

  close(): void {
    this.#connection.close();
    this.wire.close();
  }

  /** A message that was cut short must not end in a dot: nothing more is said on this connection. */
  async #stop(content: Readable, dot: Exchange | undefined): Promise<void> {
    content.destroy();
    const inData = this.#exchanges.done.some(({ verb, reply }) => verb === 'DATA' && reply.code < 400);
    if (!inData) return;
    if (dot && dot.reply.code < 400) this.#fail(broken('smtp.data', this.peer, dot.reply.said));
    this.close();
  }

  get #step(): string {
    return stepOf(this.#exchanges.now);
  }

  #heard({ verb, reply }: Exchange): void {
    if (verb === 'DATA' && reply.code < 400) this.wire.stream.setTimeout(this.#limits.blockMs);
  }

  /** A step of nodemailer's, ended by its callback or by the connection's failure, whichever is first. */
  async #until(step: (done: (thrown?: Error | null) => void) => void): Promise<void> {
    const outcome = await Promise.race([
      new Promise<Error | null>((resolve) => step((thrown) => resolve(thrown ?? null))),
      this.#failure,
    ]);
    if (this.#exchanges.broken !== null) this.#fail(outcome);
    else if (outcome && 'response' in outcome) throw this.#asError(outcome); // the server's word, also where it hangs up after it
    if (this.#failed) {
      this.close();
      throw this.#failed;
    }
    if (outcome) throw this.#asError(outcome);
  }

  #fail(thrown: unknown): void {
    if (this.#failed) return;
    this.#failed = this.#asError(thrown);
    this.#tell(this.#failed);
  }

  #asError(thrown: unknown): MailError {
    const at = this.#step;
    if (this.#exchanges.broken !== null) return broken(at, this.peer, this.#exchanges.broken);
    if (thrown instanceof MailError) return inStep(thrown, at) as MailError;
    const { response, code } = thrown as { response?: unknown; code?: unknown };
    if (typeof response === 'string') {
      const reply = readReply(response);
      const verb = stepOf(this.#exchanges.done.at(-1)?.verb ?? '');
      return reply && reply.code >= 400
        ? new MailError(refusal(verb === 'smtp.read' ? at : verb, reply, this.peer))
        : broken(verb, this.peer, response);
    }
    if (code === 'EPROTOCOL') return broken(at, this.peer, '');
    if (code === 'ECONNECTION') return closedError(at, this.peer);
    return inStep(asNetError(thrown, at, this.peer), at) as MailError;
  }
}

/** A file of so many octets. One that changed since it was looked through is not ended as if it were whole: without its end, no dot. */
async function* exactly(file: string, size: number): AsyncGenerator<Buffer> {
  let read = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 16 }) as AsyncIterable<Buffer>) {
    read += chunk.length;
    yield chunk;
  }
  if (read === size) return;
  throw new MailError({
    kind: 'not-stored',
    at: 'smtp.message',
    reason: 'disk-failed',
    advice: 'report',
    facts: { size, found: read },
  });
}

const token = 'TOKEN';

/** A refused token is answered by a challenge (a JSON of the reason) that wants an empty line; the refusal comes after it. */
async function signInByToken({ auth, sendCommand, reject }: SMTPConnectionCustomAuthContext): Promise<void> {
  const { user, pass } = auth.credentials;
  let answer = await sendCommand(`AUTH XOAUTH2 ${xoauth2(user, pass)}`);
  if (answer.status === 334) answer = await sendCommand('');
  if (answer.status !== 235) reject('refused');
}
