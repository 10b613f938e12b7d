/** What all of it cost: for each protocol the mean of its machines. */
import type { Machine } from '../../contract/compare/machine.ts';
import type { Facts, Outcome } from '../../contract/compare/result.ts';
import { type Evidence, forEach, known, mean, outcomeAt, sum } from './evidence.ts';

export function cost(e: Evidence): Facts {
  const each = (value: (outcomes: readonly Outcome[]) => number) =>
    forEach(e, (machines) => mean(machines.map((machine) => value(outcomesOf(e, machine)))));
  return known({
    bytes: each((outcomes) => sum(outcomes.map(({ traffic }) => traffic.bytesIn + traffic.bytesOut))),
    roundTrips: each((outcomes) => sum(outcomes.map(({ traffic }) => traffic.roundTrips))),
    connections: each((outcomes) => sum(outcomes.map(({ traffic }) => traffic.connections))),
    lineMs: each((outcomes) => sum(outcomes.map(({ lineMs }) => lineMs))),
    /** Whole mails and fetched parts at the end: what grows with the mail. */
    diskForMail: each((outcomes) => {
      const disk = outcomes.at(-1)?.disk;
      return disk === undefined ? 0 : disk.mail + disk.parts;
    }),
  });
}

const outcomesOf = ({ steps }: Evidence, machine: Machine): readonly Outcome[] =>
  steps.flatMap((step) => outcomeAt(step, machine) ?? []);
