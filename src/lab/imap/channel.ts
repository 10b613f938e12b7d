/** The octets of one connection: TLS and DEFLATE below, whole lines and gathered responses above. What is said is recorded as it is spoken inside of both. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import { constants, createDeflateRaw, createInflateRaw, type DeflateRaw } from 'node:zlib';
import type { Conversation } from '../trace/conversations.ts';
import { Input } from './input.ts';
import { OUTPUT_CHUNK } from './limits.ts';

export class Channel {
  readonly input = new Input();
  #socket: Socket;
  #deflate: DeflateRaw | null = null;
  readonly #conversation: Conversation;
  /** Gathered and not written: text (Latin-1) after whole buffers. */
  #gathered: Uint8Array[] = [];
  #text = '';
  #size = 0;
  #blocked = false;
  /** Octets after which the line is cut: a fault. */
  #budget: number | null = null;
  #closed = false;
  octetsIn = 0;
  octetsOut = 0;

  constructor(socket: Socket, conversation: Conversation) {
    this.#socket = socket;
    this.#conversation = conversation;
    socket.setNoDelay(true);
    this.#listen(socket);
  }

  get isOpen(): boolean {
    return !this.#closed;
  }

  get isSecure(): boolean {
    return this.#socket instanceof TLSSocket;
  }

  get isCompressed(): boolean {
    return this.#deflate !== null;
  }

  /** TLS version as Node names it, with its cipher. */
  get tlsVersion(): string {
    return this.#socket instanceof TLSSocket ? (this.#socket.getProtocol() ?? '') : '';
  }

  /** Closes when nothing comes for so long. The callback says goodbye first. */
  quietAfter(ms: number, then: () => void): void {
    this.#socket.removeAllListeners('timeout');
    this.#socket.setTimeout(ms, then);
  }

  /** A string is Latin-1: each character an octet. */
  write(piece: string | Uint8Array): void {
    if (typeof piece === 'string') this.#text += piece;
    else {
      this.#settleText();
      this.#gathered.push(piece);
    }
    this.#size += piece.length;
    if (this.#size >= OUTPUT_CHUNK) this.flush();
  }

  /** Into the transcript only. */
  note(text: string): void {
    this.#conversation.note(text);
  }

  /** Sends what was gathered. */
  flush(): void {
    this.#settleText();
    if (this.#size === 0) return;
    let octets = this.#gathered.length === 1 ? this.#gathered[0] : Buffer.concat(this.#gathered);
    this.#gathered = [];
    this.#size = 0;
    if (this.#closed || octets === undefined) return;
    const cut = this.#budget !== null && octets.length >= this.#budget;
    if (this.#budget !== null) {
      octets = octets.subarray(0, this.#budget);
      this.#budget -= octets.length;
    }
    this.octetsOut += octets.length;
    this.#conversation.said('S', octets);
    const target = this.#deflate ?? this.#socket;
    if (!target.write(octets)) this.#blocked = true;
    this.#deflate?.flush(constants.Z_SYNC_FLUSH);
    if (cut) {
      this.#conversation.note('cut by a fault');
      this.cut();
    }
  }

  /** Resolves when the other side takes more: nothing piles up before a slow reader. What is gathered is sent, or with `false` kept until it is a chunk. */
  async ready(sends = true): Promise<void> {
    if (sends) this.flush();
    while (this.#blocked && !this.#closed) {
      const target = this.#deflate ?? this.#socket;
      const stop = new AbortController();
      const drained = once(target, 'drain', { signal: stop.signal }).then(() => {
        this.#blocked = false;
      });
      const closed = new Promise<void>((done) => this.#socket.once('close', () => done()));
      await Promise.race([drained.catch(() => {}), closed]);
      stop.abort();
    }
  }

  /** The connection breaks after so many more octets of ours. */
  cutAfter(octets: number): void {
    this.flush();
    if (octets === 0) this.cut();
    else this.#budget = octets;
  }

  /** Without a word, as a broken line. */
  cut(): void {
    this.#shut();
    this.#socket.destroy();
  }

  /** Ends after what was said has gone out. */
  close(): void {
    this.flush();
    if (this.#closed) return;
    const socket = this.#socket;
    if (this.#deflate !== null) this.#deflate.end();
    else socket.end();
    this.#shut();
    // A peer that never reads must not keep us.
    const patience = setTimeout(() => socket.destroy(), 2000);
    socket.once('close', () => clearTimeout(patience));
    socket.resume();
  }

  /** From here on in TLS. What came before the handshake must have been read: else it could be taken for something said inside. @throws whatever the handshake throws */
  async secure(context: SecureContext): Promise<void> {
    this.flush();
    const plain = this.#socket;
    plain.removeAllListeners('data');
    plain.removeAllListeners('end');
    plain.removeAllListeners('timeout');
    plain.pause();
    const secured = new TLSSocket(plain, { isServer: true, secureContext: context });
    // Before 'secure', so that an error has someone who hears it.
    secured.on('error', () => this.#lost());
    await new Promise<void>((done, fail) => {
      secured.once('secure', () => done());
      secured.once('error', fail);
      secured.once('close', () => fail(new Error('closed in the handshake')));
    });
    this.#socket = secured;
    this.#conversation.note(`TLS: ${secured.getProtocol() ?? ''} ${secured.getCipher().name}`);
    this.#listen(secured);
  }

  /** From here on both ways are compressed. RFC 4978. */
  compress(): void {
    this.flush();
    const socket = this.#socket;
    socket.removeAllListeners('data');
    const deflate = createDeflateRaw();
    const inflate = createInflateRaw();
    deflate.on('error', () => this.#lost());
    inflate.on('error', () => {
      this.#lost();
      socket.destroy();
    });
    deflate.pipe(socket);
    socket.pipe(inflate);
    inflate.on('data', (chunk: Buffer) => this.#came(chunk));
    inflate.on('end', () => this.input.end());
    this.input.from(inflate);
    this.#deflate = deflate;
    this.#blocked = false;
    this.#conversation.note('DEFLATE: shown as it is before compression');
  }

  #listen(socket: Socket): void {
    this.input.from(socket);
    socket.on('data', (chunk: Buffer) => this.#came(chunk));
    socket.on('end', () => this.input.end());
    socket.on('close', () => this.#lost());
    socket.on('error', () => this.#lost());
  }

  #came(chunk: Buffer): void {
    if (this.#closed) return;
    this.octetsIn += chunk.length;
    this.#conversation.said('C', chunk);
    this.input.push(chunk);
  }

  #settleText(): void {
    if (this.#text === '') return;
    this.#gathered.push(Buffer.from(this.#text, 'latin1'));
    this.#text = '';
  }

  #lost(): void {
    this.#shut();
  }

  #shut(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#gathered = [];
    this.#text = '';
    this.#size = 0;
    this.input.end();
  }
}
