/** Small TCP and TLS servers that do one wrong thing, or speak a script. */
import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { authority, type Certificate, type CertificateKind } from '../servers/ca.ts';

export interface Hostile {
  readonly host: 'localhost';
  readonly port: number;
  /** How many connections came. */
  readonly connections: number;
  /** Everything that clients said, connection after connection, in clear. */
  heard(): string;
  /** Resolves when the clients' words match. */
  untilHeard(pattern: RegExp): Promise<void>;
  close(): Promise<void>;
}

/** One connection, as the behaviour sees it. */
export interface Talk {
  readonly socket: Socket;
  say(bytes: string | Uint8Array): void;
  /** The next line, CRLF removed; null when the client is gone. */
  line(): Promise<string | null>;
  /** Lines up to a dot alone, as after DATA: dot-stuffing not removed. */
  data(): Promise<string>;
  /** Goes over to TLS, after the 220 or OK was said. Lines come from inside from then on. */
  startTls(kind?: CertificateKind): Promise<void>;
  end(): void;
  destroy(): void;
}

export interface HostileOptions {
  /** TLS from the first byte, with this certificate. */
  tls?: CertificateKind;
}

/** A server whose every connection runs `talk`. */
export async function startHostile(
  talk: (t: Talk) => Promise<void> | void,
  options: HostileOptions = {},
): Promise<Hostile> {
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  let connections = 0;
  let heard = '';
  const server: Server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    const conversation = new Conversation(socket, (text) => {
      heard += text;
      for (const look of waiting) look();
    });
    void (async () => {
      try {
        if (options.tls) await conversation.startTls(options.tls);
        else conversation.listen(socket);
        await talk(conversation);
      } catch {
        socket.destroy();
      }
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    host: 'localhost',
    port: address.port,
    get connections() {
      return connections;
    },
    heard: () => heard,
    untilHeard(pattern) {
      return new Promise((resolve) => {
        const look = (): void => {
          if (!pattern.test(heard)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      });
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Accepts, then says nothing. */
export const silent = (options?: HostileOptions): Promise<Hostile> => startHostile(() => {}, options);

/** Greets with these bytes, then waits. */
export const greeting = (bytes: string | Uint8Array, options?: HostileOptions): Promise<Hostile> =>
  startHostile((t) => t.say(bytes), options);

/** Greets with what no mail server says. */
export const garbage = (options?: HostileOptions): Promise<Hostile> =>
  greeting(
    Uint8Array.from({ length: 600 }, (_, i) => (i * 151 + 37) % 256),
    options,
  );

/** Says `bytes` up to the k-th, then closes. */
export const closesAfter = (bytes: string, k: number, options?: HostileOptions): Promise<Hostile> =>
  startHostile((t) => {
    t.say(Buffer.from(bytes).subarray(0, k));
    t.end();
  }, options);

/** Closes at once, without a word. */
export const closes = (): Promise<Hostile> => startHostile((t) => t.end());

/**
 * Speaks a transcript of lines with `S: ` (said) and `C: ` (awaited; `*` matches anything, a line must match from the start), then waits.
 * `C: <data>` reads a message up to its dot; `S: <tls>` goes over to TLS; `S: <close>` closes; `S: <reset>` breaks off.
 */
export function speaks(transcript: string, options?: HostileOptions): Promise<Hostile> {
  const steps = transcript
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return startHostile(async (t) => {
    for (const step of steps) {
      const text = step.slice(3);
      if (step === 'S: <tls>') await t.startTls();
      else if (step === 'S: <close>') return t.end();
      else if (step === 'S: <reset>') {
        t.socket.resetAndDestroy();
        return;
      } else if (/^S:( |$)/.test(step)) t.say(`${text}\r\n`);
      else if (step === 'C: <data>') await t.data();
      else if (/^C:( |$)/.test(step)) {
        const line = await t.line();
        if (line === null) return;
        const wanted = new RegExp(`^${text.split('*').map(literally).join('.*')}`, 'i');
        if (!wanted.test(line)) {
          t.say(`500 * BAD -ERR the script awaited "${text}" and heard "${line}"\r\n`);
          return t.end();
        }
      } else throw new Error(`a transcript line begins with S: or C:, not ${step}`);
    }
  }, options);
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

class Conversation implements Talk {
  socket: Socket;
  #buffered = '';
  #ended = false;
  #wake: (() => void) | null = null;
  readonly #note: (text: string) => void;

  constructor(socket: Socket, note: (text: string) => void) {
    this.socket = socket;
    this.#note = note;
  }

  listen(socket: Socket): void {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      const text = chunk.toString('latin1');
      this.#note(text);
      this.#buffered += text;
      this.#wake?.();
    });
    const end = (): void => {
      this.#ended = true;
      this.#wake?.();
    };
    socket.once('end', end);
    socket.once('close', end);
  }

  say(bytes: string | Uint8Array): void {
    if (!this.socket.destroyed) this.socket.write(bytes);
  }

  async line(): Promise<string | null> {
    return this.#take(/^([^\n]*?)\r?\n/);
  }

  async data(): Promise<string> {
    return (await this.#take(/^((?:[^]*?\r\n)?)\.\r\n/)) ?? '';
  }

  async startTls(kind: CertificateKind = 'good'): Promise<void> {
    const plain = this.socket;
    plain.removeAllListeners('data');
    const certificate: Certificate = authority().certificate(kind);
    const secure = new TLSSocket(plain, {
      isServer: true,
      secureContext: createSecureContext({ cert: certificate.cert, key: certificate.key }),
    });
    secure.on('error', () => plain.destroy());
    this.listen(secure);
    await new Promise<void>((resolve, reject) => {
      secure.once('secure', resolve);
      plain.once('close', () => reject(new Error('closed in the handshake')));
    });
  }

  end(): void {
    this.socket.end();
  }

  destroy(): void {
    this.socket.destroy();
  }

  async #take(pattern: RegExp): Promise<string | null> {
    for (;;) {
      const found = pattern.exec(this.#buffered);
      if (found) {
        this.#buffered = this.#buffered.slice(found[0].length);
        return found[1] ?? '';
      }
      if (this.#ended) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
