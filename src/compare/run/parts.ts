/** Where there are fewer mailboxes than an experiment has: one mailbox after the other, and what it gave is put together again. */
import { MailError } from '../../base/errors.ts';
import type { Experiment } from '../../contract/compare/experiment.ts';
import type { MailInfo, StepResult } from '../../contract/compare/result.ts';
import type { Step } from '../../contract/compare/step.ts';

/** Names of all mailboxes that machines read or steps speak of, in the order of the machines. */
export function mailboxesOf({ machines, steps }: Pick<Experiment, 'machines' | 'steps'>): string[] {
  return [...new Set([...machines.map(({ mailbox }) => mailbox), ...steps.flatMap(spokenOf)])];
}

function spokenOf(step: Step): readonly string[] {
  if (step.do === 'share') return [step.with];
  if (step.do === 'send') return step.to === undefined ? [] : [step.to];
  if (step.do === 'deliver') return typeof step.to === 'string' ? [step.to] : (step.to ?? []);
  return [];
}

/** Groups of mailboxes that are run one after the other. @throws MailError where two that belong together do not fit */
export function groupsOf(experiment: Experiment, capacity: number | null): string[][] {
  const all = mailboxesOf(experiment);
  if (capacity === null || all.length <= capacity) return [all];
  const bound = experiment.steps.find((step) => step.do === 'share' || (step.do === 'send' && step.to !== undefined));
  if (bound !== undefined || capacity < 1) throw tooFew(all.length, capacity);
  return all.map((mailbox) => [mailbox]);
}

function tooFew(wanted: number, capacity: number): MailError {
  return new MailError({
    kind: 'bad-input',
    at: 'compare.mailboxes',
    reason: 'too-few-mailboxes',
    advice: 'check-input',
    facts: { wanted, capacity },
  });
}

export interface Part {
  readonly mails: readonly MailInfo[];
  readonly steps: readonly StepResult[];
}

/** Step by step, all that the parts say of it. */
export function joined(parts: readonly Part[]): { mails: MailInfo[]; steps: StepResult[] } {
  const [first] = parts;
  const steps = (first?.steps ?? []).map((step, n) => {
    const same = parts.flatMap((part) => part.steps[n] ?? []);
    return {
      ...step,
      at: Math.max(...same.map(({ at }) => at)),
      outcomes: same.flatMap(({ outcomes }) => outcomes),
      server: same.flatMap(({ server }) => server),
      differences: same.flatMap(({ differences }) => differences),
    };
  });
  return { mails: parts.flatMap(({ mails }) => mails), steps };
}
