/** Mail that had left the server, or its inbox, before another machine asked for it. */
import type { Machine } from '../../contract/compare/machine.ts';
import type { Facts } from '../../contract/compare/result.ts';
import {
  type Arrived,
  arrivals,
  arrivedFor,
  type Evidence,
  forEach,
  known,
  knownAt,
  lastSync,
  mates,
  outcomeAt,
  placesOnServer,
} from './evidence.ts';

/** Asked where some machine takes mail off the server, or where mail did not reach everybody. */
export function retention(e: Evidence): Facts {
  const end = e.steps.at(-1);
  const shared = e.experiment.machines.filter((machine) => mates(e, machine).length > 0);
  const missed = (machines: readonly Machine[]) => distinct(machines.flatMap((machine) => missedBy(e, machine)));
  if (shared.every((machine) => machine.keep.policy === 'forever') && missed(shared).length === 0) return {};
  const mails = (machines: readonly Machine[]) =>
    arrivals(e).filter(({ mailbox }) => machines.some((machine) => machine.mailbox === mailbox));
  const isThere = ({ mail, mailbox }: Arrived) => placesOnServer(end, mailbox, mail).length > 0;
  return known({
    delivered: forEach(e, (machines) => mails(machines).length),
    neverReached: forEach(e, (machines) => missed(machines).length),
    /** Of those: the server still has them, but not where this protocol looks. */
    outOfReach: forEach(e, (machines) => missed(machines).filter(isThere).length),
    /** Id of the machine after whose turn the first of the others was gone from the server. */
    takenBy: forEach(e, (machines) => missed(machines).flatMap((each) => takerOf(e, each) ?? [])[0] ?? null),
    leftServer: forEach(e, (machines) => mails(machines).filter((each) => !isThere(each)).length),
  });
}

/** Mails that came, were never known to this machine, and yet it asked for new mail afterwards. */
const missedBy = (e: Evidence, machine: Machine): readonly Arrived[] =>
  arrivedFor(e, machine).filter(
    ({ mail, n }) => lastSync(e, machine, n) !== null && e.steps.every((each) => knownAt(each, machine, mail) === null),
  );

function distinct(mails: readonly Arrived[]): readonly Arrived[] {
  const key = ({ mail, mailbox }: Arrived) => `${mailbox} ${mail}`;
  return [...new Map(mails.map((each) => [key(each), each])).values()];
}

function takerOf(e: Evidence, { mail, mailbox }: Arrived): string | null {
  const gone = e.steps.find(
    ({ n }) =>
      n > 0 &&
      placesOnServer(e.steps[n], mailbox, mail).length === 0 &&
      placesOnServer(e.steps[n - 1], mailbox, mail).length > 0,
  );
  const readers = e.experiment.machines.filter((machine) => machine.mailbox === mailbox);
  return readers.find((machine) => outcomeAt(gone, machine)?.acted === true)?.id ?? null;
}
