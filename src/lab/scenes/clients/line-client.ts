/** Lines over a real socket, with or without TLS, every octet counted: what a mail program is below its verbs. */
import { once } from 'node:events';
import { MailError } from '../../../base/errors.ts';
import { openWire, type Protocol, type Wire } from '../../../net/index.ts';

export interface Door {
  readonly host: string;
  readonly port: number;
  readonly security: 'implicit' | 'none';
  /** PEM of the authority that the server's certificate must come from. */
  readonly ca: string;
}

/** As long as a scene waits for a server; it is on the same machine. */
const SILENCE_MS = 20_000;
/** Longest line of a reply: a whole envelope may stand in one. */
const LINE = 1 << 20;

export class LineClient {
  /** As spoken, inside TLS. */
  octetsIn = 0;
  octetsOut = 0;
  #unread: Buffer = Buffer.alloc(0);

  private constructor(
    private readonly wire: Wire,
    private readonly at: string,
  ) {}

  /** @throws MailError as openWire */
  static async open(door: Door, protocol: Protocol): Promise<LineClient> {
    const { host, port, security, ca } = door;
    const wire = await openWire({
      ...{ host, port, security, protocol },
      trust: { ca, pins: [] },
      silenceMs: SILENCE_MS,
    });
    return new LineClient(wire, `scene.${protocol}`);
  }

  /** One line without its CRLF; each character is an octet. */
  async line(): Promise<string> {
    for (let from = 0; ; ) {
      const end = this.#unread.indexOf('\r\n', from);
      if (end >= 0) return this.#cut(end + 2).slice(0, -2);
      if (this.#unread.length > LINE) throw broken(this.at, 'too-long');
      from = Math.max(0, this.#unread.length - 1);
      await this.#more();
    }
  }

  /** Exactly so many octets. */
  async take(octets: number): Promise<string> {
    while (this.#unread.length < octets) await this.#more();
    return this.#cut(octets);
  }

  say(line: string): void {
    this.write(`${line}\r\n`);
  }

  write(octets: string): void {
    this.octetsOut += octets.length;
    this.wire.stream.write(Buffer.from(octets, 'latin1'));
  }

  /** After the server agreed to it. */
  startTls(): Promise<void> {
    return this.wire.startTls();
  }

  get tls(): string | null {
    return this.wire.tls?.version ?? null;
  }

  /** Hangs up, whatever was being said. */
  async close(): Promise<void> {
    const { stream } = this.wire;
    const closed = stream.closed ? null : once(stream, 'close');
    this.wire.close();
    await closed;
  }

  #cut(octets: number): string {
    const head = this.#unread.toString('latin1', 0, octets);
    this.#unread = this.#unread.subarray(octets);
    return head;
  }

  async #more(): Promise<void> {
    const { stream } = this.wire;
    const chunk = (await readable(stream, this.at)) as Buffer;
    this.octetsIn += chunk.length;
    this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk]);
  }
}

/** What is there; else waits for it. Nothing is read ahead, so that TLS can begin between two lines. */
function readable(stream: Wire['stream'], at: string): Promise<unknown> {
  const chunk: unknown = stream.read();
  if (chunk !== null) return Promise.resolve(chunk);
  return new Promise((resolve, reject) => {
    const off = (): void => {
      stream.off('readable', ready).off('error', failed).off('end', ended).off('close', ended);
    };
    const ready = (): void => {
      const next: unknown = stream.read();
      if (next === null) return;
      off();
      resolve(next);
    };
    const failed = (error: Error): void => {
      off();
      reject(error);
    };
    const ended = (): void => failed(stream.errored ?? broken(at, 'closed'));
    if (stream.destroyed || stream.readableEnded) return ended();
    stream.on('readable', ready).on('error', failed).on('end', ended).on('close', ended);
  });
}

function broken(at: string, reason: 'closed' | 'too-long' | 'broken-reply', said?: string): MailError {
  const kind = reason === 'closed' ? 'unreachable' : 'broken-grammar';
  return new MailError({ kind, at, reason, advice: 'report', ...(said === undefined ? {} : { said }) });
}

/** The server said no, and the scene had not asked for that. */
export function refused(at: string, said: string): MailError {
  return new MailError({ kind: 'refused', at, reason: 'server-refused', advice: 'report', said });
}
