/** Runs in the engine's own process: opens the engine on the profile and puts it behind the ports that the shell hands over. */
import './node18.ts';
import path from 'node:path';
import type { MessagePortMain } from 'electron';
import { asMailError, type MailError } from '../src/base/errors.ts';
import type { Secrets } from '../src/base/ports.ts';
import { type Connection, connect } from '../src/contract/connect.ts';
import { type HostCalls, type PrivateCalls, privateCalls } from '../src/contract/host.ts';
import { serve } from '../src/contract/serve.ts';
import { type Transport, transportPair } from '../src/contract/transport.ts';
import { type Engine, openEngine } from '../src/engine/index.ts';
import { log } from './log.ts';
import { portTransport } from './port.ts';
import type { HostMessage } from './start.ts';

type Start = Extract<HostMessage, { type: 'start' }>;

let host: Host | null = null;

process.parentPort.on('message', ({ data, ports }) => {
  const message = data as HostMessage;
  const [port] = ports;
  if (port === undefined) return;
  if (message.type === 'start') host = new Host(message, portTransport(port));
  else void host?.serveWindow(port);
});

/** The engine once it is open, or why it is not: then every call is answered with that, and the next page that asks tries again. */
class Host {
  readonly #open: () => Promise<Engine>;
  #opening: Promise<Engine> | null = null;
  /** To the calls that only the shell may make. */
  #inner: Connection<PrivateCalls, Record<never, never>> | null = null;

  constructor(message: Start, shell: Transport) {
    const secrets = secretsOf(message.secrets, shell);
    const parseWorker = path.join(__dirname, 'parse-worker.cjs');
    this.#open = () => openEngine({ profile: message.profile, secrets, log, parseWorker, version: message.version });
    this.#engine().catch((error: unknown) => log('error', 'the profile cannot be opened', { error: String(error) }));
    serve(
      privateCalls,
      {
        'part.locate': async (part) => (await this.#privately()).call('part.locate', part),
        'engine.close': async () => {
          const engine = await this.#opening?.catch(() => null);
          await engine?.close();
          return {};
        },
      },
      shell,
    );
  }

  /** The page may have begun to ask: a port that was not started keeps what it was sent. */
  async serveWindow(port: MessagePortMain): Promise<void> {
    try {
      const engine = await this.#engine();
      port.on('close', engine.serve(portTransport(port)));
    } catch (error) {
      refuseAll(portTransport(port), asMailError(error, 'engine.open'));
    }
  }

  #engine(): Promise<Engine> {
    this.#opening ??= this.#open();
    const opening = this.#opening;
    opening.catch(() => {
      if (this.#opening === opening) this.#opening = null;
    });
    return opening;
  }

  async #privately(): Promise<Connection<PrivateCalls, Record<never, never>>> {
    const engine = await this.#engine();
    if (this.#inner === null) {
      const [ours, theirs] = transportPair();
      engine.servePrivate(theirs);
      this.#inner = connect(ours);
    }
    return this.#inner;
  }
}

/** The shell's keychain as the engine sees it; without one, memory. */
function secretsOf(store: Start['secrets'], shell: Transport): Secrets {
  if (store === 'session') return sessionSecrets();
  const connection = connect<HostCalls, Record<never, never>>(shell);
  return {
    store,
    get: (account) => connection.call('secrets.get', { account }),
    async put(account, password) {
      await connection.call('secrets.put', { account, password });
    },
    async remove(account) {
      await connection.call('secrets.remove', { account });
    },
  };
}

function sessionSecrets(): Secrets {
  const kept = new Map<number, string>();
  return {
    store: 'session',
    get: (account) => Promise.resolve(kept.get(account) ?? null),
    async put(account, password) {
      kept.set(account, password);
    },
    async remove(account) {
      kept.delete(account);
    },
  };
}

/** Answers every call with why there is no engine. */
function refuseAll(transport: Transport, error: MailError): void {
  transport.listen((message) => {
    const { type, id } = (message ?? {}) as { type?: unknown; id?: unknown };
    if (type === 'call' && typeof id === 'number')
      transport.send({ type: 'answer', id, ok: false, error: error.toValue() });
  });
}
