/** Two machines at the same moment: the first is inside while the others try. */
import type { Did, RunningMachine } from '../machine/machine.ts';
import type { Acted } from './outcome.ts';
import { timed } from './timed.ts';

/** A server may let the second one wait for the lock: Dovecot does for ten seconds. Longer than this nobody is waited for. */
const patienceMs = 20_000;

export async function together(machines: readonly RunningMachine[]): Promise<Map<string, Acted>> {
  const [first, ...others] = machines;
  if (first === undefined) return new Map();
  const began = performance.now();
  const inside = await first.hold();
  const tries = others.map((machine) => timed(() => machine.act({ do: 'sync', on: machine.plan.id }, [])));
  await Promise.race([Promise.all(tries), patience()]);
  const finished = { did: await inside.go(), ms: performance.now() - began };
  const tried = await Promise.all(tries);
  return new Map([[first.plan.id, finished], ...others.map(({ plan }, i) => [plan.id, tried[i] ?? nothing] as const)]);
}

const nothing: Acted = { did: { found: null, sent: null, error: null } satisfies Did, ms: 0 };

const patience = (): Promise<void> =>
  new Promise((done) => {
    setTimeout(done, patienceMs).unref();
  });
