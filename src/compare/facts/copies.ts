/** Where a mail lies: how many machines hold every octet of it, and in how many places the server has it. */
import type { Machine } from '../../contract/compare/machine.ts';
import type { Facts } from '../../contract/compare/result.ts';
import { arrivals, arrivedFor, cellAt, type Evidence, forEach, known, mates, placesOnServer } from './evidence.ts';

/** Of the mail that has the most, at the end. */
export function copies(e: Evidence): Facts {
  const end = e.steps.at(-1);
  const shared = e.experiment.machines.some((machine) => mates(e, machine).length > 0);
  if (!shared || arrivals(e).length === 0) return {};
  const most = (machines: readonly Machine[], count: (mail: string, mailbox: string) => number) => {
    const mails = machines.flatMap((machine) => arrivedFor(e, machine));
    return mails.length === 0 ? null : Math.max(...mails.map(({ mail, mailbox }) => count(mail, mailbox)));
  };
  return known({
    copies: forEach(e, (machines) =>
      most(
        machines,
        (mail, mailbox) =>
          machines.filter((machine) => machine.mailbox === mailbox && cellAt(end, machine, mail)?.holds === 'whole')
            .length,
      ),
    ),
    copiesOnServer: forEach(e, (machines) =>
      most(machines, (mail, mailbox) => placesOnServer(end, mailbox, mail).length),
    ),
  });
}
