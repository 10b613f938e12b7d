/** A conversation as text: `C:` lines are said, `S:` lines must be heard. */
import { connect, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { expect } from 'vitest';
import { authority } from '../../../servers/ca.ts';

export class Caller {
  #socket: Socket;
  #heard = '';
  closed = false;
  #wake: (() => void)[] = [];

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#listen(socket);
  }

  static async to(port: number): Promise<Caller> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    const caller = new Caller(socket);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return caller;
  }

  static async toTls(port: number): Promise<Caller> {
    const socket = connectTls({ port, ...trusting });
    const caller = new Caller(socket);
    await new Promise<void>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
    return caller;
  }

  #listen(socket: Socket): void {
    socket.on('data', (chunk: Buffer) => {
      this.#heard += chunk.toString('latin1');
      this.#awake();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.closed = true;
      this.#awake();
    });
  }

  #awake(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }

  say(text: string | Buffer): this {
    this.#socket.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text);
    return this;
  }

  /** Each piece in a segment of its own. */
  async sayInPieces(pieces: readonly Buffer[]): Promise<void> {
    for (const piece of pieces) {
      this.#socket.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** The next whole reply, its lines joined by \n; '' when the connection is closed. */
  async reply(): Promise<string> {
    for (;;) {
      const found = /^(?:\d{3}-[^\r\n]*\r\n)*\d{3}(?: [^\r\n]*)?\r\n/.exec(this.#heard);
      if (found !== null) {
        this.#heard = this.#heard.slice(found[0].length);
        return found[0].replaceAll('\r\n', '\n').trimEnd();
      }
      if (this.closed) return '';
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  async ask(line: string | Buffer): Promise<string> {
    this.say(typeof line === 'string' ? `${line}\r\n` : line);
    return this.reply();
  }

  /** All that is said until the connection is closed. */
  async rest(): Promise<string> {
    while (!this.closed) await new Promise<void>((resolve) => this.#wake.push(resolve));
    const heard = this.#heard;
    this.#heard = '';
    return heard;
  }

  /** STARTTLS was answered with 220. */
  async secure(): Promise<this> {
    const raw = this.#socket;
    raw.removeAllListeners('data');
    const socket: TLSSocket = connectTls({ socket: raw, ...trusting });
    this.#socket = socket;
    this.#listen(socket);
    await new Promise<void>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
    return this;
  }

  /** Each segment as it comes. */
  hear(listener: (text: string) => void): void {
    this.#socket.on('data', (chunk: Buffer) => listener(chunk.toString('latin1')));
  }

  /** Reads nothing any more. */
  deaf(): void {
    this.#socket.removeAllListeners('data').pause();
  }

  /** So many pieces, each when the one before has gone; or until none goes any more. */
  async pour(first: string, piece: Buffer, count: number): Promise<void> {
    this.#socket.write(first);
    for (let n = 0; n < count && !this.closed; n++) {
      const gone = new Promise<'gone'>((resolve) => this.#socket.write(piece, () => resolve('gone')));
      const stuck = new Promise<'stuck'>((resolve) => setTimeout(() => resolve('stuck'), 500).unref());
      if ((await Promise.race([gone, stuck])) === 'stuck') return;
    }
  }

  finish(): this {
    this.#socket.end();
    return this;
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

const trusting: ConnectionOptions = { host: '127.0.0.1', servername: 'localhost', ca: authority().caPem };

/**
 * Plays a script. `C:` says a line; `S:` hears a reply, which must begin so (`...` stands for whatever follows); `*: TLS` does the handshake; `*: closed` waits
 * for the end.
 */
export async function play(port: number, script: string, o: { tls?: boolean } = {}): Promise<void> {
  const caller = o.tls === true ? await Caller.toTls(port) : await Caller.to(port);
  try {
    for (const line of script.split('\n').map((one) => one.trim())) {
      if (line === '') continue;
      const [who, words] = [line.slice(0, 2), line.slice(2).replace(/^ /, '')];
      if (who === 'C:') caller.say(`${Buffer.from(words, 'utf8').toString('latin1')}\r\n`);
      else if (who === 'S:') {
        const heard = await caller.reply();
        if (words.endsWith('...')) expect(heard.startsWith(words.slice(0, -3)), `${heard} is not ${words}`).toBe(true);
        else expect(heard).toBe(words.replaceAll('\\n', '\n'));
      } else if (words === 'TLS') await caller.secure();
      else if (words === 'closed') expect(await caller.rest()).toBe('');
      else throw new Error(`a script has no line ${line}`);
    }
  } finally {
    caller.destroy();
  }
}
