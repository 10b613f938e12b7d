import { type Clock, type Log, type Secrets, systemClock } from '../base/ports.ts';
import { privateCalls } from '../contract/host.ts';
import { emit, type Handlers, serve } from '../contract/serve.ts';
import { type Calls, calls, type Signals } from '../contract/table.ts';
import type { Transport } from '../contract/transport.ts';
import { parserPool } from '../message/index.ts';
import type { Route } from '../net/index.ts';
import { dropUnusedUploads } from '../outbox/uploads.ts';
import { Vault } from '../vault/index.ts';
import { Bodies } from './body.ts';
import { accountCalls } from './calls/accounts.ts';
import { folderCalls } from './calls/folders.ts';
import { messageCalls } from './calls/messages.ts';
import type { Parts } from './calls/parts.ts';
import { searchCalls } from './calls/search.ts';
import { writingCalls } from './calls/writing.ts';
import { coalesce } from './coalesce.ts';
import { Passwords } from './passwords.ts';
import { OutboxRunner } from './runner/outbox.ts';
import type { RunnerPorts } from './runner/runner.ts';
import { Runners } from './runner/runners.ts';
import { WireLog } from './wire-log.ts';

export interface EngineOptions {
  /** The profile's folder. */
  readonly profile: string;
  readonly secrets: Secrets;
  readonly log: Log;
  /** Asks the person for a password that is nowhere stored; null where nobody can be asked. */
  readonly askPassword?: ((account: number) => Promise<string | null>) | undefined;
  readonly version?: string | undefined;
  readonly clock?: Clock | undefined;
  /** The built parse worker; without it mail is parsed in this thread. */
  readonly parseWorker?: string | undefined;
  /** Ms without a word after which a server that owes an answer is given up; where not set, each protocol's own limit. */
  readonly silenceMs?: number | undefined;
  /** Ms between two looks at all folders of an account; where not set, minutes. */
  readonly pollMs?: number | undefined;
  /** Where connections to the servers are really made; where not set, to the servers themselves. */
  readonly route?: Route | undefined;
  /**
   * Octets that the profile's folder may take, or null for no limit; asked anew each time. What would go over it is refused as `disk-full`,
   * as a full disk refuses it. Where not set, the disk alone decides.
   */
  readonly storage?: (() => number | null) | undefined;
  /** False for one command in the terminal: nothing runs unless it is asked for. */
  readonly background?: boolean | undefined;
}

export interface Engine {
  /** Answers the contract's calls over this transport and sends it the signals. The returned function stops that. */
  serve(transport: Transport): () => void;
  /** Answers the calls that only the host process may make (contract/host.ts). */
  servePrivate(transport: Transport): () => void;
  /** The calls as functions, for a caller in this process; arguments are checked all the same. */
  readonly handlers: Handlers<Calls>;
  /** What a terminal needs beyond the contract. */
  readonly parts: Parts;
  close(): Promise<void>;
}

/**
 * Opens a profile and puts everything together behind the contract.
 * @throws MailError vault-locked, vault-damaged, vault-newer, disk-full.
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const clock = options.clock ?? systemClock;
  const vault = await Vault.open(options.profile, clock, { storage: options.storage });
  await dropUnusedUploads(vault);
  const pool = parserPool(options.parseWorker === undefined ? {} : { workerFile: options.parseWorker });
  const wire = new WireLog();
  const passwords = new Passwords(options.profile, options.secrets, options.askPassword);
  const background = options.background ?? true;
  const transports = new Set<Transport>();
  const tell = <N extends keyof Signals & string>(name: N, carries: Parameters<typeof emit<Signals, N>>[2]): void => {
    for (const transport of transports) emit<Signals, N>(transport, name, carries);
  };

  const ports: RunnerPorts = {
    vault,
    passwords,
    wire,
    log: options.log,
    now: () => clock.now(),
    after: (ms, then) => clock.after(ms, then),
    random: Math.random,
    pollMs: options.pollMs,
    silenceMs: options.silenceMs,
    route: options.route,
    parse: (file) => pool.outline(file),
    status: (status) => tell('account.status', status),
  };
  const runners = new Runners(ports, background);
  const outbox = new OutboxRunner(ports, (account) => runners.of(account).wake());
  const bodies = new Bodies(vault, pool, (account) => runners.of(account));
  const parts: Parts = {
    vault,
    runners,
    outbox,
    bodies,
    passwords,
    wire,
    now: () => clock.now(),
    silenceMs: options.silenceMs,
  };
  const handlers: Handlers<Calls> = {
    'engine.about': () => ({ version: options.version ?? '', secrets: passwords.store, profile: options.profile }),
    ...accountCalls(parts),
    ...folderCalls(parts),
    ...messageCalls(parts),
    ...searchCalls(parts),
    ...writingCalls(parts),
    'changes.since': ({ after, limit }) => vault.journal.since(after, limit),
    'wire.lines': ({ after, limit }) => wire.after(after, limit),
  };

  // One nudge for many changes: a first sync commits thousands of rows, and a mirror pulls them in batches anyway.
  vault.onChange(coalesce(50, (seq) => tell('changes.ready', { seq })));
  wire.onLine(coalesce(200, (n) => tell('wire.ready', { n })));
  if (background) outbox.start();
  let closing: Promise<void> | undefined;

  return {
    serve(transport) {
      const stop = serve(calls, handlers, transport);
      transports.add(transport);
      return () => {
        transports.delete(transport);
        stop();
      };
    },
    servePrivate: (transport) =>
      serve(
        privateCalls,
        {
          async 'part.locate'({ message, part }) {
            const { file, size, type, name } = await bodies.part(message, part);
            return { file, size, type, name };
          },
          async 'engine.close'() {
            await close();
            return {};
          },
        },
        transport,
      ),
    handlers,
    parts,
    close,
  };

  /** Once, however often it is asked for. */
  function close(): Promise<void> {
    closing ??= end();
    return closing;
  }

  async function end(): Promise<void> {
    transports.clear();
    await outbox.close();
    await runners.close();
    await pool.close();
    await vault.close();
  }
}
