/** The engine's process as the shell sees it: runs as long as the app, is lent the keychain, and tells where parts of mails lie. */
import type { BrowserWindow } from 'electron';
import { app } from 'electron';
import { hostCalls, type PrivateCalls } from '../src/contract/host.ts';
import { serve } from '../src/contract/serve.ts';
import { channel } from './channels.ts';
import { Child } from './child.ts';
import type { Keychain } from './keychain.ts';
import type { PartName } from './part-name.ts';
import type { EngineStart } from './start.ts';

export class Engine {
  readonly #child: Child<PrivateCalls>;

  constructor(profile: string, keychain: Keychain) {
    this.#child = new Child({
      name: 'Tegami engine',
      entry: 'engine/engine-host.cjs',
      at: 'app.engine',
      channels: { port: channel.port, gone: channel.engineGone },
      first: (): EngineStart => ({ type: 'start', profile, secrets: keychain.store, version: app.getVersion() }),
      serve: (transport) => serve(hostCalls, keychainFor(keychain), transport),
      close: (engine) => engine.call('engine.close', {}),
    });
  }

  get closed(): boolean {
    return this.#child.closed;
  }

  start(): void {
    this.#child.start();
  }

  /** Gives a window's page a port of its own, straight to the engine. */
  attach(window: BrowserWindow): void {
    this.#child.attach(window);
  }

  /** Where the decoded bytes of a part lie; fetched first where only the server has them. @throws MailError */
  locate(part: PartName): Promise<{ file: string; size: number; type: string; name: string }> {
    return this.#child.call('part.locate', part);
  }

  /** Closes the vault and ends the process. */
  close(): Promise<void> {
    return this.#child.close();
  }
}

function keychainFor(keychain: Keychain): Parameters<typeof serve<typeof hostCalls>>[1] {
  return {
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
  };
}
