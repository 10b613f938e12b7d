/** A folder that one person lets another one see. */
import type { Machine } from '../../contract/compare/machine.ts';
import type { Facts } from '../../contract/compare/result.ts';
import {
  arrivals,
  type Evidence,
  forEach,
  isFolder,
  isReadable,
  known,
  knownAt,
  lastSync,
  machinesOf,
  outcomeAt,
  turnsOf,
} from './evidence.ts';

interface Shared {
  readonly refused: string | null;
  /** Mails in that folder; how many of them the other person's machine knows, and how many it could open. */
  readonly mails: number;
  readonly seen: number;
  readonly read: number;
  /** Mails of the owner that the other person sees and that are not in that folder. */
  readonly beside: number;
}

export function sharing(e: Evidence): Facts {
  const of = (machines: readonly Machine[]) => machines.flatMap((machine) => sharedBy(e, machine));
  const total = (machines: readonly Machine[], value: (each: Shared) => number) => {
    const list = of(machines);
    return list.length === 0 ? null : Math.max(...list.map(value));
  };
  return known({
    shared: forEach(e, (machines) => {
      const list = of(machines);
      return list.length === 0
        ? null
        : list.every(({ refused, mails, seen }) => refused === null && mails > 0 && seen === mails);
    }),
    sharedMails: forEach(e, (machines) => total(machines, ({ mails }) => mails)),
    sharedSeen: forEach(e, (machines) => total(machines, ({ seen }) => seen)),
    sharedRead: forEach(e, (machines) => total(machines, ({ read }) => read)),
    sharedBeside: forEach(e, (machines) => total(machines, ({ beside }) => beside)),
    shareRefused: forEach(e, (machines) => of(machines).find(({ refused }) => refused !== null)?.refused ?? null),
  });
}

/** One for each folder that this machine shared and each machine of the same protocol that the other person has. */
function sharedBy(e: Evidence, owner: Machine): Shared[] {
  return turnsOf(e, owner, 'share').flatMap((turn) => {
    const { step, n } = turn;
    if (step?.do !== 'share') return [];
    const refused = outcomeAt(turn, owner)?.error?.reason ?? null;
    const theirs = arrivals(e).filter(({ mailbox }) => mailbox === owner.mailbox);
    const own = new Set(
      arrivals(e)
        .filter(({ mailbox }) => mailbox === step.with)
        .map(({ mail }) => mail),
    );
    const filed = (mail: string) => isFolder(knownAt(turn, owner, mail)?.folder ?? null, step.folder);
    const inside = theirs.filter(({ mail }) => filed(mail) && !own.has(mail));
    const outside = theirs.filter(({ mail }) => !filed(mail) && !own.has(mail));
    return machinesOf(e, owner.protocol)
      .filter(({ mailbox }) => mailbox === step.with)
      .map((other) => {
        const asked = lastSync(e, other, n) ?? undefined;
        const end = e.steps.at(-1);
        const opened = ({ mail }: { mail: string }) => isReadable(knownAt(end, other, mail));
        return {
          refused,
          mails: inside.length,
          seen: inside.filter(({ mail }) => knownAt(asked, other, mail) !== null).length,
          read: inside.filter(opened).length,
          beside: outside.filter(({ mail }) => knownAt(asked, other, mail) !== null).length,
        };
      });
  });
}
