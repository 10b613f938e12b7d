/** One connection as a conversation needs it: lines and pieces in, answers out in as few writes as possible, silence noticed, TLS or DEFLATE put over it. */
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { type SecureContext, TLSSocket } from 'node:tls';
import { constants, type DeflateRaw } from 'node:zlib';
import type { TraceEvent } from '../../contract/lab/trace.ts';
import type { Conversation } from '../trace/conversations.ts';
import { deflated } from './deflate.ts';
import { handshake } from './handshake.ts';
import { Input } from './input.ts';
import type { LineLimits } from './limits.ts';
import { type Encoding, Output } from './output.ts';
import { Waits } from './waits.ts';

export type ClosedWhy = Extract<TraceEvent, { kind: 'closed' }>['why'];

/** A line beyond all measure; its end has not come, and may never. */
export class TooLong extends Error {}

export interface ChannelOptions {
  readonly limits: LineLimits;
  /** What octets a string is. */
  readonly encoding: Encoding;
  /** Something of the client was understood as a line or a piece. */
  readonly onHeard: () => void;
}

export class Channel {
  readonly #raw: Socket;
  readonly #conversation: Conversation;
  readonly #o: ChannelOptions;
  readonly #input = new Input();
  readonly #output: Output;
  /** Raw, or the TLS over it. */
  #socket: Socket;
  /** What octets come out of and go into: the socket, or the DEFLATE over it. */
  #source: Readable;
  #sink: Writable;
  #deflate: DeflateRaw | null = null;
  /** Somebody reads: not before a handshake that comes first. */
  #reads = false;
  #paused = false;
  #shakesHands = false;
  /** What is to be said goes out at the end of this turn, at the latest. */
  #soon = false;
  /** Octets of ours until the line breaks: a fault. */
  #budget: number | null = null;
  #isCut = false;
  #silenceMs: number;
  readonly #waits = new Waits();
  /** Why it ends; null while it goes on. */
  why: ClosedWhy | null = null;
  /** The socket is gone. */
  readonly closed: Promise<void>;
  #gone = false;

