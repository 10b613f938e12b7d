/** A name server on free loopback ports with what it stands on, and dig to ask it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { World, type WorldInput } from '../../../src/contract/lab/world.ts';
import type { Around, Listening } from '../../../src/lab/around.ts';
import { LabClock } from '../../../src/lab/clock/clock.ts';
import { type ExtraRecords, serveDns } from '../../../src/lab/dns/serve.ts';
import { Faults } from '../../../src/lab/faults/faults.ts';
import { Places } from '../../../src/lab/places/places.ts';
import { Trace } from '../../../src/lab/trace/trace.ts';
import { defaultWorld } from '../../../src/lab/world/default.ts';

export const NS = 'ns.minato.test';

/** The default world with other zones beside its own, or other faults. */
export function worldWith(over: Pick<WorldInput, 'zones' | 'faults'> | Partial<WorldInput>): World {
  const world = defaultWorld();
  return World.parse({ ...world, faults: [], ...over, zones: [...world.zones, ...(over.zones ?? [])] });
}

export interface Lab {
  world: World;
  readonly clock: LabClock;
  readonly trace: Trace;
  readonly places: Places;
  /** What a server or a resolver on this host is given. */
  around(host: string): Around;
}

export function lab(world: World = defaultWorld()): Lab {
  const clock = new LabClock({ mode: 'manual', rate: 1, start: Date.UTC(2026, 3, 1) });
  const trace = new Trace(() => clock.now());
  const places = new Places(false);
  const made: Lab = {
    world,
    clock,
    trace,
    places,
    around: (host) => ({
      host,
      world: () => made.world,
      clock,
      trace,
      places,
      faults,
      secure: () => null,
      random: () => 0.5,
    }),
  };
  const faults = new Faults({
    now: () => clock.now(),
    faults: () => made.world.faults,
    told: (host, id, point, effect) => trace.tell({ kind: 'fault', host, id, point, effect }),
  });
  return made;
}

/** The lab's name server at 127.0.0.1 and a free port, known to `places`. */
export async function startDns(made: Lab, extra?: ExtraRecords, o: { idleMs?: number } = {}): Promise<Listening> {
  const server = await serveDns(made.around(NS), { address: '127.0.0.1', port: 0 }, extra, o);
  const address = made.world.hosts.find(({ name }) => name === NS)?.address ?? '';
  made.places.open(address, 'dns', { address: server.address, port: server.port });
  return server;
}

export interface Dug {
  readonly status: string;
  readonly flags: readonly string[];
  readonly answers: readonly string[];
  readonly authorities: readonly string[];
  readonly additionals: readonly string[];
  readonly text: string;
}

/** What dig makes of the answer: one line for each record, blanks made one. */
export async function dig(port: number, ...words: string[]): Promise<Dug> {
  const { stdout } = await promisify(execFile)('dig', [
    '@127.0.0.1',
    '-p',
    String(port),
    '+norecurse',
    '+tries=1',
    '+time=10',
    ...words,
  ]);
  const section = (name: string): string[] =>
    (new RegExp(`;; ${name} SECTION:\\n([^]*?)\\n\\n`).exec(stdout)?.[1] ?? '')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith(';'))
      .map((line) => line.replace(/\s+/g, ' '));
  return {
    status: /status: (\w+)/.exec(stdout)?.[1] ?? 'none',
    flags: (/flags: ([^;]*);/.exec(stdout)?.[1] ?? '').trim().split(' '),
    answers: section('ANSWER'),
    authorities: section('AUTHORITY'),
    additionals: section('ADDITIONAL'),
    text: stdout,
  };
}
