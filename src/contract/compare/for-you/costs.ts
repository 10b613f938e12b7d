/** What one thing costs over each protocol, taken from experiments that were run here. */
import type { Machine } from '../machine.ts';
import type { ExperimentResult, Outcome, StepResult } from '../result.ts';

export interface Cost {
  readonly octets: number;
  readonly roundTrips: number;
}

export interface UnitCosts {
  readonly imap: {
    readonly connect: Cost;
    /** Asking what is new, over a connection that stands. */
    readonly ask: Cost;
    /** For each new mail: what the list shows. */
    readonly list: Cost;
    /** Opening a mail of `textSize` octets, with its mark as read. */
    readonly open: Cost;
    readonly textSize: number;
    /** Octets on disk for each mail in the list. */
    readonly disk: number;
  };
  readonly pop3: {
    /** Asking what is new: each time a connection of its own. */
    readonly ask: Cost;
    /** For each mail, beside its own octets. */
    readonly fetch: Cost;
    /** Octets on disk for each mail, beside its own. */
    readonly disk: number;
  };
}

/** One machine in one step that went well. */
interface Sample {
  readonly machine: Machine;
  readonly doing: string;
  readonly outcome: Outcome;
  readonly octets: number;
  /** Mails that were not known before, and their octets. */
  readonly listed: number;
  readonly listedOctets: number;
  /** Mails of which the text was not here before, and their octets. */
  readonly opened: number;
  readonly openedOctets: number;
  readonly disk: number;
}

/**
 * Null where what was run does not tell: no machine of a protocol, or nothing of a kind that went well. Our `read-state` and `thin-line`
 * together tell all of it; `search`, with more mails, tells better what a mail takes on disk.
 */
export function costsOf(results: readonly ExperimentResult[]): UnitCosts | null {
  const samples = results.flatMap(samplesOf);
  const over = (protocol: Machine['protocol'], doing: string) =>
    samples.filter((each) => each.machine.protocol === protocol && each.doing === doing);
  const imapSyncs = over('imap', 'sync').filter(({ machine }) => machine.fetch === 'list');
  const ask = middle(imapSyncs.filter((each) => each.listed === 0 && connections(each) === 0).map(costOf));
  const first = middle(imapSyncs.filter((each) => each.listed === 0 && connections(each) === 1).map(costOf));
  if (ask === null || first === null) return null;
  const connect = less(first, ask);
  const lists = imapSyncs.filter((each) => each.listed > 1);
  const opens = over('imap', 'open').filter((each) => each.opened > 0);
  const list = middle(
    lists.map((each) => part(less(costOf(each), ask, times(connect, connections(each))), each.listed)),
  );
  const open = middle(opens.map((each) => part(less(costOf(each), times(connect, connections(each))), each.opened)));
  const pop3 = pop3Costs(over('pop3', 'sync'));
  if (list === null || open === null || pop3 === null) return null;
  const textSize = median(opens.map((each) => each.openedOctets / each.opened)) ?? 0;
  const disk = onDisk(lists, () => 0);
  return { imap: { connect, ask, list, open, textSize, disk }, pop3 };
}

function pop3Costs(syncs: readonly Sample[]): UnitCosts['pop3'] | null {
  const ask = middle(syncs.filter((each) => each.listed === 0).map(costOf));
  const fetches = syncs.filter((each) => each.listed > 1);
  if (ask === null) return null;
  const fetch = middle(
    fetches.map((each) => part(less(costOf(each), ask, { octets: each.listedOctets, roundTrips: 0 }), each.listed)),
  );
  if (fetch === null) return null;
  return { ask, fetch, disk: onDisk(fetches, ({ listedOctets }) => listedOctets) };
}

/** By the step in which the most mails came: a database grows by pages, and by its first rows more than by all others. */
function onDisk(samples: readonly Sample[], own: (sample: Sample) => number): number {
  const [most] = [...samples].sort((a, b) => b.listed - a.listed);
  return most === undefined ? 0 : Math.max(0, (most.disk - own(most)) / most.listed);
}

function samplesOf({ machines, mails, steps }: ExperimentResult): Sample[] {
  const size = (mail: string, { mailbox }: Machine) =>
    (mails.find((each) => each.mail === mail && each.mailbox === mailbox) ?? mails.find((each) => each.mail === mail))
      ?.size ?? 0;
  return machines.flatMap((machine) => {
    const outcomeIn = (step: StepResult | undefined) => step?.outcomes.find((each) => each.machine === machine.id);
    return steps.slice(1).flatMap((step, i) => {
      const [before, outcome] = [outcomeIn(steps[i]), outcomeIn(step)];
      if (step.step === null || before === undefined || outcome === undefined) return [];
      if (!outcome.acted || outcome.error !== null || before.state !== 'on') return [];
      const was = (mail: string) => before.cells.find((cell) => cell.mail === mail)?.holds ?? 'nothing';
      const came = outcome.cells.filter(({ mail, holds }) => holds !== 'nothing' && was(mail) === 'nothing');
      const opened = outcome.cells.filter(({ mail, holds }) => holds === 'text' && was(mail) === 'listed');
      const octets = (cells: typeof came) => cells.reduce((total, { mail }) => total + size(mail, machine), 0);
      return [
        {
          machine,
          doing: step.step.do,
          outcome,
          octets: outcome.traffic.bytesIn + outcome.traffic.bytesOut,
          listed: came.length,
          listedOctets: octets(came),
          opened: opened.length,
          openedOctets: octets(opened),
          disk: outcome.disk.total - before.disk.total,
        },
      ];
    });
  });
}

const connections = ({ outcome }: Sample): number => outcome.traffic.connections;
const costOf = ({ octets, outcome }: Sample): Cost => ({ octets, roundTrips: outcome.traffic.roundTrips });
const times = ({ octets, roundTrips }: Cost, n: number): Cost => ({ octets: octets * n, roundTrips: roundTrips * n });
const part = (cost: Cost, n: number): Cost => times(cost, 1 / n);
const less = (cost: Cost, ...others: readonly Cost[]): Cost =>
  others.reduce(
    (left, each) => ({
      octets: Math.max(0, left.octets - each.octets),
      roundTrips: Math.max(0, left.roundTrips - each.roundTrips),
    }),
    cost,
  );

function middle(costs: readonly Cost[]): Cost | null {
  const [octets, roundTrips] = [median(costs.map((each) => each.octets)), median(costs.map((each) => each.roundTrips))];
  return octets === null || roundTrips === null ? null : { octets, roundTrips };
}

function median(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? at - 1 : at], sorted[at]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
