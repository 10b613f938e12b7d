/** What facts are found in, and how it is looked at: machines, mails, and what each step gave. */
import type { Machine } from '../../contract/compare/machine.ts';
import type { Cell, ExperimentResult, Facts, Outcome, StepResult } from '../../contract/compare/result.ts';
import type { Step } from '../../contract/compare/step.ts';
import { delivered, mailboxesRead, sentNames, spokenOf } from '../experiments/names.ts';

export type Evidence = Pick<ExperimentResult, 'experiment' | 'mails' | 'steps'>;
export type Protocol = Machine['protocol'];
export const protocols: readonly Protocol[] = ['imap', 'pop3'];
export type Values = Facts[string];
type Value = Values[string];

export const machinesOf = ({ experiment }: Evidence, protocol: Protocol): readonly Machine[] =>
  experiment.machines.filter((machine) => machine.protocol === protocol);

/** Other machines of the same protocol that read the same mailbox: those that should know what this one did. */
export const mates = (e: Evidence, { id, protocol, mailbox }: Machine): readonly Machine[] =>
  machinesOf(e, protocol).filter((other) => other.id !== id && other.mailbox === mailbox);

export const outcomeAt = (step: StepResult | undefined, { id }: Machine): Outcome | null =>
  step?.outcomes.find((outcome) => outcome.machine === id) ?? null;

export const cellAt = (step: StepResult | undefined, machine: Machine, mail: string): Cell | null =>
  outcomeAt(step, machine)?.cells.find((cell) => cell.mail === mail) ?? null;

/** The cell where the machine knows the mail; null where it does not. */
export function knownAt(step: StepResult | undefined, machine: Machine, mail: string): Cell | null {
  const cell = cellAt(step, machine, mail);
  return cell === null || cell.holds === 'nothing' ? null : cell;
}

export const isReadable = (cell: Cell | null): boolean =>
  cell !== null && (cell.holds === 'text' || cell.holds === 'whole');

/** Steps of these kinds in which it was this machine's turn. */
export const turnsOf = (
  { steps }: Evidence,
  machine: Machine,
  ...kinds: readonly Step['do'][]
): readonly StepResult[] =>
  steps.filter(
    (each) => each.step !== null && kinds.includes(each.step.do) && outcomeAt(each, machine)?.acted === true,
  );

export const wentWell = (step: StepResult | undefined, machine: Machine): boolean =>
  outcomeAt(step, machine)?.error === null;

/** The last step after `n` in which it asked the server and was not refused; null where there is none. */
export const lastSync = (e: Evidence, machine: Machine, n = -1): StepResult | null =>
  turnsOf(e, machine, 'sync', 'together').findLast((each) => each.n > n && wentWell(each, machine)) ?? null;

export const speaksOf = ({ step }: StepResult, mail: string): boolean => step !== null && spokenOf(step).includes(mail);

export interface Arrived {
  readonly mail: string;
  readonly mailbox: string;
  /** The step in which it came. */
  readonly n: number;
}

/** Every mail that was delivered, once for each mailbox that it came into. */
export function arrivals({ experiment, steps }: Evidence): readonly Arrived[] {
  const all = mailboxesRead(experiment.machines);
  return steps.flatMap(({ n, step }) => {
    if (step?.do !== 'deliver') return [];
    const to = step.to === undefined ? all : typeof step.to === 'string' ? [step.to] : step.to;
    return to.flatMap((mailbox) => delivered(step).map((mail) => ({ mail, mailbox, n })));
  });
}

export const arrivedFor = (e: Evidence, { mailbox }: Machine): readonly Arrived[] =>
  arrivals(e).filter((each) => each.mailbox === mailbox);

export interface Sent {
  readonly mail: string;
  readonly by: Machine;
  readonly n: number;
}

/** What really went out. */
export const sendings = ({ experiment, steps }: Evidence): readonly Sent[] =>
  steps.flatMap((each) =>
    each.step?.do !== 'send'
      ? []
      : sentNames(each.step, experiment.machines)
          .filter(({ by }) => outcomeAt(each, by)?.acted === true && wentWell(each, by))
          .map(({ by, mail }) => ({ by, mail, n: each.n })),
  );

/** Folders of the mailbox in which the server has this mail. */
export const placesOnServer = (step: StepResult | undefined, mailbox: string, mail: string): readonly string[] =>
  (step?.server.find((each) => each.mailbox === mailbox)?.folders ?? []).flatMap(({ path, mails }) =>
    mails.filter((each) => each.mail === mail).map(() => path),
  );

/** A folder may stand below another one on the server, as `INBOX.Receipts`. */
export const isFolder = (path: string | null, name: string): boolean =>
  path !== null && (path === name || path.endsWith(`/${name}`) || path.endsWith(`.${name}`));

/** How a machine deals with mail on the server: what decides what is left when it is lost. */
export const policyOf = ({ protocol, keep }: Machine): string =>
  protocol === 'imap'
    ? 'imap'
    : ({ forever: 'pop3-keep', delete: 'pop3-delete', days: 'pop3-days' } as const)[keep.policy];

/** Whether all of them are so; null where there is nothing to say it of. */
export const all = (found: readonly boolean[]): boolean | null => (found.length === 0 ? null : found.every(Boolean));
export const some = (found: readonly boolean[]): boolean | null => (found.length === 0 ? null : found.some(Boolean));
export const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
export const mean = (numbers: readonly number[]): number | null =>
  numbers.length === 0 ? null : Math.round(sum(numbers) / numbers.length);

/** One value for each protocol; null where it has no machine. */
export const forEach = (e: Evidence, value: (machines: readonly Machine[], protocol: Protocol) => Value): Values =>
  Object.fromEntries(
    protocols.map((protocol) => {
      const machines = machinesOf(e, protocol);
      return [protocol, machines.length === 0 ? null : value(machines, protocol)];
    }),
  );

/** Facts that say something: those of which nothing is known are left out. */
export const known = (facts: Readonly<Record<string, Values>>): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([, values]) => Object.values(values).some((each) => each !== null)));
