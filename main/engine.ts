/** The engine's process as the shell sees it: started, kept alive, reached by ports, ended cleanly. */
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
import { hostCalls, type PrivateCalls } from '../src/contract/host.ts';
import { serve } from '../src/contract/serve.ts';
import { channel } from './channels.ts';
import type { Keychain } from './keychain.ts';
import { log } from './log.ts';
import type { PartName } from './part-name.ts';
import { portTransport } from './port.ts';
import type { HostMessage } from './start.ts';

/** After a crash: at once, then slower, so that an engine that cannot start does not burn the machine. */
const BACKOFF_MS = [0, 500, 2_000, 5_000, 15_000, 60_000];
/** An engine that has run so long is well: the next crash starts from the beginning of the list. */
const WELL_AFTER_MS = 60_000;
/** How long the vault may take to close before the process is ended. */
const CLOSE_MS = 5_000;

export class Engine {
  readonly #profile: string;
  readonly #keychain: Keychain;
  #child: UtilityProcess | null = null;
  #private: { connection: Connection<PrivateCalls, Record<never, never>>; stop: () => void } | null = null;
  #window: BrowserWindow | null = null;
  #crashes = 0;
  #closing: Promise<void> | null = null;
  #state: 'open' | 'closing' | 'closed' = 'open';

  constructor(profile: string, keychain: Keychain) {
    this.#profile = profile;
    this.#keychain = keychain;
  }

  get closed(): boolean {
    return this.#state === 'closed';
  }

  start(): void {
    const began = Date.now();
    const child = utilityProcess.fork(path.join(app.getAppPath(), 'dist', 'engine', 'engine-host.cjs'), [], {
      serviceName: 'Tegami engine',
      stdio: 'inherit',
    });
    this.#child = child;
    const { port1, port2 } = new MessageChannelMain();
    this.#servePrivately(port2);
    this.#post(
      { type: 'start', profile: this.#profile, secrets: this.#keychain.store, version: app.getVersion() },
      port1,
    );
    child.once('exit', (code) => this.#ended(code, Date.now() - began));
    if (this.#window !== null) this.attach(this.#window);
  }

  /** Gives a window's page a port of its own, straight to the engine. Once a page has asked, it gets another after a restart. */
  attach(window: BrowserWindow): void {
    this.#window = window;
    if (this.#child === null || window.isDestroyed()) return;
    const { port1, port2 } = new MessageChannelMain();
    this.#post({ type: 'window' }, port1);
    window.webContents.postMessage(channel.port, null, [port2]);
  }

  /** Where the decoded bytes of a part lie; fetched first where only the server has them. @throws MailError */
  locate(part: PartName): Promise<{ file: string; size: number; type: string; name: string }> {
    if (this.#private === null) return Promise.reject(goneError());
    return this.#private.connection.call('part.locate', part);
  }

  /** Closes the vault and ends the process; ends it by force when that takes too long. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#state = 'closing';
    const child = this.#child;
    if (child !== null && this.#private !== null) {
      const patience = new Promise<void>((done) => setTimeout(done, CLOSE_MS));
      const asked = this.#private.connection.call('engine.close', {}).then(
        () => {},
        () => {},
      );
      await Promise.race([asked, patience]);
      child.kill();
    }
    this.#state = 'closed';
  }

  #post(message: HostMessage, port: MessagePortMain): void {
    this.#child?.postMessage(message, [port]);
  }

  #servePrivately(port: MessagePortMain): void {
    const transport = portTransport(port);
    const keychain = this.#keychain;
    const stop = serve(
      hostCalls,
      {
        'secrets.store': () => keychain.store,
        'secrets.get': ({ account }) => keychain.get(account),
        'secrets.put': ({ account, password }) => {
          keychain.put(account, password);
          return {};
        },
        'secrets.remove': ({ account }) => {
          keychain.remove(account);
          return {};
        },
      },
      transport,
    );
    this.#private = { connection: connect(transport), stop };
  }

  #ended(code: number, ranMs: number): void {
    this.#child = null;
    this.#private?.stop();
    this.#private?.connection.close();
    this.#private = null;
    if (this.#state !== 'open') return;
    if (this.#window !== null && !this.#window.isDestroyed()) this.#window.webContents.send(channel.engineGone);
    this.#crashes = ranMs > WELL_AFTER_MS ? 0 : this.#crashes;
    const wait = BACKOFF_MS[Math.min(this.#crashes, BACKOFF_MS.length - 1)] ?? 0;
    this.#crashes += 1;
    log('error', `the engine’s process ended (${code}); starting it again in ${wait} ms`);
    setTimeout(() => {
      if (this.#state === 'open') this.start();
    }, wait);
  }
}

function goneError(): MailError {
  return new MailError({ kind: 'unreachable', at: 'app.engine', reason: 'closed', advice: 'retry-later' });
}
