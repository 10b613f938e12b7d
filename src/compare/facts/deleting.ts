/** Mail that was deleted on one machine: whether it is gone on the others, and on the server. */
import type { Machine } from '../../contract/compare/machine.ts';
import type { Facts } from '../../contract/compare/result.ts';
import { spokenOf } from '../experiments/names.ts';
import {
  all,
  type Evidence,
  forEach,
  known,
  knownAt,
  lastSync,
  mates,
  placesOnServer,
  turnsOf,
  wentWell,
} from './evidence.ts';

interface Deleted {
  readonly mail: string;
  readonly forGood: boolean;
  /** Still where it was on the server. */
  readonly onServer: boolean;
  /** For each other machine that had it: is it still where it was? And where it is instead, if anywhere. */
  readonly there: readonly { readonly still: boolean; readonly elsewhere: boolean }[];
}

export function deleting(e: Evidence): Facts {
  const of = (machines: readonly Machine[]) => machines.flatMap((machine) => deletedBy(e, machine));
  const there = (machines: readonly Machine[]) => of(machines).flatMap((each) => each.there);
  const count = <T>(list: readonly T[], which: (each: T) => boolean) =>
    list.length === 0 ? null : list.filter(which).length;
  return known({
    deletedThere: forEach(e, (machines) => all(there(machines).map(({ still }) => !still))),
    deletedOnServer: forEach(e, (machines) => all(of(machines).map(({ onServer }) => !onServer))),
    deletedMails: forEach(e, (machines) => count(of(machines), () => true)),
    stillThere: forEach(e, (machines) => count(there(machines), ({ still }) => still)),
    stillOnServer: forEach(e, (machines) => count(of(machines), ({ onServer }) => onServer)),
    /** In another folder on the other machine, as the trash is. */
    movedThere: forEach(e, (machines) => count(there(machines), ({ elsewhere }) => elsewhere)),
  });
}

function deletedBy(e: Evidence, machine: Machine): Deleted[] {
  const end = e.steps.at(-1);
  return turnsOf(e, machine, 'delete').flatMap((turn) => {
    const { step, n } = turn;
    if (step?.do !== 'delete' || !wentWell(turn, machine)) return [];
    const before = e.steps[n - 1];
    return spokenOf(step).flatMap((mail) => {
      const was = placesOnServer(before, machine.mailbox, mail);
      const now = placesOnServer(end, machine.mailbox, mail);
      const there = mates(e, machine).flatMap((other) => {
        const had = knownAt(before, other, mail);
        const asked = lastSync(e, other, n);
        if (had === null || asked === null) return [];
        const cell = knownAt(asked, other, mail);
        const still = cell !== null && cell.folder === had.folder;
        return [{ still, elsewhere: cell !== null && !still }];
      });
      return [{ mail, forGood: step.forGood, onServer: now.some((path) => was.includes(path)), there }];
    });
  });
}
