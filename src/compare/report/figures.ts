/** Sums of what was measured: the charts, the tables and the CSV say the same numbers because they take them from here. */
import type { Machine } from '../../contract/compare/machine.ts';
import type { Disk, ExperimentResult, Outcome } from '../../contract/compare/result.ts';

/** What a machine used, in one step or in several. */
export interface Used {
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly roundTrips: number;
  readonly connections: number;
  readonly commands: number;
  /** Ms that the simulated line needed. */
  readonly lineMs: number;
  /** Ms that it really took. */
  readonly ms: number;
}

export interface MachineFigures {
  readonly machine: Machine;
  /** All steps together, with what happened before the first. */
  readonly total: Used;
  /** Each step, from step 0. */
  readonly steps: readonly Used[];
  /** After the last step; nothing on a machine that was lost. */
  readonly disk: Disk;
  readonly messages: Outcome['messages'];
  readonly state: Outcome['state'];
}

const unused: Used = { bytesIn: 0, bytesOut: 0, roundTrips: 0, connections: 0, commands: 0, lineMs: 0, ms: 0 };
const emptyDisk: Disk = { total: 0, mail: 0, parts: 0, database: 0, other: 0 };
const noMessages: Outcome['messages'] = { known: 0, unread: 0, fresh: 0, attachmentsHeld: 0 };

/** For each machine, in the order of the experiment. */
export function figuresOf(result: ExperimentResult): MachineFigures[] {
  return result.machines.map((machine) => {
    const outcomes = result.steps.map((step) => step.outcomes.find((each) => each.machine === machine.id));
    const steps = outcomes.map(usedIn);
    const last = outcomes.at(-1);
    return {
      machine,
      total: steps.reduce(plus, unused),
      steps,
      disk: last?.disk ?? emptyDisk,
      messages: last?.messages ?? noMessages,
      state: last?.state ?? 'on',
    };
  });
}

export function usedIn(outcome: Outcome | undefined): Used {
  if (outcome === undefined) return unused;
  const { bytesIn, bytesOut, roundTrips, connections, commands } = outcome.traffic;
  return { bytesIn, bytesOut, roundTrips, connections, commands, lineMs: outcome.lineMs, ms: outcome.ms };
}

function plus(a: Used, b: Used): Used {
  return {
    bytesIn: a.bytesIn + b.bytesIn,
    bytesOut: a.bytesOut + b.bytesOut,
    roundTrips: a.roundTrips + b.roundTrips,
    connections: a.connections + b.connections,
    commands: a.commands + b.commands,
    lineMs: a.lineMs + b.lineMs,
    ms: a.ms + b.ms,
  };
}
