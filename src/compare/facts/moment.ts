/** Two machines at the same moment, and who is told of news without asking. */
import type { Machine } from '../../contract/compare/machine.ts';
import type { Facts, Outcome, StepResult } from '../../contract/compare/result.ts';
import {
  all,
  arrivedFor,
  type Evidence,
  forEach,
  known,
  knownAt,
  lastSync,
  outcomeAt,
  some,
  turnsOf,
} from './evidence.ts';

export function moment(e: Evidence): Facts {
  const second = (machines: readonly Machine[]) => machines.flatMap((machine) => secondTurns(e, machine));
  const refusals = (machines: readonly Machine[]) => second(machines).flatMap(({ outcome }) => outcome.error ?? []);
  const news = (machines: readonly Machine[]) => machines.flatMap((machine) => newsFor(e, machine));
  return known({
    lockedOut: forEach(e, (machines) => some(second(machines).map(({ outcome }) => outcome.error !== null))),
    lockedOutBy: forEach(e, (machines) => refusals(machines)[0]?.reason ?? null),
    /** In the server's own words. */
    lockedOutSaid: forEach(e, (machines) => refusals(machines)[0]?.said ?? null),
    /** Whoever was turned away could get its mail later. */
    gotInLater: forEach(e, (machines) =>
      all(
        second(machines)
          .filter(({ outcome }) => outcome.error !== null)
          .map(({ machine, turn }) => lastSync(e, machine, turn.n) !== null),
      ),
    ),
    toldAtOnce: forEach(e, (machines) => all(news(machines).map(({ atOnce }) => atOnce))),
    gotByAsking: forEach(e, (machines) =>
      all(
        news(machines)
          .filter(({ atOnce }) => !atOnce)
          .map(({ later }) => later),
      ),
    ),
  });
}

interface SecondTurn {
  readonly machine: Machine;
  readonly turn: StepResult;
  readonly outcome: Outcome;
}

/** The first one that is named is inside; this is about those that come while it is. */
function secondTurns(e: Evidence, machine: Machine): SecondTurn[] {
  return turnsOf(e, machine, 'together').flatMap((turn) => {
    const outcome = outcomeAt(turn, machine);
    const isFirst = turn.step?.do === 'together' && turn.step.on[0] === machine.id;
    return outcome === null || isFirst ? [] : [{ machine, turn, outcome }];
  });
}

/** Mails that came while this machine stayed and listened: was it told, or does it know them by asking later? */
function newsFor(e: Evidence, machine: Machine): { atOnce: boolean; later: boolean }[] {
  return arrivedFor(e, machine)
    .filter(({ n }) => listens(e, machine, n))
    .map(({ mail, n }) => ({
      atOnce: knownAt(e.steps[n], machine, mail) !== null,
      later: knownAt(lastSync(e, machine, n) ?? undefined, machine, mail) !== null,
    }));
}

const listens = (e: Evidence, machine: Machine, n: number): boolean =>
  turnsOf(e, machine, 'listen', 'rest', 'offline', 'lose').findLast((turn) => turn.n < n)?.step?.do === 'listen';
