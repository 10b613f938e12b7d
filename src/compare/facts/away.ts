/** Without a connection: what could be read, and whether what was done then counts afterwards. */
import type { Machine } from '../../contract/compare/machine.ts';
import type { Facts } from '../../contract/compare/result.ts';
import { spokenOf } from '../experiments/names.ts';
import {
  all,
  arrivedFor,
  type Evidence,
  forEach,
  isFolder,
  isReadable,
  known,
  knownAt,
  lastSync,
  mates,
  turnsOf,
  type Values,
} from './evidence.ts';

interface Away {
  readonly machine: Machine;
  readonly tried: readonly string[];
  readonly readable: number;
  /** For each mail that was moved then and each other machine that knows it: whether it is there too. */
  readonly moved: readonly boolean[];
  readonly came: readonly boolean[];
}

export function away(e: Evidence): Facts {
  const every = e.experiment.machines.flatMap((machine) => awayOf(e, machine) ?? []);
  if (every.length === 0) return {};
  const of = (machines: readonly Machine[]) => every.filter(({ machine }) => machines.includes(machine));
  return known({
    readOffline: { ...readable(every), of: Math.max(...every.map(({ tried }) => tried.length)) },
    /** What was filed without a connection is filed on the other machines too. */
    carriedLater: forEach(e, (machines) => all(of(machines).flatMap(({ moved }) => moved))),
    /** What came meanwhile is here once it is online again. */
    caughtUp: forEach(e, (machines) => all(of(machines).flatMap(({ came }) => came))),
  });
}

/** By what a machine fetches ahead: that decides it. */
function readable(every: readonly Away[]): Values {
  const tried = every.filter((each) => each.tried.length > 0);
  const keys = [...new Set(tried.map(({ machine }) => aheadOf(machine)))];
  return Object.fromEntries(
    keys.map((key) => [
      key,
      Math.min(...tried.filter(({ machine }) => aheadOf(machine) === key).map((each) => each.readable)),
    ]),
  );
}

const aheadOf = ({ protocol, fetch }: Machine): string => (protocol === 'pop3' ? 'pop3' : `imap-${fetch}`);

function awayOf(e: Evidence, machine: Machine): Away | null {
  const gone = turnsOf(e, machine, 'offline')[0];
  if (gone === undefined) return null;
  const back = turnsOf(e, machine, 'online').find(({ n }) => n > gone.n)?.n ?? e.steps.length;
  const during = (...kinds: Parameters<typeof turnsOf>[2][]) =>
    turnsOf(e, machine, ...kinds).filter(({ n }) => n > gone.n && n < back);
  const opens = during('open');
  const tried = [...new Set(opens.flatMap(({ step }) => (step === null ? [] : spokenOf(step))))];
  const last = e.steps[back - 1];
  const asked = lastSync(e, machine, back) ?? undefined;
  return {
    machine,
    tried,
    readable: tried.filter((mail) => isReadable(knownAt(last, machine, mail))).length,
    moved: during('move').flatMap(({ step }) =>
      step?.do !== 'move' ? [] : spokenOf(step).flatMap((mail) => movedFor(e, machine, mail, step.to, back)),
    ),
    came: arrivedFor(e, machine)
      .filter(({ n }) => n > gone.n && n < back)
      .map(({ mail }) => knownAt(asked, machine, mail) !== null),
  };
}

function movedFor(e: Evidence, machine: Machine, mail: string, to: string, back: number): boolean[] {
  return mates(e, machine).flatMap((other) => {
    const cell = knownAt(lastSync(e, other, back) ?? undefined, other, mail);
    return cell === null ? [] : [isFolder(cell.folder, to)];
  });
}
