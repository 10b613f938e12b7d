/** Command and answer. Everything that breaks the protocol ends the connection, because nobody knows what comes next. */
import { MailError } from '../base/errors.ts';
import { oneLine, type Wire } from '../net/index.ts';
import { Dots } from './dots.ts';
import { Incoming } from './incoming.ts';
import { limits } from './limits.ts';
import { parseReply, type Reply, refusal } from './reply.ts';

export class Conversation {
  readonly incoming: Incoming;
  /** Never shown in an error, whoever repeats them. */
  secrets: readonly string[] = [];
  /** RFC 3206 §4 */
  marksPasswords = false;

  constructor(readonly wire: Wire) {
    this.incoming = new Incoming(wire);
  }

  /** Says which verb is under way, for errors. */
  begin(at: string): void {
    this.incoming.at = at;
  }

  send(line: string): void {
    this.wire.stream.write(`${line}\r\n`);
  }

  /** @throws MailError broken-reply, too-long, closed, silent, … */
  async reply(): Promise<Reply> {
    const line = await this.guard(this.incoming.line());
    return parseReply(line) ?? this.broken(line);
  }

  /** Sends, and takes a positive answer. @throws MailError the refusal */
  async ask(at: string, line: string, signIn = false): Promise<Reply> {
    this.begin(at);
    this.send(line);
    const reply = await this.reply();
    if (reply.status === 'err') throw this.refused(reply, signIn);
    return reply;
  }

  refused(reply: Reply, signIn = false, facts?: Readonly<Record<string, string | number>>): MailError {
    const { incoming, secrets, marksPasswords, wire } = this;
    return refusal(reply, { at: incoming.at, peer: wire.peer, signIn, marksPasswords, secrets, facts });
  }

  /** The lines of a multi-line answer, dot-unstuffed, as they came. */
  async *content(limit: number = limits.message): AsyncGenerator<Buffer, void, void> {
    const dots = new Dots();
    let size = 0;
    for (let end = -1; end < 0; ) {
      const chunk = await this.guard(this.incoming.chunk());
      const out: Buffer[] = [];
      end = dots.feed(chunk, out);
      if (end >= 0) this.incoming.unread(chunk.subarray(end));
      for (const piece of out) {
        size += piece.length;
        if (size > limit) this.tooLong();
        yield piece;
      }
    }
  }

  /** A whole multi-line answer in memory. */
  async whole(limit: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of this.content(limit)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  /** Ends the connection when what is awaited breaks it. */
  async guard<T>(step: Promise<T>): Promise<T> {
    try {
      return await step;
    } catch (thrown) {
      this.incoming.end();
      throw thrown;
    }
  }

  broken(line: Uint8Array): never {
    this.incoming.end();
    throw new MailError({
      kind: 'broken-grammar',
      at: this.incoming.at,
      reason: 'broken-reply',
      advice: 'report',
      said: oneLine(line),
      peer: this.wire.peer,
    });
  }

  tooLong(): never {
    this.incoming.end();
    const { at } = this.incoming;
    throw new MailError({ kind: 'broken-grammar', at, reason: 'too-long', advice: 'report', peer: this.wire.peer });
  }
}
