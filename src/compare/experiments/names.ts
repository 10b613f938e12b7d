/** Which names a step gives to mails, and which it speaks of. */
import type { Machine } from '../../contract/compare/machine.ts';
import type { On, Step, StepOf } from '../../contract/compare/step.ts';

export const machinesOf = (on: On, machines: readonly Machine[]): readonly string[] =>
  on === 'all' ? machines.map(({ id }) => id) : typeof on === 'string' ? [on] : on;

export const mailboxesRead = (machines: readonly Machine[]): readonly string[] => [
  ...new Set(machines.map(({ mailbox }) => mailbox)),
];

/** One is called as `as` says, several get a number behind it. */
export const delivered = ({ as, count }: Pick<StepOf<'deliver'>, 'as' | 'count'>): readonly string[] =>
  count === 1 ? [as] : Array.from({ length: count }, (_, i) => `${as}${i + 1}`);

/** What each of the machines that send calls its mail: as `as` says; two of one mailbox have the machine behind it. */
export function sentNames(
  { as, on }: Pick<StepOf<'send'>, 'as' | 'on'>,
  machines: readonly Machine[],
): readonly { readonly by: Machine; readonly mail: string }[] {
  const names = machinesOf(on, machines);
  const senders = machines.filter(({ id }) => names.includes(id));
  const alone = ({ mailbox }: Machine) => senders.filter((each) => each.mailbox === mailbox).length === 1;
  return senders.map((by) => ({ by, mail: alone(by) ? as : `${as}-${by.id}` }));
}

/** Names of the mails that a step does something with. */
export const spokenOf = (step: Step): readonly string[] =>
  'mails' in step ? (typeof step.mails === 'string' ? [step.mails] : step.mails) : [];
