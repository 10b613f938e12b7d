/** One SMTP conversation as its verbs know it: who calls, where it stands, and how it answers. RFC 5321. */
import type { Channel } from '../line/channel.ts';
import type { Connection, Told } from '../line/connection.ts';
import type { DotReader } from './dots.ts';
import { decodeLine } from './grammar.ts';
import type { Greylist } from './greylist.ts';
import type { Intake } from './intake.ts';
import type { SmtpServerLimits } from './limits.ts';
import { type Line, Lines } from './lines.ts';
import type { Peer, Reply, SmtpPolicy } from './policy.ts';
import { type Answer, replyLines } from './replies.ts';
import type { State } from './states.ts';
import type { Transaction } from './transaction.ts';

export type Kind = 'mx' | 'submission' | 'submissions';

/** What all conversations of a server share. */
export interface Shared {
  readonly kind: Kind;
  readonly policy: SmtpPolicy;
  readonly limits: SmtpServerLimits;
  readonly greylist: Greylist;
}

type MyPeer = { -readonly [key in keyof Peer]: Peer[key] };

export class Session {
  readonly shared: Shared;
  readonly connection: Connection;
  readonly peer: MyPeer;
  readonly #lines = new Lines();
  state: State = 'greeted';
  transaction: Transaction | null = null;
  /** What came by BDAT so far. */
  chunks: { readonly intake: Intake; readonly lines: DotReader } | null = null;
  #saidHello = false;
  #signIns = 0;
  /** The next reply is cut after so many octets. */
  cutAfter: number | null = null;
  /** Content is cut after so many octets more. */
  dropAfter: number | null = null;

  constructor(shared: Shared, connection: Connection) {
    this.shared = shared;
    this.connection = connection;
    this.peer = {
      address: connection.client.address,
      helo: '',
      extended: false,
      tls: null,
      user: null,
      connection: connection.id,
      remote: connection.remote,
    };
  }

  get host(): string {
    return this.connection.around.host;
  }
  get channel(): Channel {
    return this.connection.channel;
  }
  get kind(): Kind {
    return this.shared.kind;
  }
  get policy(): SmtpPolicy {
    return this.shared.policy;
  }
  get limits(): SmtpServerLimits {
    return this.shared.limits;
  }

  /** The next line of the client; null: none will come. */
  async line(): Promise<Line | null> {
    const line = await this.channel.next((input) => this.#lines.take(input, this.limits.authLine));
    // Only now it may be known who calls.
    this.peer.address = this.connection.client.address;
    return line;
  }

  /** Goes out with the next flush. */
  reply(answer: Reply): void {
    const lines = replyLines(answer, this.transaction?.smtputf8 === true);
    const outcome = answer.code >= 500 ? 'refused' : answer.code >= 400 ? 'waiting' : 'passed';
    this.tell({ kind: 'reply', text: lines.join('\n'), outcome });
    if (this.cutAfter !== null) this.channel.cutAfter(this.cutAfter);
    this.channel.say(`${lines.join('\r\n')}\r\n`);
    if (this.cutAfter !== null) this.channel.cut();
  }

  /** Says so, and that is the end. */
  refuse(answer: Reply): void {
    this.reply(answer);
    this.channel.why ??= 'refused';
  }

  /** A question within a command (AUTH); null: no answer that can be read came. */
  async ask(text: string): Promise<string | null> {
    // RFC 4954 §4: a challenge is Base64, as its answer is.
    this.reply({ code: 334, text: Buffer.from(text).toString('base64') });
    const line = await this.line();
    if (line?.kind !== 'line') return null;
    const answer = decodeLine(line.octets);
    if (answer !== null) this.tell({ kind: 'command', text: answer });
    return answer;
  }

  hello(name: string, extended: boolean): void {
    this.peer.helo = name;
    this.peer.extended = extended;
    this.#saidHello = true;
    this.state = 'ready';
  }

  /** RFC 3207 §4.2: as if the connection began here. */
  forgetHello(): void {
    this.#saidHello = false;
    this.peer.helo = '';
    this.peer.extended = false;
    this.peer.user = null;
    this.forgetTransaction();
  }

  begin(transaction: Transaction): void {
    this.transaction = transaction;
    this.state = 'mail';
  }

  forgetTransaction(): void {
    this.chunks?.intake.abort();
    this.chunks = null;
    this.transaction = null;
    delete this.peer.mail;
    this.state = this.#saidHello ? 'ready' : 'greeted';
  }

  mayStartTls(): boolean {
    return this.peer.tls === null && this.kind !== 'submissions' && this.#offersTls();
  }

  /** RFC 4954 §4, RFC 8314: a password only inside TLS, or where this host cannot do better. */
  mayAuth(): boolean {
    return this.kind !== 'mx' && (this.peer.tls !== null || !this.#offersTls());
  }

  /** RFC 6409 §4.3: who hands in mail says who he is. Null: go on. */
  mayHandOver(): Answer | null {
    if (this.kind === 'mx' || this.peer.user !== null) return null;
    return { code: 530, text: this.mayAuth() ? '5.7.0 Sign in first' : '5.7.0 STARTTLS first, then sign in' };
  }

  /** The domain that `postmaster` without one belongs to here. */
  ownDomain(): string {
    const { domains } = this.connection.around.world();
    return (
      domains.find(({ accepts, mailboxes }) => mailboxes === this.host || accepts.includes(this.host))?.name ??
      this.host
    );
  }

  countSignIn(refused: Reply): Answer {
    this.#signIns += 1;
    return this.#signIns < this.limits.signIns
      ? refused
      : { code: 421, text: '4.7.0 Too many wrong passwords', next: 'close' };
  }

  tell(told: Told): void {
    this.connection.tell(told, this.peer.mail);
  }

  #offersTls(): boolean {
    return this.connection.around.secure() !== null;
  }
}
