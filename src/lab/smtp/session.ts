/** One SMTP conversation: greeting, commands in turn, their answers; the verbs are in verbs/. RFC 5321. */
import type { TraceReport } from '../../contract/lab/trace.ts';
import type { FaultEffect, FaultPoint } from '../../contract/lab/world.ts';
import type { Around } from '../around.ts';
import type { Conversation } from '../trace/conversations.ts';
import type { Channel } from './channel.ts';
import type { DotReader } from './dots.ts';
import { decodeLine, readCommand } from './grammar.ts';
import type { Greylist } from './greylist.ts';
import type { Line } from './input.ts';
import { failure, type Intake } from './intake.ts';
import type { SmtpServerLimits } from './limits.ts';
import type { Peer, Reply, SmtpPolicy } from './policy.ts';
import { type Answer, mistake, replyLines } from './replies.ts';
import { allowed, outOfOrder, type State } from './states.ts';
import type { Transaction } from './transaction.ts';

export type Kind = 'mx' | 'submission' | 'submissions';

/** A verb of SMTP: a name and what it does; which may follow which stands in states.ts. */
export interface Verb {
  readonly name: string;
  /** How it is written, for HELP. */
  readonly usage: string;
  /** Null: the connection ended meanwhile. */
  run(session: Session, argument: string): Answer | Promise<Answer | null>;
}

/** What all conversations of a server share. */
export interface Shared {
  readonly around: Around;
  readonly kind: Kind;
  readonly policy: SmtpPolicy;
  readonly limits: SmtpServerLimits;
  readonly greylist: Greylist;
  readonly verbs: ReadonlyMap<string, Verb>;
  /** Reads the message after DATA; null: the connection ended before it did. */
  readonly receive: (session: Session, transaction: Transaction) => Promise<Answer | null>;
}

type MyPeer = { -readonly [key in keyof Peer]: Peer[key] };
type Told = TraceReport extends infer One
  ? One extends { kind: string }
    ? Omit<One, 'host' | 'connection' | 'mail'>
    : never
  : never;

export class Session {
  readonly #shared: Shared;
  readonly channel: Channel;
  readonly peer: MyPeer;
  readonly #conversation: Conversation;
  /** What happened before it was known who calls. */
  #untold: TraceReport[] | null = [];
  readonly #who: () => { address: string; name: string };
  readonly #port: number;
  state: State = 'greeted';
  transaction: Transaction | null = null;
  /** What came by BDAT so far. */
  chunks: { readonly intake: Intake; readonly lines: DotReader } | null = null;
  #saidHello = false;
  #mistakes = 0;
  #signIns = 0;
  #spoilTls = false;
  /** The next reply is cut after so many octets. */
  #cutAfter: number | null = null;
  /** Content is cut after so many octets more. */
  dropAfter: number | null = null;

  constructor(
    shared: Shared,
    o: {
      readonly channel: Channel;
      readonly conversation: Conversation;
      readonly remote: string;
      readonly port: number;
      /** Who calls, as far as it is known by now. */
      readonly who: () => { address: string; name: string };
    },
  ) {
    this.#shared = shared;
    this.channel = o.channel;
    this.#conversation = o.conversation;
    this.#who = o.who;
    this.#port = o.port;
    this.peer = {
      address: o.who().address,
      helo: '',
      extended: false,
      tls: null,
      user: null,
      connection: o.conversation.id,
      remote: o.remote,
    };
  }

  get host(): string {
    return this.#shared.around.host;
  }
  get kind(): Kind {
    return this.#shared.kind;
  }
  get policy(): SmtpPolicy {
    return this.#shared.policy;
  }
  get limits(): SmtpServerLimits {
    return this.#shared.limits;
  }

