/** What was found: by the server among all mail, and by the machine among what it has. */
import type { Machine } from '../../contract/compare/machine.ts';
import type { Facts, MailInfo, StepResult } from '../../contract/compare/result.ts';
import type { StepOf } from '../../contract/compare/step.ts';
import { delivered } from '../experiments/names.ts';
import { all, type Evidence, forEach, known, mean, outcomeAt, sum, turnsOf, type Values } from './evidence.ts';

type Search = StepOf<'search'>;
interface Searched {
  readonly search: Search;
  readonly n: number;
  readonly found: number;
  /** Mails that lay in the mailbox and are meant. */
  readonly of: number;
  /** Mails that the machine knew before it asked. */
  readonly knew: number;
  readonly refused: string | null;
  readonly bytes: number;
}

export function searching(e: Evidence): Facts {
  const on = (machines: readonly Machine[], where: Search['where']) =>
    machines.flatMap((machine) => searchesOf(e, machine)).filter(({ search }) => search.where === where);
  const by = (where: Search['where'], pick: (list: readonly Searched[]) => Searched | undefined): Values => {
    const of = new Set<number>();
    const values = forEach(e, (machines) => {
      const picked = pick(on(machines, where));
      if (picked !== undefined) of.add(picked.of);
      return picked?.found ?? null;
    });
    return { ...values, of: of.size === 0 ? null : Math.max(...of) };
  };
  const field = (name: 'from' | 'to' | 'text') =>
    by('server', (list) => list.find(({ search }) => search[name] !== undefined));
  return known({
    serverSearch: forEach(e, (machines) =>
      all(on(machines, 'server').map(({ refused, found, of }) => refused === null && found >= of)),
    ),
    serverSearchRefused: forEach(
      e,
      (machines) => on(machines, 'server').find(({ refused }) => refused !== null)?.refused ?? null,
    ),
    /** Mails that it knew when it asked. */
    knewBefore: forEach(e, (machines) => mean(on(machines, 'server').map(({ knew }) => knew))),
    foundByFrom: field('from'),
    foundByTo: field('to'),
    foundByText: field('text'),
    foundHereFirst: by('here', (list) => list[0]),
    foundHereLast: by('here', (list) => (list.length > 1 ? list.at(-1) : undefined)),
    searchBytes: forEach(e, (machines) =>
      mean(
        on(machines, 'server')
          .filter(({ refused }) => refused === null)
          .map(({ bytes }) => bytes),
      ),
    ),
    /** What it took to have the mail here, between the first and the last search among what is here. */
    fetchBytes: forEach(e, (machines) => mean(machines.flatMap((machine) => fetching(e, machine)))),
  });
}

function searchesOf(e: Evidence, machine: Machine): Searched[] {
  return turnsOf(e, machine, 'search').flatMap(({ n, step }) => {
    const outcome = outcomeAt(e.steps[n], machine);
    if (step?.do !== 'search' || outcome === null) return [];
    const { found, error, traffic } = outcome;
    const wanted = meant(e, machine, step, n);
    return [
      {
        search: step,
        n,
        found: (found ?? []).length,
        of: wanted,
        knew: outcomeAt(e.steps[n - 1], machine)?.messages.known ?? 0,
        refused: error?.reason ?? null,
        bytes: traffic.bytesIn + traffic.bytesOut,
      },
    ];
  });
}

/** How many mails had come that have what is asked for, by what was delivered. */
function meant(e: Evidence, { mailbox }: Machine, search: Search, n: number): number {
  const has = (where: string | undefined, what: string | undefined) =>
    what === undefined || (where ?? '').toLowerCase().includes(what.toLowerCase());
  const hits = (came: StepOf<'deliver'>, { subject, from }: MailInfo) =>
    has(`${came.from ?? ''} ${from}`, search.from) &&
    has(came.addressed, search.to) &&
    has(`${subject} ${came.word ?? ''} ${came.from ?? ''} ${came.addressed ?? ''}`, search.text);
  return e.steps.slice(0, n).reduce((count, { step }: StepResult) => {
    if (step?.do !== 'deliver') return count;
    const names = delivered(step);
    return (
      count + e.mails.filter((info) => info.mailbox === mailbox && names.includes(info.mail) && hits(step, info)).length
    );
  }, 0);
}

function fetching(e: Evidence, machine: Machine): number[] {
  const here = searchesOf(e, machine).filter(({ search }) => search.where === 'here');
  const [first, last] = [here[0], here.at(-1)];
  if (first === undefined || last === undefined || first === last) return [];
  const between = e.steps.slice(first.n + 1, last.n).flatMap((each) => outcomeAt(each, machine) ?? []);
  return [sum(between.map(({ traffic }) => traffic.bytesIn + traffic.bytesOut))];
}
