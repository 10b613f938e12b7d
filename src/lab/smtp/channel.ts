/** One connection as a conversation needs it: lines and pieces in, replies out in as few writes as possible, silence noticed, TLS put over it. */
import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { TraceEvent } from '../../contract/lab/trace.ts';
import type { Conversation } from '../trace/conversations.ts';
import { Input, type Line } from './input.ts';
import type { SmtpServerLimits } from './limits.ts';

export type ClosedWhy = Extract<TraceEvent, { kind: 'closed' }>['why'];

export class Channel {
  readonly #raw: Socket;
  #socket: Socket;
  readonly #limits: SmtpServerLimits;
  readonly #conversation: Conversation;
  readonly #input = new Input();
  #out = '';
  /** What is to be said goes out at the end of this turn, at the latest. */
  #soon = false;
  /** Nobody works: the client must speak. */
  #waiting = false;
  #paused = false;
  #silenceMs: number;
  /** Why it ends; null while it goes on. */
  why: ClosedWhy | null = null;
  /** The socket is gone. */
  readonly closed: Promise<void>;
  #gone = false;
  readonly #onGone = new Set<() => void>();

  constructor(socket: Socket, conversation: Conversation, limits: SmtpServerLimits) {
    this.#raw = socket;
    this.#socket = socket;
    this.#conversation = conversation;
    this.#limits = limits;
    this.#silenceMs = limits.silenceMs;
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#gone = true;
        this.why ??= 'dropped';
        this.#input.drop();
        this.#leave();
        resolve();
      });
    });
    socket.on('error', () => {});
    this.#attach(socket);
  }

  get gone(): boolean {
    return this.#gone;
  }

  /** Octets on the wire, so far. */
  get octets(): { in: number; out: number } {
    return { in: this.#raw.bytesRead, out: this.#raw.bytesWritten };
  }

  /** Octets that came and were not read. */
  get unread(): number {
    return this.#input.length;
  }

  /** The next line; null: there is none, and none will come. */
  async line(limit: number): Promise<Line | null> {
    for (;;) {
      const line = this.#input.takeLine(limit);
      if (line !== null) return line;
      if (!(await this.#more())) return null;
    }
  }

  /** The next octets, as they came; null: none will come. */
  async piece(): Promise<Buffer | null> {
    for (;;) {
      const piece = this.#input.takePiece();
      if (piece !== null) return piece;
      if (!(await this.#more())) return null;
    }
  }

  putBack(rest: Buffer): void {
    this.#input.putBack(rest);
  }

  /**
   * Goes out with what else there is to say before the client must speak: RFC 2920 §3.2, a group is answered in one segment. But where an answer takes
   * its time (a disk, a policy), those before it do not wait for it.
   */
  say(lines: readonly string[]): void {
    for (const line of lines) this.#out += `${line}\r\n`;
    if (this.#soon) return;
    this.#soon = true;
    setImmediate(() => {
      this.#soon = false;
      this.flush();
    });
  }

  flush(): void {
    if (this.#out === '' || this.#gone) return;
    const octets = Buffer.from(this.#out, 'utf8');
    this.#out = '';
    this.#conversation.said('S', octets);
    this.#socket.write(octets);
  }

  /** Says only the beginning of what there is to say, and cuts the connection. */
  cut(afterOctets: number): void {
    this.#out = Buffer.from(this.#out).subarray(0, afterOctets).toString();
    this.flush();
    this.#conversation.note('the connection is cut');
    this.why ??= 'dropped';
    this.#input.drop();
    // What was said still goes out.
    this.#socket.end(() => this.destroy());
    if (this.#socket.writableLength === 0) this.destroy();
  }

  /** Whoever waits for the client is told that nothing comes any more. */
  stop(why: ClosedWhy): void {
    this.why ??= why;
    this.#input.drop();
    this.#leave();
  }

  /** After so many ms of silence in place of the usual. */
  listenFor(ms: number): void {
    if (ms === this.#silenceMs) return;
    this.#silenceMs = ms;
    this.#socket.setTimeout(ms);
  }

  /** Real time passes, but not longer than the connection lasts. */
  pause(ms: number): Promise<void> {
    this.flush();
    if (this.#gone || this.why !== null) return Promise.resolve();
    return new Promise((resolve) => {
      const over = (): void => {
        clearTimeout(timer);
        this.#onGone.delete(over);
        resolve();
      };
      const timer = setTimeout(over, ms);
      this.#onGone.add(over);
    });
  }

  /** Resolves when the other side has heard all, or does not want to. */
  async end(): Promise<void> {
    if (!this.#gone) {
      this.flush();
      this.#input.drop();
      // Reading goes on: octets that nobody takes would make the system reset the connection, and our last words be lost.
      this.#socket.resume();
      this.#socket.end();
      const late = setTimeout(() => this.destroy(), this.#limits.lingerMs);
      await this.closed;
      clearTimeout(late);
    }
  }

  destroy(): void {
    this.#socket.destroy();
    this.#raw.destroy();
  }

  /** What no client takes for a handshake. */
  async spoilHandshake(): Promise<void> {
    this.flush();
    this.#conversation.note('a broken handshake');
    this.why ??= 'dropped';
    this.#raw.end('This is no TLS.\r\n');
    await this.end();
  }

  /**
   * The server's side of a handshake. Nothing may have come that was not read. Gives the TLS version; null: it failed, and the connection is over.
   */
  async secure(secureContext: SecureContext): Promise<string | null> {
    const raw = this.#raw;
    this.flush();
    raw.removeAllListeners('data').removeAllListeners('end').removeAllListeners('timeout').pause();
    const socket = new TLSSocket(raw, { isServer: true, secureContext });
    socket.on('error', () => {});
    const late = setTimeout(() => this.destroy(), this.#limits.handshakeMs);
    const failed = await new Promise<string | null>((resolve) => {
      socket.once('secure', () => resolve(null));
      socket.once('error', (thrown) => resolve(thrown.message));
      socket.once('_tlsError', (thrown: Error) => resolve(thrown.message));
      // Half-open is allowed, so that a client's leave in the middle of a handshake ends nothing by itself.
      socket.once('end', () => resolve('the client closed'));
      void this.closed.then(() => resolve('closed'));
    });
    clearTimeout(late);
    if (failed !== null) {
      this.#conversation.note(`TLS: the handshake failed: ${failed}`);
      this.why ??= 'dropped';
      this.destroy();
      return null;
    }
    const version = socket.getProtocol() ?? 'TLS';
    this.#conversation.note(`${version} ${socket.getCipher()?.name ?? ''}`.trim());
    this.#socket = socket;
    this.#attach(socket);
    return version;
  }

  #attach(socket: Socket): void {
    socket.setTimeout(this.#silenceMs);
    socket.on('data', (chunk: Buffer) => {
      if (this.why !== null) return;
      this.#conversation.said('C', chunk);
      this.#input.push(chunk);
      if (this.#input.length > this.#limits.ahead) {
        this.#paused = true;
        socket.pause();
      }
    });
    socket.on('end', () => this.#input.end());
    socket.on('timeout', () => {
      if (this.#waiting) this.stop('timeout');
      else socket.setTimeout(this.#silenceMs);
    });
    if (socket !== this.#raw) socket.once('close', () => this.#raw.destroy());
  }

  /** False: nothing more comes. */
  async #more(): Promise<boolean> {
    this.flush();
    if (this.#input.ended) return false;
    this.#waiting = true;
    // Who does not read our answers is not asked for more.
    if (this.#socket.writableNeedDrain) await this.#drained();
    if (this.#paused) {
      this.#paused = false;
      this.#socket.resume();
    }
    await this.#input.more();
    this.#waiting = false;
    return true;
  }

  #drained(): Promise<void> {
    const socket = this.#socket;
    return new Promise((resolve) => {
      const over = (): void => {
        socket.off('drain', over);
        this.#onGone.delete(over);
        resolve();
      };
      socket.on('drain', over);
      this.#onGone.add(over);
    });
  }

  /** Whoever waits for something else than octets goes on. */
  #leave(): void {
    for (const over of this.#onGone) over();
  }
}