  constructor(socket: Socket, conversation: Conversation, o: ChannelOptions) {
    this.#raw = socket;
    this.#socket = socket;
    this.#source = socket;
    this.#sink = socket;
    this.#conversation = conversation;
    this.#o = o;
    this.#output = new Output(o.encoding);
    this.#silenceMs = o.limits.silenceMs;
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#gone = true;
        this.why ??= 'dropped';
        this.#input.drop();
        this.#waits.over();
        resolve();
      });
    });
    socket.on('error', () => {});
    this.#watchSilence(socket);
  }

  /** It goes on. */
  get isOpen(): boolean {
    return this.why === null && !this.#gone;
  }

  get isSecure(): boolean {
    return this.#socket instanceof TLSSocket;
  }

  get isCompressed(): boolean {
    return this.#deflate !== null;
  }

  /** Octets on the wire so far, TLS included. */
  get octets(): { octetsIn: number; octetsOut: number } {
    return { octetsIn: this.#raw.bytesRead, octetsOut: this.#raw.bytesWritten };
  }

  /** Something was sent ahead of an answer: before a handshake, what nobody knows who said. */
  get isAhead(): boolean {
    return this.#input.length > 0 || this.#socket.readableLength > 0;
  }

  // ---- in

  /** What `take` finds in what came, as soon as it finds something; null: it will not. */
  async next<T>(take: (input: Input) => T | null): Promise<T | null> {
    for (;;) {
      const found = take(this.#input);
      if (found !== null) {
        this.#o.onHeard();
        return found;
      }
      if (!(await this.#more())) return null;
    }
  }

  /** The next line without its CRLF, or LF, as people type it; null: none will come. @throws TooLong */
  line(longest: number): Promise<Buffer | null> {
    return this.next((input) => {
      const length = input.lineLength();
      if ((length < 0 ? input.length : length - 1) > longest) throw new TooLong();
      if (length < 0) return null;
      const line = input.take(length);
      return line.subarray(0, line.at(-2) === 13 ? -2 : -1);
    });
  }

  /** The next octets as they came, at most so many; null: none will come. */
  piece(most?: number): Promise<Buffer | null> {
    return this.next((input) => input.takePiece(most));
  }

  /** Exactly so many; null: they will not come. */
  async octetsOf(count: number): Promise<Buffer | null> {
    const parts: Buffer[] = [];
    const whole = await this.pieces(count, (piece) => parts.push(piece) > 0);
    return whole ? (parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)) : null;
  }

  /** Exactly so many, one piece after the other. False: they will not come, or `use` wants no more. */
  async pieces(count: number, use: (piece: Buffer) => boolean): Promise<boolean> {
    let missing = count;
    while (missing > 0) {
      const piece = await this.piece(missing);
      if (piece === null) return false;
      missing -= piece.length;
      if (!use(piece)) return false;
    }
    return true;
  }

  putBack(rest: Buffer): void {
    this.#input.putBack(rest);
  }

  // ---- out

  /** Gathered until it is a chunk, or somebody flushes, or the client must speak. */
  write(piece: string | Uint8Array): void {
    this.#output.add(piece);
    if (this.#output.size >= this.#o.limits.chunk) this.flush();
  }

  /**
   * Goes out with what else there is to say before the client must speak: a group of commands is answered in one segment. But where an answer takes its
   * time (a disk, a policy), those before it do not wait for it.
   */
  say(piece: string | Uint8Array): void {
    this.write(piece);
    if (this.#soon) return;
    this.#soon = true;
    setImmediate(() => {
      this.#soon = false;
      this.flush();
    });
  }

  flush(): void {
    const said = this.#output.take();
    if (said === null || this.#gone || this.#isCut) return;
    const octets = this.#budget === null ? said : said.subarray(0, this.#budget);
    this.#conversation.said('S', octets);
    this.#sink.write(octets);
    this.#deflate?.flush(constants.Z_SYNC_FLUSH);
    if (this.#budget === null) return;
    this.#budget -= octets.length;
    if (this.#budget === 0) this.cut();
  }

  /** Resolves when the other side takes more: nothing piles up before a slow reader. */
  async ready(): Promise<void> {
    if (this.isOpen && this.#sink.writableNeedDrain) await this.#waits.forDrain(this.#sink);
  }

  /** Into the transcript only. */
  note(text: string): void {
    this.#conversation.note(text);
  }

  // ---- the end

  /** The line breaks after so many more octets of ours. */
  cutAfter(octets: number): void {
    this.flush();
    if (octets === 0) this.cut();
    else this.#budget = octets;
  }

  /** The line breaks here, without a word; what was said still goes out. */
  cut(why = 'the connection is cut'): void {
    this.flush();
    if (this.#isCut || this.#gone) return;
    this.#isCut = true;
    this.#conversation.note(why);
    this.stop('dropped');
    if (this.#deflate === null && this.#socket.writableLength === 0) this.destroy();
    else {
      this.#socket.once('finish', () => this.destroy());
      this.#sink.end();
    }
  }

  /** Whoever waits for the client is told that nothing comes any more. Last words can still be said. */
  stop(why: ClosedWhy): void {
    this.why ??= why;
    this.#input.drop();
    this.#waits.over();
    if (this.#shakesHands) this.destroy();
  }

  /** Real time passes, but not longer than the conversation lasts. */
  async pause(ms: number): Promise<void> {
    this.flush();
    if (this.isOpen) await this.#waits.forTime(ms);
  }

  /** Resolves when the other side has heard all, or does not want to. */
  async end(): Promise<void> {
    if (this.#gone) return;
    this.flush();
    this.#input.drop();
    // Reading goes on: octets that nobody takes would make the system reset the connection, and our last words be lost.
    this.#read();
    this.#source.resume();
    if (!this.#isCut) this.#sink.end();
    const { lingerMs, stopLingerMs } = this.#o.limits;
    const late = setTimeout(() => this.destroy(), this.why === 'stopped' ? stopLingerMs : lingerMs);
    await this.closed;
    clearTimeout(late);
  }

  destroy(): void {
    this.#socket.destroy();
    this.#raw.destroy();
  }

  /** After so many ms of silence in place of those before. */
  listenFor(ms: number): void {
    if (ms === this.#silenceMs) return;
    this.#silenceMs = ms;
    this.#socket.setTimeout(ms);
  }

  // ---- what lies over the wire

  /** From here on in TLS. Nothing may have come that was not read. Gives the TLS version; null: it failed, and the connection is over. */
  async secure(secureContext: SecureContext): Promise<string | null> {
    const raw = this.#raw;
    this.flush();
    raw.removeAllListeners('data').removeAllListeners('end').removeAllListeners('timeout').pause();
    this.#shakesHands = true;
    const secured = this.isOpen ? await handshake(raw, secureContext, this.#o.limits.handshakeMs) : 'closed';
    this.#shakesHands = false;
    if (typeof secured === 'string') {
      this.#conversation.note(`TLS: the handshake failed: ${secured}`);
      this.why ??= 'dropped';
      this.destroy();
      return null;
    }
    const version = secured.getProtocol() ?? 'TLS';
    this.#conversation.note(`${version} ${secured.getCipher()?.name ?? ''}`.trim());
    secured.once('close', () => raw.destroy());
    this.#socket = secured;
    this.#source = secured;
    this.#sink = secured;
    this.#reads = false;
    this.#watchSilence(secured);
    this.#read();
    return version;
  }

  /** What no client takes for a handshake: a fault. */
  spoilHandshake(): void {
    this.flush();
    this.#conversation.note('a broken handshake');
    this.why ??= 'dropped';
    this.#sink.write('This is no TLS.\r\n');
  }

  /** From here on both ways are compressed. The answer to it must have been said. */
  compress(): void {
    this.flush();
    this.#socket.removeAllListeners('data').removeAllListeners('end');
    const { source, sink } = deflated(this.#socket, () => this.destroy());
    this.#source = source;
    this.#sink = sink;
    this.#deflate = sink;
    this.#reads = false;
    this.#paused = false;
    this.#conversation.note('DEFLATE: shown as it is before compression');
    this.#read();
  }

  #read(): void {
    if (this.#reads) return;
    this.#reads = true;
    const source = this.#source;
    source.on('data', (chunk: Buffer) => {
      if (this.why !== null) return;
      this.#conversation.said('C', chunk);
      this.#input.push(chunk);
      if (this.#input.length > this.#o.limits.ahead) {
        this.#paused = true;
        source.pause();
      }
    });
    source.on('end', () => this.#input.end());
    // A listener alone does not wake what was paused.
    source.resume();
  }

  #watchSilence(socket: Socket): void {
    socket.setTimeout(this.#silenceMs);
    // While we work, silence is ours.
    socket.on('timeout', () => {
      if (this.#waits.forClient) this.stop('timeout');
      else socket.setTimeout(this.#silenceMs);
    });
  }

  /** False: nothing more comes. */
  async #more(): Promise<boolean> {
    this.flush();
    // Who does not read our answers is not asked for more.
    if (this.#sink.writableNeedDrain) await this.ready();
    if (this.#input.ended) return false;
    this.#read();
    if (this.#paused) {
      this.#paused = false;
      this.#source.resume();
    }
    await this.#waits.forOctets(this.#input);
    return true;
  }
}
