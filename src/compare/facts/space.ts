/** A disk that is full: what can still be read, and whether mail is lost. */
import type { Machine } from '../../contract/compare/machine.ts';
import type { Facts } from '../../contract/compare/result.ts';
import {
  arrivedFor,
  type Evidence,
  forEach,
  isReadable,
  known,
  knownAt,
  outcomeAt,
  placesOnServer,
  turnsOf,
} from './evidence.ts';

interface Tight {
  readonly mails: number;
  readonly listed: number;
  readonly readable: number;
  readonly refused: string | null;
  /** Mails that are nowhere any more, neither on the server nor whole on any machine that reads this mailbox. */
  readonly lost: number;
  /** That the machine knows at the end, after room was made; null where none was. */
  readonly knownLater: number | null;
}

export function space(e: Evidence): Facts {
  const of = (machines: readonly Machine[]) => machines.flatMap((machine) => tightOf(e, machine) ?? []);
  const least = (value: (each: Tight) => number | null) =>
    forEach(e, (machines) => {
      const all = of(machines).flatMap((each) => value(each) ?? []);
      return all.length === 0 ? null : Math.min(...all);
    });
  const most = Math.max(0, ...of(e.experiment.machines).map(({ mails }) => mails));
  if (most === 0) return {};
  return known({
    listedWhenFull: { ...least(({ listed }) => listed), of: most },
    readableWhenFull: { ...least(({ readable }) => readable), of: most },
    refusedWhenFull: forEach(e, (machines) => of(machines).find(({ refused }) => refused !== null)?.refused ?? null),
    knownLater: { ...least(({ knownLater }) => knownLater), of: most },
    lostMail: forEach(e, (machines) =>
      of(machines).length === 0 ? null : Math.max(...of(machines).map(({ lost }) => lost)),
    ),
  });
}

function tightOf(e: Evidence, machine: Machine): Tight | null {
  const filled = turnsOf(e, machine, 'fill-disk')[0];
  const from = filled?.n ?? (machine.storage === null ? null : 0);
  if (from === null) return null;
  const freed = turnsOf(e, machine, 'free-disk').find(({ n }) => n > from)?.n ?? null;
  const end = e.steps.at(-1);
  const full = freed === null ? end : e.steps[freed - 1];
  const mails = arrivedFor(e, machine)
    .filter(({ n }) => n < (freed ?? e.steps.length))
    .map(({ mail }) => mail);
  const during = e.steps.slice(from, freed ?? e.steps.length).flatMap((each) => outcomeAt(each, machine) ?? []);
  return {
    mails: mails.length,
    listed: mails.filter((mail) => knownAt(full, machine, mail) !== null).length,
    readable: mails.filter((mail) => isReadable(knownAt(full, machine, mail))).length,
    refused: during.find(({ error }) => error !== null)?.error?.reason ?? null,
    lost: mails.filter((mail) => !isAnywhere(e, machine, mail)).length,
    knownLater: freed === null ? null : mails.filter((mail) => knownAt(end, machine, mail) !== null).length,
  };
}

function isAnywhere({ experiment, steps }: Evidence, { mailbox }: Machine, mail: string): boolean {
  const end = steps.at(-1);
  const readers = experiment.machines.filter((machine) => machine.mailbox === mailbox);
  const isWhole = (machine: Machine) => knownAt(end, machine, mail)?.holds === 'whole';
  return placesOnServer(end, mailbox, mail).length > 0 || readers.some(isWhole);
}
