/**
 * The clear-text side of a connection: a Duplex over a TCP or TLS socket that the tap listens at. It has what imapflow and
 * nodemailer use of a net.Socket, so that both run on it.
 */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { type CipherNameAndProtocol, TLSSocket } from 'node:tls';
import type { MailError } from '../base/errors.ts';
import { Quiet } from './quiet.ts';

/** What the connection wants to know of its stream. */
export interface StreamEvents {
  heard(chunk: Buffer): void;
  said(chunk: Buffer): void;
  /** Octets were moved at the socket: time to count. */
  moved(): void;
  /** The stream is finished, with or without an error. */
  gone(error: Error | null): void;
  asError(thrown: unknown): MailError;
}

/** Octets that are handed to the socket at once. */
const slice = 1 << 16;

export class WireStream extends Duplex {
  #lower: Socket | null = null;
  #handedOn = false;
  #wanted = false;
  #owed = true;
  #write: (() => void) | null = null;
  readonly #idle = new Quiet(() => this.emit('timeout'));
  readonly #silence: Quiet;
  #off: () => void = () => {};

  constructor(
    private readonly events: StreamEvents,
    private readonly silenceMs: number,
    silent: () => MailError,
  ) {
    super({ allowHalfOpen: false, readableHighWaterMark: 1 << 17, writableHighWaterMark: 1 << 17 });
    this.#silence = new Quiet(() => {
      // Silence is the peer's only while we listen and it owes us something.
      if (!this.#owed) return;
      if (this.#wanted) this.destroy(silent());
      else this.#silence.touch();
    });
    // Whoever uses the stream learns of a failure from its reads; without any listener Node would end the process.
    this.on('error', () => {});
  }

  /** Starts to carry. Before that, what is written waits. */
  attach(lower: Socket): void {
    if (this.destroyed) {
      lower.destroy();
      return;
    }
    this.#lower = lower;
    const heard = (chunk: Buffer) => {
      this.#idle.touch();
      this.#silence.touch();
      this.events.moved();
      this.events.heard(chunk);
      if (!this.push(chunk)) {
        this.#wanted = false;
        lower.pause();
      }
    };
    const failed = (thrown: unknown) => this.destroy(this.events.asError(thrown));
    let over = false;
    const ended = () => {
      if (!over) this.push(null);
      over = true;
    };
    lower.on('data', heard).once('end', ended).once('close', ended).on('error', failed);
    this.#off = () => lower.off('data', heard).off('end', ended).off('close', ended).off('error', failed);
    lower.setNoDelay(true); // commands leave in the groups in which they are written
    if (!this.#wanted) lower.pause();
    this.owe(this.#owed);
    const write = this.#write;
    this.#write = null;
    write?.();
  }

  /** Gives the socket to the next layer. This stream is an empty shell from here on. */
  handOn(): Socket | null {
    const lower = this.#lower;
    lower?.pause();
    this.#off();
    this.#lower = null;
    this.#handedOn = true;
    this.#idle.set(0);
    this.#silence.set(0);
    return lower;
  }

  /** Octets that came and were not read yet. */
  get unread(): number {
    return this.readableLength + (this.#lower?.readableLength ?? 0);
  }

  /** See Wire.owe. */
  owe(owed: boolean): void {
    this.#owed = owed;
    this.#silence.set(owed && this.#lower ? this.silenceMs : 0);
  }

  override _read(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#silence.touch();
    this.#lower?.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#send([chunk], done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#send(
      chunks.map(({ chunk }) => chunk),
      done,
    );
  }

  #send(chunks: readonly Buffer[], done: (error?: Error | null) => void): void {
    const lower = this.#lower;
    if (!lower) {
      if (this.#handedOn) done(this.events.asError(Object.assign(new Error('handed on'), { code: 'EPIPE' })));
      else this.#write = () => this.#send(chunks, done);
      return;
    }
    for (const chunk of chunks) this.events.said(chunk);
    const whole = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
    // In slices, one after the other: while a large message leaves over a slow line, each shows that the peer still takes it.
    const next = (from: number): void => {
      lower.write(whole.subarray(from, from + slice), (thrown) => {
        this.#idle.touch();
        this.#silence.touch();
        this.events.moved();
        if (thrown || from + slice >= whole.length) done(thrown ? this.events.asError(thrown) : null);
        else next(from + slice);
      });
    };
    next(0);
  }

  override _final(done: () => void): void {
    if (this.#lower) this.#lower.end(() => done());
    else done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#idle.set(0);
    this.#silence.set(0);
    this.#off();
    if (!this.#handedOn) {
      this.#lower?.on('error', () => {});
      this.#lower?.destroy();
      this.events.gone(error);
    }
    done(error);
  }

  // What imapflow and nodemailer know of a net.Socket.

  setTimeout(ms: number): this {
    this.#idle.set(ms);
    return this;
  }
  setKeepAlive(enable?: boolean, initialDelay?: number): this {
    this.#lower?.setKeepAlive(enable, initialDelay);
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  get encrypted(): boolean {
    return this.#lower instanceof TLSSocket;
  }
  /** True under TLS: a connection whose certificate was not accepted never gets here. */
  get authorized(): boolean {
    return this.encrypted;
  }
  getCipher(): CipherNameAndProtocol | null {
    return this.#lower instanceof TLSSocket ? this.#lower.getCipher() : null;
  }
  get remoteAddress(): string | undefined {
    return this.#lower?.remoteAddress;
  }
  get remotePort(): number | undefined {
    return this.#lower?.remotePort;
  }
  get localAddress(): string | undefined {
    return this.#lower?.localAddress;
  }
  get localPort(): number | undefined {
    return this.#lower?.localPort;
  }
}
