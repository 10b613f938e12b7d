/** The octets of one connection, in clear or in TLS. What is said is recorded as it is spoken. */
import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { Conversation } from '../trace/conversations.ts';
import { Input } from './input.ts';
import { HANDSHAKE_MS } from './limits.ts';

export class Channel {
  readonly input: Input;
  readonly #raw: Socket;
  #socket: Socket;
  readonly #conversation: Conversation;
  /** Octets until the line is cut: a fault. */
  #budget: number | null = null;
  #closed = false;
  readonly whenClosed: Promise<void>;

  constructor(socket: Socket, conversation: Conversation) {
    this.#raw = socket;
    this.#socket = socket;
    this.#conversation = conversation;
    this.input = new Input((on) => {
      if (this.#closed) return;
      if (on) this.#socket.resume();
      else this.#socket.pause();
    });
    this.whenClosed = new Promise((done) => {
      socket.once('close', () => {
        this.#closed = true;
        this.input.end();
        done();
      });
    });
    socket.setNoDelay(true);
    socket.on('error', () => {});
    this.#listen(socket);
  }

  get isOpen(): boolean {
    return !this.#closed;
  }

  get isSecure(): boolean {
    return this.#socket instanceof TLSSocket;
  }

  /** Octets on the wire, TLS included. */
  get octets(): { octetsIn: number; octetsOut: number } {
    return { octetsIn: this.#raw.bytesRead, octetsOut: this.#raw.bytesWritten };
  }

  /** Resolves when more can be taken, so that nothing piles up before a slow reader. A string is UTF-8. */
  async write(piece: string | Buffer): Promise<void> {
    if (this.#closed) return;
    let octets = typeof piece === 'string' ? Buffer.from(piece) : piece;
    const cut = this.#budget !== null && octets.length >= this.#budget;
    if (this.#budget !== null) {
      octets = octets.subarray(0, this.#budget);
      this.#budget -= octets.length;
    }
    this.#conversation.said('S', octets);
    const socket = this.#socket;
    const taken = socket.write(octets);
    if (cut) {
      await new Promise<void>((done) => socket.end(done).once('close', () => done()));
      this.cut('cut by a fault');
    } else if (!taken) {
      await Promise.race([new Promise<void>((done) => socket.once('drain', () => done())), this.whenClosed]);
      socket.removeAllListeners('drain');
    }
  }

  /** The line breaks after so many more octets of ours. */
  cutAfter(octets: number): void {
    if (octets === 0) this.cut('cut by a fault');
    else this.#budget = octets;
  }

  /** Without a word, as a broken line. */
  cut(why?: string): void {
    if (why !== undefined && !this.#closed) this.#conversation.note(why);
    this.#closed = true;
    this.input.end();
    this.#raw.destroy();
  }

  /** Ends after what was said has gone out. */
  async close(): Promise<void> {
    if (this.#closed) return;
    const socket = this.#socket;
    socket.end();
    socket.resume();
    const patience = setTimeout(() => this.#raw.destroy(), 2000);
    await this.whenClosed;
    clearTimeout(patience);
  }

  /** Calls back when nothing came for so long. */
  quietAfter(ms: number, then: () => void): void {
    this.#raw.setTimeout(ms, then);
  }

  /**
   * From here on in TLS. Nothing may wait unread: it was said in clear, and must not be taken for something said inside.
   * @throws whatever the handshake throws
   */
  async secure(context: SecureContext): Promise<string> {
    this.#raw.removeAllListeners('data');
    this.#raw.removeAllListeners('end');
    this.#raw.pause();
    const secured = new TLSSocket(this.#raw, { isServer: true, secureContext: context });
    secured.on('error', () => this.#raw.destroy());
    // What is said inside is heard from its first octet; an end before that is the end of the handshake too.
    this.#socket = secured;
    this.#listen(secured);
    const gaveUp = (): void => void this.#raw.destroy();
    secured.once('end', gaveUp);
    const patience = setTimeout(gaveUp, HANDSHAKE_MS);
    try {
      await Promise.race([
        new Promise<void>((done) => secured.once('secure', () => done())),
        this.whenClosed.then(() => Promise.reject(new Error('the handshake failed'))),
      ]);
    } finally {
      clearTimeout(patience);
      secured.removeListener('end', gaveUp);
    }
    return secured.getProtocol() ?? 'TLS';
  }

  /** What bad TLS looks like: an answer that is none. */
  garble(): void {
    this.#raw.write('This is no TLS.\r\n');
    this.cut('bad TLS: a fault');
  }

  /** Whether a command came together with what was read last. */
  get isAhead(): boolean {
    return !this.input.isEmpty || this.#socket.readableLength > 0;
  }

  #listen(socket: Socket): void {
    socket.on('data', (octets: Buffer) => {
      this.#conversation.said('C', octets);
      this.input.push(octets);
    });
    socket.on('end', () => this.input.end());
  }
}
