/** One connection: TCP, TLS, the counters outside of it and the tap inside. */
import { isIPv6, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { MailError } from '../base/errors.ts';
import { connectTcp, deadline } from './connect.ts';
import { asNetError, cancelledError, closedError } from './errors.ts';
import { earlyData, handshake } from './handshake.ts';
import { limits } from './limits.ts';
import { type Redactor, redactor } from './redact/index.ts';
import { WireStream } from './stream.ts';
import { Counters, type TlsFacts, type Wire, type WireOptions } from './types.ts';

/**
 * TCP, and TLS for `implicit`. Resolves before anything was read or written.
 * @throws MailError name-not-found, connection-refused, no-route, connect-timeout, tls-failed, certificate-*, cancelled
 */
export async function openWire(o: WireOptions): Promise<Wire> {
  const wire = new Connection(o);
  await wire.open();
  return wire;
}

/** The wire with its halves apart, for a library that wants its socket at once (imapflow.ts). */
export class Connection implements Wire {
  readonly peer: string;
  stream: WireStream;
  tls: TlsFacts | null = null;
  /** A name, or an address without brackets. */
  readonly #host: string;
  readonly #counters: Counters;
  readonly #redactor: Redactor;
  readonly #abort = () => this.stream.destroy(cancelledError(this.#at('read'), this.peer));
  #raw: Socket | null = null;
  #in = 0;
  #out = 0;
  #open = false;
  #inside = false;
  /** The client said something, and nothing was heard since. The greeting is owed unasked. */
  #asked = true;

  constructor(private readonly o: WireOptions) {
    this.#host = bare(o.host);
    this.peer = written(this.#host, o.port);
    this.#counters = o.counters ?? new Counters();
    this.#redactor = redactor(o.protocol, {
      line: o.record,
      command: () => this.#counters.commands++,
    });
    this.stream = this.#layer();
  }

  async open(): Promise<void> {
    let step = 'net.connect';
    const limit = deadline(this.o.connectMs ?? limits.connectMs, () => step, this.peer, this.o.signal);
    try {
      const { route } = this.o;
      const server = { host: this.#host, port: this.o.port };
      const way = route ? await Promise.race([route(server), limit.over]) : server;
      const raw = await connectTcp(bare(way.host), way.port, this.peer, limit);
      this.#raw = raw;
      this.#counters.connections++;
      this.#counters.roundTrips++;
      this.#open = true;
      const by = route ? `by way of ${written(bare(way.host), way.port)}` : `(${raw.remoteAddress})`;
      this.#note(`connected to ${this.peer} ${by}`);
      raw.once('close', () => this.#closed());
      if (this.o.security === 'implicit') {
        step = 'tls.handshake';
        const secured = await this.#secure(raw, false, limit);
        this.#asked = this.tls?.version === 'TLSv1.3';
        this.stream.attach(secured);
      } else this.stream.attach(raw);
      if (this.o.signal?.aborted) throw cancelledError(step, this.peer);
      this.o.signal?.addEventListener('abort', this.#abort, { once: true });
    } catch (thrown) {
      throw this.#failed(asNetError(thrown, step, this.peer), this.stream);
    } finally {
      limit.done();
    }
  }

  async startTls(): Promise<void> {
    const { next, secured } = this.beginTls();
    await secured;
    this.stream = next;
  }

  /** The stream of the next layer at once; it carries when `secured` resolves. */
  beginTls(): { next: WireStream; secured: Promise<void> } {
    const old = this.stream;
    const early = old.unread > 0;
    const raw = old.handOn();
    const next = this.#layer();
    this.stream = next;
    this.#asked = false; // nobody greets again
    const secured = this.#upgrade(next, raw, early);
    secured.catch(() => {});
    return { next, secured };
  }

  async #upgrade(next: WireStream, raw: Socket | null, early: boolean): Promise<void> {
    const limit = deadline(this.o.connectMs ?? limits.connectMs, () => 'tls.handshake', this.peer, this.o.signal);
    try {
      if (!raw || raw.destroyed) throw closedError('tls.handshake', this.peer);
      if (early) throw earlyData(this.peer);
      if (this.tls)
        throw new MailError({ kind: 'bad-input', at: 'tls.handshake', reason: 'unexpected', advice: 'report' });
      next.attach(await this.#secure(raw, true, limit));
    } catch (thrown) {
      throw this.#failed(asNetError(thrown, 'tls.handshake', this.peer), next);
    } finally {
      limit.done();
    }
  }

  owe(owed: boolean): void {
    this.stream.owe(owed);
  }

  tapInside(): Redactor {
    this.#inside = true;
    this.#redactor.restart();
    return this.#redactor;
  }

  close(): void {
    this.stream.destroy();
  }

  async #secure(raw: Socket, upgraded: boolean, limit: ReturnType<typeof deadline>): Promise<TLSSocket> {
    const { trust } = this.o;
    const { socket, facts } = await handshake(raw, { host: this.#host, trust, peer: this.peer, upgraded, limit });
    this.tls = facts;
    this.#counters.roundTrips += facts.version === 'TLSv1.3' ? 1 : 2;
    this.#redactor.restart();
    this.#note(`${facts.version} ${facts.cipher}, certificate sha256/${facts.sha256}`);
    return socket;
  }

  #layer(): WireStream {
    return new WireStream(
      {
        heard: (chunk) => {
          if (this.#asked) this.#counters.roundTrips++;
          this.#asked = false;
          if (!this.#inside) this.#redactor.server(chunk);
        },
        said: (chunk) => {
          this.#asked = true;
          if (!this.#inside) this.#redactor.client(chunk);
        },
        moved: () => this.#count(),
        gone: (error) => this.#gone(error),
        asError: (thrown) => asNetError(thrown, this.#at('read'), this.peer),
      },
      this.o.silenceMs ?? limits.silenceMs,
      () =>
        new MailError({
          kind: 'unreachable',
          at: this.#at('read'),
          reason: 'silent',
          advice: 'retry-later',
          peer: this.peer,
        }),
    );
  }

  /** What went over the TCP socket since the last time. */
  #count(): void {
    const raw = this.#raw;
    if (!raw) return;
    this.#counters.bytesIn += raw.bytesRead - this.#in;
    this.#counters.bytesOut += raw.bytesWritten - this.#out;
    this.#in = raw.bytesRead;
    this.#out = raw.bytesWritten;
  }

  #gone(error: Error | null): void {
    this.o.signal?.removeEventListener('abort', this.#abort);
    if (this.#open && error instanceof MailError) this.#note(`failed: ${error.reason}`);
  }

  /** The connection could not be made, or not be secured. */
  #failed(error: MailError, stream: WireStream): MailError {
    this.#raw?.destroy();
    if (!this.#open) this.#note(`failed: ${error.reason}`);
    stream.destroy(error);
    return error;
  }

  #closed(): void {
    this.#count();
    this.#redactor.end();
    if (this.#open) this.#note(`closed, ${this.#in} octets in, ${this.#out} out`);
    this.#open = false;
  }

  #at(verb: string): string {
    return `${this.o.protocol}.${verb}`;
  }

  #note(text: string): void {
    this.o.record?.({ who: '*', text });
  }
}

/** Without the brackets of an address. */
function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

function written(host: string, port: number): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}
