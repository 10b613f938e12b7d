/**
 * An experiment with other machines in the place of its own. Where the steps name machines that are not among the new ones, these take over
 * their parts: the first over POP3 that of the first over POP3, and so on; more than there are parts share the last one. What nobody is
 * left to do is left out. A part keeps its mailbox, for the experiment says who disturbs whom.
 */
import type { Experiment } from '../../contract/compare/experiment.ts';
import type { Machine } from '../../contract/compare/machine.ts';
import type { On, Step } from '../../contract/compare/step.ts';

export function withMachines(experiment: Experiment, machines: readonly Machine[]): Experiment {
  if (areCalledAsOurs(experiment, machines)) return { ...experiment, machines: [...machines] };
  const parts = machines.map((machine) => ({ machine, part: partFor(machine, machines, experiment) }));
  const players = (id: string) => parts.flatMap(({ machine, part }) => (part?.id === id ? [machine.id] : []));
  return {
    ...experiment,
    machines: parts.map(({ machine, part }) => ({ ...machine, mailbox: part?.mailbox ?? machine.mailbox })),
    steps: experiment.steps.flatMap((step) => played(step, players)),
  };
}

/** Whether the steps can be done as they are. */
function areCalledAsOurs({ machines: own, steps }: Experiment, machines: readonly Machine[]): boolean {
  const ids = new Set(machines.map(({ id }) => id));
  const named = steps.flatMap((step) => ('on' in step && step.on !== 'all' ? step.on : []));
  return named.length > 0 ? named.every((id) => ids.has(id)) : own.some(({ id }) => ids.has(id));
}

function partFor(machine: Machine, machines: readonly Machine[], { machines: parts }: Experiment): Machine | null {
  const alike = ({ protocol }: Machine) => protocol === machine.protocol;
  const free = parts.filter(alike);
  return free[Math.min(machines.filter(alike).indexOf(machine), free.length - 1)] ?? null;
}

function played(step: Step, players: (id: string) => string[]): Step[] {
  if (!('on' in step) || step.on === 'all') return [step];
  const on = [...new Set((typeof step.on === 'string' ? [step.on] : step.on).flatMap(players))];
  if (step.do === 'together') return on.length < 2 ? [] : [{ ...step, on }];
  const [first] = on;
  if (first === undefined) return [];
  const named: On = on.length === 1 ? first : on;
  return [{ ...step, on: named }];
}