  /** From the first octet to the last. Never throws. `full`: only to say that there is no room. */
  async run(full: boolean): Promise<void> {
    if (this.#shared.around.places.ownAddresses) this.#meet();
    try {
      if (full) this.#refuse({ code: 421, text: `4.3.2 ${this.host} has no line free` });
      else if ((await this.#secureAtOnce()) && (await this.#greet())) await this.#converse();
    } catch {
      // A fault of ours; the client must not take it for an answer.
      this.#refuse({ code: 421, text: '4.3.0 Something failed here' });
    }
    this.forgetTransaction();
    this.#lastWords();
    await this.channel.end();
    this.#meet();
    const { in: octetsIn, out: octetsOut } = this.channel.octets;
    this.tell({ kind: 'closed', why: this.channel.why ?? 'dropped', octetsIn, octetsOut });
    this.#conversation.end();
  }

  // ---- what verbs use

  /** Goes out with the next flush. */
  reply(answer: Reply): void {
    const lines = replyLines(answer, this.transaction?.smtputf8 === true);
    const outcome = answer.code >= 500 ? 'refused' : answer.code >= 400 ? 'waiting' : 'passed';
    this.tell({ kind: 'reply', text: lines.length === 1 ? (lines[0] as string) : lines.join('\n'), outcome });
    this.channel.say(lines);
    if (this.#cutAfter !== null) this.channel.cut(this.#cutAfter);
  }

  /** A question within a command (AUTH); null: no answer that can be read came. */
  async ask(text: string): Promise<string | null> {
    // RFC 4954 §4: a challenge is Base64, as its answer is.
    this.reply({ code: 334, text: Buffer.from(text).toString('base64') });
    const line = await this.channel.line(this.limits.authLine);
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
    return this.peer.tls === null && this.kind !== 'submissions' && this.#shared.around.secure() !== null;
  }

  /** RFC 4954 §4, RFC 8314: a password only inside TLS, or where this host cannot do better. */
  mayAuth(): boolean {
    return this.kind !== 'mx' && (this.peer.tls !== null || this.#shared.around.secure() === null);
  }

  /** RFC 6409 §4.3: who hands in mail says who he is. Null: go on. */
  mayHandOver(): Answer | null {
    if (this.kind === 'mx' || this.peer.user !== null) return null;
    return { code: 530, text: this.mayAuth() ? '5.7.0 Sign in first' : '5.7.0 STARTTLS first, then sign in' };
  }

  /** The domain that `postmaster` without one belongs to here. */
  ownDomain(): string {
    const { domains } = this.#shared.around.world();
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

  tell(report: Told): void {
    const full = { ...report, host: this.host, connection: this.peer.connection } as TraceReport;
    if (this.peer.mail !== undefined) full.mail = this.peer.mail;
    if (this.#untold !== null) this.#untold.push(full);
    else this.#shared.around.trace.tell(full);
  }

  // ---- faults

  /** What strikes at this point, if anything does: an answer in place of the right one. Null: go on. */
  async fault(point: FaultPoint, about?: string): Promise<Answer | null> {
    const effect = this.effectAt(point, about);
    return effect === null ? null : this.suffer(effect, about);
  }

  effectAt(point: FaultPoint, about?: string | readonly string[]): FaultEffect | null {
    return this.#shared.around.faults.at(point, this.host, about);
  }

  async suffer(effect: FaultEffect, about = ''): Promise<Answer | null> {
    switch (effect.kind) {
      case 'refuse':
      case 'defer':
        return { code: effect.code, text: effect.text };
      case 'disk-full':
        return { code: 452, text: '4.3.1 No space left on this disk' };
      case 'delay':
        await this.channel.pause(effect.ms);
        return null;
      case 'drop':
        this.#cutAfter = effect.afterOctets;
        return null;
      case 'dead-host':
        this.#cutAfter = 0;
        return null;
      case 'bad-tls':
        this.#spoilTls = true;
        return null;
      case 'greylist':
        return this.#greylisted(about, effect.seconds);
      default:
        return null;
    }
  }

  #greylisted(recipient: string, seconds: number): Answer | null {
    const sender = this.transaction?.reversePath ?? '';
    const wait = this.#shared.greylist.wait([this.peer.address, sender, recipient], seconds);
    return wait === 0
      ? null
      : { code: 450, text: `4.7.1 Greylisted: come again in ${Math.ceil(wait / 1000)} seconds; RFC 6647` };
  }

  // ---- the conversation

  /** False: it is over already. */
  async #secureAtOnce(): Promise<boolean> {
    const effect = this.effectAt('smtp.connect');
    if (effect?.kind === 'dead-host' || effect?.kind === 'drop') {
      this.channel.cut(0);
      return false;
    }
    const refused = effect === null ? null : await this.suffer(effect);
    if (this.kind === 'submissions') {
      await this.fault('smtp.starttls');
      if (!(await this.#handshake())) return false;
    }
    if (refused !== null) this.#refuse(refused);
    return this.channel.why === null;
  }

  /** RFC 5321 §3.1. */
  async #greet(): Promise<boolean> {
    const refused = await this.fault('smtp.greeting');
    if (this.channel.why !== null) return false;
    this.reply(refused ?? { code: 220, text: `${this.host} ESMTP Tegami lab` });
    if (refused !== null && refused.code < 500) this.channel.why ??= 'refused';
    if (refused !== null) this.state = 'refused';
    return this.channel.why === null;
  }

  async #converse(): Promise<void> {
    while (this.channel.why === null) {
      const line = await this.channel.line(this.limits.authLine);
      if (line === null) return;
      this.#meet();
      const given = await this.#answer(line);
      if (given === null) return;
      const answer = this.#counted(given);
      if (answer.next === 'close' || answer.code === 421) {
        this.reply(answer);
        this.channel.why ??= answer.code === 221 ? 'quit' : 'refused';
        return;
      }
      if (answer.next === 'handshake') {
        if (!(await this.#startTls(answer))) return;
        continue;
      }
      this.reply(answer);
      if (answer.next === 'forget') this.forgetTransaction();
      // MAIL was refused: what its mail would have been called means nothing any more.
      if (this.transaction === null) delete this.peer.mail;
      if (answer.next === 'content' && !(await this.#content())) return;
    }
  }

  async #answer(line: Line): Promise<Answer | null> {
    if (line.kind === 'bare') {
      this.tell({ kind: 'command', text: '(a CR or LF that stands alone)' });
      return mistake(500, '5.5.2 Lines end with CRLF; a CR or LF alone ends nothing, RFC 5321 section 2.3.8');
    }
    const text = line.kind === 'line' ? decodeLine(line.octets) : null;
    const command = text === null ? null : readCommand(text);
    if (command?.verb === 'MAIL' && allowed[this.state].has('MAIL')) this.policy.begins?.(this.peer);
    this.tell({ kind: 'command', text: text ?? '(a line that cannot be read)' });
    if (line.kind === 'too-long') return mistake(500, '5.5.6 That line is too long');
    if (command === null) return mistake(500, '5.5.2 That is no command');
    if (line.octets.length + 2 > this.limits.commandLine && command.verb !== 'AUTH')
      return mistake(500, '5.5.6 That line is too long');
    // A web page can make a browser send such a line to a port of this machine, with commands in what it posts.
    if (httpVerbs.has(command.verb)) return { code: 421, text: '4.7.0 This is SMTP, and no place for a browser' };
    const verb = this.#shared.verbs.get(command.verb);
    if (verb === undefined) return mistake(500, `5.5.1 ${command.verb} is not known here`);
    // The octets after BDAT come whether it was the time for it or not; it looks itself.
    if (!allowed[this.state].has(verb.name) && verb.name !== 'BDAT')
      return outOfOrder(this.state, verb.name, (this.transaction?.tried ?? 0) > 0);
    try {
      return await verb.run(this, command.argument);
    } catch (thrown) {
      return failure(thrown);
    }
  }

  /** False: the connection is over. */
  async #content(): Promise<boolean> {
    const { transaction } = this;
    if (transaction === null) return false;
    let answer: Answer | null;
    try {
      answer = await this.#shared.receive(this, transaction);
    } catch (thrown) {
      // The content may not have been read to its end: nothing after it can be trusted.
      answer = { ...failure(thrown), code: 421 };
      this.channel.why ??= 'refused';
    }
    if (answer === null) return false;
    this.reply(answer);
    this.forgetTransaction();
    return answer.code !== 421;
  }

  async #startTls(answer: Answer): Promise<boolean> {
    // RFC 3207 §4, CVE-2011-0411: what was sent ahead in clear would be run as if it had come inside TLS.
    if (this.channel.unread > 0) {
      this.#refuse({ code: 554, text: '5.5.1 Nothing may follow STARTTLS before the handshake' });
      return false;
    }
    this.reply(answer);
    if (this.channel.why !== null || !(await this.#handshake())) return false;
    // RFC 3207 §4.2: as if the connection began here.
    this.#saidHello = false;
    this.peer.helo = '';
    this.peer.extended = false;
    this.peer.user = null;
    this.forgetTransaction();
    return true;
  }

  async #handshake(): Promise<boolean> {
    const secure = this.#shared.around.secure();
    if (this.#spoilTls || secure === null) {
      await this.channel.spoilHandshake();
      return false;
    }
    const version = await this.channel.secure(secure);
    if (version === null) return false;
    this.peer.tls = version;
    this.#meet();
    const { around } = this.#shared;
    const verified = around.world().hosts.find(({ name }) => name === this.host)?.tls === 'good';
    this.tell({ kind: 'tls', version, verified });
    return true;
  }

  /** Says so, and that is the end. */
  #refuse(answer: Answer): void {
    this.reply(answer);
    this.channel.why ??= 'refused';
  }

  #counted(answer: Answer): Answer {
    if (answer.mistake !== true) return answer;
    this.#mistakes += 1;
    return this.#mistakes < this.limits.mistakes
      ? answer
      : { code: 421, text: '4.7.0 Too many mistakes; this is no conversation', next: 'close' };
  }

  #lastWords(): void {
    if (this.channel.why === 'timeout') this.reply({ code: 421, text: '4.4.2 Nothing was said for too long' });
    if (this.channel.why === 'stopped') this.reply({ code: 421, text: `4.3.2 ${this.host} is closing` });
  }

  /** The caller is known now, at the latest: Places learns who calls after the connection is there. */
  #meet(): void {
    const untold = this.#untold;
    if (untold === null) return;
    this.#untold = null;
    const { address, name } = this.#who();
    this.peer.address = address;
    this.#conversation.name(name);
    const protocol = this.kind === 'mx' ? 'smtp' : 'submission';
    this.tell({ kind: 'connected', protocol, client: name, port: this.#port, tls: this.kind === 'submissions' });
    for (const report of untold) this.#shared.around.trace.tell(report);
  }
}

const httpVerbs: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'CONNECT', 'DELETE', 'PATCH']);
