/** What the server says, pulled: chunks wait here until someone asks, and the socket waits when too many do. */
import { MailError } from '../base/errors.ts';
import { closedError, type Wire, type WireStream } from '../net/index.ts';
import { limits } from './limits.ts';

const LF = 10;
const CR = 13;

export class Incoming {
  /** The verb under way, for errors. */
  at = 'pop3.greeting';
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #over: MailError | null = null;
  #wake: (() => void) | null = null;
  #stream: WireStream | null = null;

  constructor(private readonly wire: Wire) {
    this.#listen();
  }

  /** The next octets, as they came. @throws MailError closed, silent, reset, … when the connection is over */
  async chunk(): Promise<Buffer> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk) {
        this.#size -= chunk.length;
        if (this.#size < limits.ahead) this.#stream?.resume();
        return chunk;
      }
      if (this.#over) throw this.#named(this.#over);
      this.wire.owe(true);
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
      this.wire.owe(false);
    }
  }

  /** Puts back what was not used. */
  unread(rest: Buffer): void {
    if (rest.length === 0) return;
    this.#chunks.unshift(rest);
    this.#size += rest.length;
  }

  /** One line without its end. @throws MailError too-long */
  async line(): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let size = 0;
    for (;;) {
      let chunk: Buffer;
      try {
        chunk = await this.chunk();
      } catch (thrown) {
        this.unread(Buffer.concat(pieces)); // the greeting's reader wants to see it
        throw thrown;
      }
      const end = chunk.indexOf(LF);
      const piece = end < 0 ? chunk : chunk.subarray(0, end);
      size += piece.length;
      pieces.push(piece);
      if (size > limits.line) {
        this.unread(Buffer.concat(pieces));
        throw new MailError({
          kind: 'broken-grammar',
          at: this.at,
          reason: 'too-long',
          advice: 'report',
          peer: this.wire.peer,
        });
      }
      if (end < 0) continue;
      this.unread(chunk.subarray(end + 1));
      const line = pieces.length === 1 ? piece : Buffer.concat(pieces);
      return line.at(-1) === CR ? line.subarray(0, -1) : line;
    }
  }

  /** Ends the connection; what came already is not read any more. */
  end(why?: MailError): void {
    this.#over ??= why ?? closedError(this.at, this.wire.peer);
    this.#chunks.length = 0;
    this.#size = 0;
    this.wire.close();
    this.#wake?.();
  }

  /** What came and was not asked for. */
  get waiting(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  /** After the server agreed to TLS: what it said beyond that stays below, where startTls() finds and refuses it. */
  async startTls(): Promise<void> {
    const old = this.#stream as WireStream;
    old.pause();
    old.off('data', this.#heard);
    if (this.#size > 0) old.unshift(this.waiting);
    this.#chunks.length = 0;
    this.#size = 0;
    this.#stream = null;
    await this.wire.startTls();
    this.#listen();
  }

  #listen(): void {
    const stream = this.wire.stream;
    this.#stream = stream;
    stream.on('data', this.#heard);
    const over = () => {
      if (this.#stream !== stream) return;
      this.#over ??= stream.errored instanceof MailError ? stream.errored : closedError('pop3.read', this.wire.peer);
      this.#wake?.();
    };
    stream.once('error', over).once('end', over).once('close', over);
    if (stream.destroyed) over();
  }

  readonly #heard = (chunk: Buffer) => {
    if (this.#over) return;
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size >= limits.ahead) this.#stream?.pause();
    this.#wake?.();
  };

  /** The connection knows that it broke, the conversation knows during what. */
  #named(error: MailError): MailError {
    return error.at === 'pop3.read' ? new MailError({ ...error.toValue(), at: this.at }, error) : error;
  }
}
