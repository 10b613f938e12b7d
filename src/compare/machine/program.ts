/** The mail program on a machine: an engine on the machine's profile, with one account. */
import { type Clock, silentLog } from '../../base/ports.ts';
import type { AccountSettings } from '../../contract/account.ts';
import { type Engine, type EngineOptions, openEngine } from '../../engine/index.ts';
import { within } from './until.ts';

type Parts = Engine['parts'];

export interface Program {
  readonly engine: Engine;
  readonly vault: Parts['vault'];
  readonly account: number;
  readonly runner: ReturnType<Parts['runners']['of']>;
  /** Connected, and told what is new. */
  readonly listens: boolean;
  /** Messages of this profile that were opened. */
  readonly opened: Set<number>;
  /** What it says and hears; they count on while it ends. */
  readonly counters: readonly ReturnType<Parts['runners']['of']>['counters'][];
  /** Calls back when the account's status became otherwise. */
  onStatus(hear: () => void): () => void;
  close(): Promise<void>;
}

export interface ProgramOptions {
  readonly profile: string;
  readonly settings: AccountSettings;
  readonly password: string;
  readonly clock: Clock;
  readonly listens: boolean;
  readonly opened: Set<number>;
  readonly route: NonNullable<EngineOptions['route']>;
  /** Octets that the profile may take now; null: no limit. */
  readonly storage: () => number | null;
}

/** A program that does not end by itself within this time is left to itself; its connections are cut by then. */
const endMs = 5_000;

/** Opens the profile; the account is added where it has none. @throws MailError as openEngine */
export async function openProgram(o: ProgramOptions): Promise<Program> {
  const { profile, settings, password, clock, listens, opened, route, storage } = o;
  // The password is the experiment's own, and only in memory.
  const secrets = { store: 'session' as const, get: async () => password, put: async () => {}, remove: async () => {} };
  const options = { profile, secrets, clock, log: silentLog, background: listens, route, storage };
  const engine = await openEngine(options);
  try {
    const { vault, runners, outbox } = engine.parts;
    const known = vault.accounts.list()[0];
    const account = known?.id ?? (await engine.handlers['accounts.add']({ settings, password, secret: 'session' })).id;
    const runner = runners.of(account);
    const hears = new Set<() => void>();
    engine.serve({
      send: () => {
        for (const hear of hears) hear();
      },
      listen: () => () => {},
    });
    return {
      engine,
      vault,
      account,
      runner,
      listens,
      opened,
      counters: [runner.counters, outbox.counters],
      onStatus(hear) {
        hears.add(hear);
        return () => hears.delete(hear);
      },
      close: async () => {
        await within(engine.close(), endMs);
      },
    };
  } catch (thrown) {
    await within(engine.close(), endMs);
    throw thrown;
  }
}
