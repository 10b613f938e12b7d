/** Runs in the engine's own process: opens the engine on the profile and puts it behind the ports that the shell hands over. */
import './node18.ts';
import path from 'node:path';
import type { Secrets } from '../src/base/ports.ts';
import { type Connection, connect } from '../src/contract/connect.ts';
import { type HostCalls, type PrivateCalls, privateCalls } from '../src/contract/host.ts';
import { serve } from '../src/contract/serve.ts';
import { type Transport, transportPair } from '../src/contract/transport.ts';
import { type Engine, openEngine } from '../src/engine/index.ts';
import { log } from './log.ts';
import { Opened } from './opened.ts';
import { portTransport } from './port.ts';
import type { EngineStart, WindowStart } from './start.ts';

let opened: Opened<Engine> | null = null;

process.parentPort.on('message', ({ data, ports }) => {
  const message = data as EngineStart | WindowStart;
  const [port] = ports;
  if (port === undefined) return;
  if (message.type === 'start') opened = host(message, portTransport(port));
  else void opened?.serveWindow(port);
});

function host(message: EngineStart, shell: Transport): Opened<Engine> {
  const secrets = secretsOf(message.secrets, shell);
  const parseWorker = path.join(__dirname, 'parse-worker.cjs');
  const engine = new Opened('engine.open', () =>
    openEngine({ profile: message.profile, secrets, log, parseWorker, version: message.version }),
  );
  engine.get().catch((error: unknown) => log('error', 'the profile cannot be opened', { error: String(error) }));
  /** To the calls that only the shell may make. */
  let inner: Connection<PrivateCalls, Record<never, never>> | null = null;
  serve(
    privateCalls,
    {
      'part.locate': async (part) => {
        const { servePrivate } = await engine.get();
        inner ??= privately(servePrivate);
        return inner.call('part.locate', part);
      },
      'engine.close': async () => {
        await engine.close();
        return {};
      },
    },
    shell,
  );
  return engine;
}

function privately(servePrivate: Engine['servePrivate']): Connection<PrivateCalls, Record<never, never>> {
  const [ours, theirs] = transportPair();
  servePrivate(theirs);
  return connect(ours);
}

/** The shell's keychain as the engine sees it; without one, memory. */
function secretsOf(store: EngineStart['secrets'], shell: Transport): Secrets {
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
