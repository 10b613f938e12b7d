/** A client that sends exactly what it is told to, and gives back exactly what was said: Latin-1, a character an octet. */
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { Listening } from '../../../../src/lab/around.ts';
import { aiko } from './server.ts';

export class RawClient {
  #socket: Socket;
  #text = '';
  #ended = false;
  #wake: (() => void) | null = null;
  #tags = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#listen(socket);
  }

  static async open(server: Pick<Listening, 'address' | 'port'>): Promise<RawClient> {
    const client = new RawClient(connect(server.port, server.address));
    onTestFinished(() => client.cut());
    await client.line();
    return client;
  }

  /** Signed in, and with a mailbox selected where one is named. */
  static async in(server: Pick<Listening, 'address' | 'port'>, mailbox?: string, user = aiko): Promise<RawClient> {
    const client = await RawClient.open(server);
    await client.ok(`LOGIN ${user} tegami`);
    if (mailbox !== undefined) await client.ok(`SELECT ${mailbox}`);
    return client;
  }

  get ended(): boolean {
    return this.#ended;
  }

  send(octets: string | Buffer): void {
    this.#socket.write(typeof octets === 'string' ? Buffer.from(octets, 'latin1') : octets);
  }

  /** One response, its literals included, without the last CRLF. */
  async line(): Promise<string> {
    for (let from = 0; ; ) {
      const end = this.#text.indexOf('\r\n', from);
      if (end < 0) {
        if (this.#ended) throw new Error(`the connection ended: ${JSON.stringify(this.#text)}`);
        await this.#more();
        continue;
      }
      const literal = /\{(\d+)\}$/.exec(this.#text.slice(from, end));
      if (literal !== null) {
        const next = end + 2 + Number(literal[1]);
        while (this.#text.length < next && !this.#ended) await this.#more();
        if (this.#text.length < next) throw new Error('the connection ended in a literal');
        from = next;
        continue;
      }
      const line = this.#text.slice(0, end);
      this.#text = this.#text.slice(end + 2);
      return line;
    }
  }

  /** Responses up to the tagged one, which is the last, its tag replaced by `=`. */
  async command(text: string): Promise<string[]> {
    const tag = this.tag();
    this.send(`${tag} ${text}\r\n`);
    return this.until(tag);
  }

  tag(): string {
    this.#tags += 1;
    return `t${this.#tags}`;
  }

  async until(tag: string): Promise<string[]> {
    const lines: string[] = [];
    for (;;) {
      const line = await this.line();
      if (line.startsWith(`${tag} `)) return [...lines, `= ${line.slice(tag.length + 1)}`];
      lines.push(line);
    }
  }

  /** As `command`; without the tagged line, which must be OK. */
  async ok(text: string): Promise<string[]> {
    const lines = await this.command(text);
    if (!lines.at(-1)?.startsWith('= OK')) throw new Error(`${text}: ${lines.at(-1)}`);
    return lines.slice(0, -1);
  }

  /** All that is said until the connection ends. */
  async rest(): Promise<string> {
    while (!this.#ended) await this.#more();
    return this.#text;
  }

  async startTls(): Promise<void> {
    const plain = this.#socket;
    plain.removeAllListeners('data');
    const secured = connectTls({ socket: plain, rejectUnauthorized: false });
    await new Promise<void>((done, fail) => {
      secured.once('secureConnect', () => done());
      secured.once('error', fail);
    });
    this.#socket = secured;
    this.#listen(secured);
  }

  cut(): void {
    this.#socket.destroy();
  }

  #listen(socket: Socket): void {
    socket.on('data', (chunk: Buffer) => {
      this.#text += chunk.toString('latin1');
      this.#wake?.();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#ended = true;
      this.#wake?.();
    });
  }

  #more(): Promise<void> {
    return new Promise((done) => {
      this.#wake = () => {
        this.#wake = null;
        done();
      };
    });
  }
}
