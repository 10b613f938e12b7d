/** One connection to another host: commands out, whole replies in, each within its time. */
import type { Socket } from 'node:net';
import * as tls from 'node:tls';
import { asMailError, MailError, type Reason } from '../../../base/errors.ts';
import { continues, type Reply, readReply } from '../../../smtp/reply.ts';
import type { Conversation } from '../../trace/conversations.ts';
import type { RelayLimits } from './limits.ts';

export class Line {
  readonly raw: Socket;
  readonly #limits: RelayLimits;
  /** Null where the other end is of the lab, and records it. */
  readonly #conversation: Conversation | null;
  #socket: Socket;
  #buffer = '';
  #ended: MailError | null = null;
  #wake: () => void = () => {};

  constructor(raw: Socket, limits: RelayLimits, conversation: Conversation | null) {
    this.raw = raw;
    this.#socket = raw;
    this.#limits = limits;
    this.#conversation = conversation;
    this.#listen(raw);
    raw.once('close', () => conversation?.end());
  }

  /**
   * A command, or a group of them, or the mail. @throws MailError broken-reply where an answer is there already: it cannot be one to this, and a 250 that was
   * said ahead would be taken for the promise to keep the mail.
   */
  send(octets: string | Buffer): void {
    if (this.#buffer !== '') {
      const ahead = this.#buffer.slice(0, 200).trim();
      this.destroy();
      throw lost('broken-reply', `not asked for yet, and said: ${ahead}`);
    }
    this.#write(octets);
  }

  #write(octets: string | Buffer): void {
    const bytes = typeof octets === 'string' ? Buffer.from(octets) : octets;
    if (this.#ended !== null) return;
    this.#conversation?.said('C', bytes);
    this.#socket.write(bytes);
  }

  /** The next whole reply. @throws MailError closed, silent, broken-reply */
  async reply(ms: number): Promise<Reply> {
    let expire = (): void => {};
    const timer = setTimeout(() => expire(), ms);
    try {
      for (;;) {
        const found = this.#takeReply();
        if (found !== null) return found;
        if (this.#ended !== null) throw this.#ended;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
          expire = () => {
            this.#end(lost('silent'));
            resolve();
          };
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** TLS from here on; whoever it is, because nobody can be asked at this point (RFC 7435). @throws MailError tls-failed */
  async secure(name: string): Promise<void> {
    this.raw.removeAllListeners('data');
    // What came in clear before the handshake must not be believed after it: RFC 3207 §5.
    if (this.#buffer !== '') {
      this.destroy();
      throw tlsFailed('words came in clear where the handshake should begin');
    }
    const socket = tls.connect({ socket: this.raw, servername: name, rejectUnauthorized: false });
    try {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('the handshake takes too long')), this.#limits.handshakeMs);
        const fail = (error: Error): void => {
          clearTimeout(timer);
          reject(error);
        };
        socket.once('secureConnect', () => {
          clearTimeout(timer);
          resolve();
        });
        socket.once('error', fail);
        socket.once('close', () => fail(new Error('the connection was cut in the handshake')));
      });
    } catch (thrown) {
      const said = thrown instanceof Error ? thrown.message : String(thrown);
      socket.on('error', () => {});
      this.destroy();
      throw tlsFailed(said);
    }
    this.#conversation?.note(`TLS: ${socket.getProtocol() ?? ''}`);
    this.#socket = socket;
    this.#listen(socket);
  }

  /** Politely where that is possible. */
  async quit(): Promise<void> {
    if (this.#ended === null) {
      this.#write('QUIT\r\n');
      await this.reply(this.#limits.quitMs).catch(() => {});
      this.#socket.end();
    }
    this.destroy();
  }

  destroy(): void {
    this.#end(lost('closed'));
    this.#socket.destroy();
    this.raw.destroy();
  }

  get open(): boolean {
    return this.#ended === null;
  }

  #listen(socket: Socket): void {
    socket.on('data', (chunk: Buffer) => {
      this.#conversation?.said('S', chunk);
      if (this.#buffer.length < this.#limits.replyOctets * 2) this.#buffer += chunk.toString('utf8');
      this.#wake();
    });
    socket.on('error', (error) => this.#end(lost('reset', error.message)));
    socket.on('end', () => this.#end(lost('closed')));
    socket.on('close', () => this.#end(lost('closed')));
  }

  #end(error: MailError): void {
    this.#ended ??= error;
    this.#wake();
  }

  #takeReply(): Reply | null {
    for (let from = 0; ; ) {
      const end = this.#buffer.indexOf('\n', from);
      if (end < 0) break;
      const line = this.#buffer.slice(from, end).replace(/\r$/, '');
      from = end + 1;
      if (continues(line)) continue;
      const text = this.#buffer.slice(0, from);
      this.#buffer = this.#buffer.slice(from);
      const reply = readReply(text.replace(/\r?\n$/, ''));
      if (reply === null) throw lost('broken-reply', text.slice(0, 200).trim());
      return reply;
    }
    if (this.#buffer.length > this.#limits.replyOctets) throw lost('broken-reply', 'a reply without an end');
    return null;
  }
}

function lost(reason: Reason, said?: string): MailError {
  return new MailError({ kind: 'unreachable', at: 'mta.relay', reason, advice: 'retry-later', said });
}

const tlsFailed = (said: string): MailError =>
  new MailError({ kind: 'untrusted', at: 'mta.relay', reason: 'tls-failed', advice: 'check-certificate', said });

/** In words, for a report. */
export function lostWords(thrown: unknown): string {
  const { reason, said } = asMailError(thrown, 'mta.relay');
  const words: Partial<Record<Reason, string>> = {
    closed: 'the connection was cut',
    reset: 'the connection was cut',
    silent: 'no answer came in time',
    'broken-reply': `the answer is no SMTP: ${said ?? ''}`,
    'tls-failed': `TLS failed: ${said ?? ''}`,
  };
  return words[reason] ?? said ?? reason;
}
