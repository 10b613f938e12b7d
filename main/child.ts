/**
 * A process of our own beside the shell (the engine, the lab): started, started again when it crashed, reached by ports, ended cleanly.
 * Each port goes there with one message; the first one is private to the shell, the later ones lead to a window's page.
 */
import path from 'node:path';
import {
  app,
  type BrowserWindow,
  MessageChannelMain,
  type MessagePortMain,
  type UtilityProcess,
  utilityProcess,
} from 'electron';
import { MailError } from '../src/base/errors.ts';
import { type Connection, connect } from '../src/contract/connect.ts';
import type { CallTable, Gives, Takes } from '../src/contract/table.ts';
import type { Transport } from '../src/contract/transport.ts';
import { log } from './log.ts';
import { portTransport } from './port.ts';

/** After a crash: at once, then slower, so that a process that cannot start does not burn the machine. */
const BACKOFF_MS = [0, 500, 2_000, 5_000, 15_000, 60_000];
/** A process that has run so long is well: the next crash starts from the beginning of the list. */
const WELL_AFTER_MS = 60_000;
/** How long it may take to close what it holds before it is ended. */
const CLOSE_MS = 5_000;

export interface ChildPlan<P extends CallTable> {
  /** As the system's list of processes and our log name it. */
  readonly name: string;
  /** The file under dist/ that it runs. */
  readonly entry: string;
  /** Where a call that nobody can answer happened. */
  readonly at: string;
  /** Channels by which a page gets its port, and hears that the process ended. */
  readonly channels: { readonly port: string; readonly gone: string };
  /** The first message; see start.ts. */
  readonly first: () => object;
  /** What the shell answers on the private port. The returned function stops it. */
  readonly serve?: (transport: Transport) => () => void;
  /** Asks it to close what it holds; when this resolves, the process may be ended. */
  readonly close: (connection: Connection<P, Record<never, never>>) => Promise<unknown>;
}

export class Child<P extends CallTable> {
  readonly #plan: ChildPlan<P>;
  #process: UtilityProcess | null = null;
  #private: { connection: Connection<P, Record<never, never>>; stop: () => void } | null = null;
  #window: BrowserWindow | null = null;
  #crashes = 0;
  #closing: Promise<void> | null = null;
  #state: 'open' | 'closing' | 'closed' = 'open';

  constructor(plan: ChildPlan<P>) {
    this.#plan = plan;
  }

  get closed(): boolean {
    return this.#state === 'closed';
  }

  start(): void {
    if (this.#process !== null || this.#state !== 'open') return;
    const { name, entry, first, serve } = this.#plan;
    const began = Date.now();
    const child = utilityProcess.fork(path.join(app.getAppPath(), 'dist', entry), [], {
      serviceName: name,
      stdio: 'inherit',
    });
    this.#process = child;
    const { port1, port2 } = new MessageChannelMain();
    const transport = portTransport(port2);
    const stop = serve?.(transport) ?? (() => {});
    this.#private = { connection: connect(transport), stop };
    this.#post(first(), port1);
    child.once('exit', (code) => this.#ended(code, Date.now() - began));
    if (this.#window !== null) this.attach(this.#window);
  }

  /** Gives a window's page a port of its own, straight to the process. Once a page has asked, it gets another after a restart. */
  attach(window: BrowserWindow): void {
    this.#window = window;
    if (this.#process === null || window.isDestroyed()) return;
    const { port1, port2 } = new MessageChannelMain();
    this.#post({ type: 'window' }, port1);
    window.webContents.postMessage(this.#plan.channels.port, null, [port2]);
  }

  /** What only the shell may ask. @throws MailError */
  call<N extends keyof P & string>(name: N, takes: Takes<P, N>): Promise<Gives<P, N>> {
    if (this.#private === null)
      return Promise.reject(
        new MailError({ kind: 'unreachable', at: this.#plan.at, reason: 'closed', advice: 'retry-later' }),
      );
    return this.#private.connection.call(name, takes);
  }

  /** Lets it close what it holds and ends the process; ends it by force when that takes too long. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#state = 'closing';
    const child = this.#process;
    if (child !== null && this.#private !== null) {
      const patience = new Promise<void>((done) => setTimeout(done, CLOSE_MS));
      const asked = this.#plan.close(this.#private.connection).then(
        () => {},
        () => {},
      );
      await Promise.race([asked, patience]);
      child.kill();
    }
    this.#state = 'closed';
  }

  #post(message: object, port: MessagePortMain): void {
    this.#process?.postMessage(message, [port]);
  }

  #ended(code: number, ranMs: number): void {
    this.#process = null;
    this.#private?.stop();
    this.#private?.connection.close();
    this.#private = null;
    if (this.#state !== 'open') return;
    if (this.#window !== null && !this.#window.isDestroyed()) this.#window.webContents.send(this.#plan.channels.gone);
    this.#crashes = ranMs > WELL_AFTER_MS ? 0 : this.#crashes;
    const wait = BACKOFF_MS[Math.min(this.#crashes, BACKOFF_MS.length - 1)] ?? 0;
    this.#crashes += 1;
    log('error', `${this.#plan.name}: the process ended (${code}); starting it again in ${wait} ms`);
    setTimeout(() => this.start(), wait);
  }
}
