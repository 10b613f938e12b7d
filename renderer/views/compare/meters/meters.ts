/** What a machine has used: in the step that is shown, and in all up to it. Pure. */
import type { Outcome, StepResult } from '../../../../src/contract/compare/result.ts';

export const meters = [
  'bytesIn',
  'bytesOut',
  'lineTime',
  'disk',
  'diskMail',
  'roundTrips',
  'connections',
  'commands',
] as const;
export type Meter = (typeof meters)[number];

export interface Reading {
  /** Up to this step; of a disk, what is on it. */
  readonly sum: number;
  /** By this step; of a disk, how much more there is on it than after the step before. */
  readonly step: number;
}

const flows: Readonly<Record<Exclude<Meter, 'disk' | 'diskMail'>, (outcome: Outcome) => number>> = {
  bytesIn: ({ traffic }) => traffic.bytesIn,
  bytesOut: ({ traffic }) => traffic.bytesOut,
  roundTrips: ({ traffic }) => traffic.roundTrips,
  connections: ({ traffic }) => traffic.connections,
  commands: ({ traffic }) => traffic.commands,
  lineTime: ({ lineMs }) => lineMs,
};
const stocks = { disk: 'total', diskMail: 'mail' } as const;

export function readingOf(meter: Meter, steps: readonly StepResult[], at: number, machine: string): Reading {
  const of = (n: number) => steps[n]?.outcomes.find((outcome) => outcome.machine === machine);
  const now = of(at);
  if (meter === 'disk' || meter === 'diskMail') {
    const sum = now?.disk[stocks[meter]] ?? 0;
    return { sum, step: sum - (of(at - 1)?.disk[stocks[meter]] ?? 0) };
  }
  const read = flows[meter];
  let sum = 0;
  for (let n = 0; n <= at; n++) {
    const outcome = of(n);
    if (outcome !== undefined) sum += read(outcome);
  }
  return { sum, step: now === undefined ? 0 : read(now) };
}
