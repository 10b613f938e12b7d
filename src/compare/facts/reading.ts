/** Mail that was read on one machine, as the other machines show it. */
import type { Machine } from '../../contract/compare/machine.ts';
import type { Facts, StepResult } from '../../contract/compare/result.ts';
import {
  all,
  arrivedFor,
  type Evidence,
  forEach,
  knownAt,
  lastSync,
  mates,
  some,
  speaksOf,
  known as told,
  turnsOf,
} from './evidence.ts';

interface Read {
  /** As the other machine shows it after it last asked. */
  readonly shownRead: boolean;
  /** It was read before the other machine first knew of it, and was it new there then? Null: the other one knew it before. */
  readonly wasFresh: boolean | null;
}

export function reading(e: Evidence): Facts {
  const reads = (machines: readonly Machine[]) => machines.flatMap((machine) => readsOf(e, machine));
  const first = (machines: readonly Machine[]) => reads(machines).flatMap(({ wasFresh }) => wasFresh ?? []);
  const ifAny = (list: readonly unknown[], count: number) => (list.length === 0 ? null : count);
  return told({
    readStateShared: forEach(e, (machines) => all(reads(machines).map(({ shownRead }) => shownRead))),
    newAgain: forEach(e, (machines) => some(first(machines))),
    /** Mails that were read on one machine and are known to another, and how many of them that one shows as read. */
    readElsewhere: forEach(e, (machines) => ifAny(reads(machines), reads(machines).length)),
    shownRead: forEach(e, (machines) =>
      ifAny(reads(machines), reads(machines).filter((each) => each.shownRead).length),
    ),
    /** Mails that were read before another machine first saw them, and how many of them were new there. */
    readBefore: forEach(e, (machines) => ifAny(first(machines), first(machines).length)),
    newAgainMails: forEach(e, (machines) => ifAny(first(machines), first(machines).filter(Boolean).length)),
    seenOnServer: forEach(e, (machines) => ifAny(reads(machines), seenOnServer(e, machines))),
  });
}

function readsOf(e: Evidence, reader: Machine): Read[] {
  return arrivedFor(e, reader).flatMap(({ mail }) => {
    const at = readBy(e, reader, mail);
    if (at === null) return [];
    return mates(e, reader).flatMap((other) => shownBy(e, other, mail, at.n));
  });
}

/** The step in which a person read it on this machine. */
const readBy = (e: Evidence, machine: Machine, mail: string): StepResult | null =>
  turnsOf(e, machine, 'open', 'mark').find(
    (each) => speaksOf(each, mail) && knownAt(each, machine, mail)?.read === true,
  ) ?? null;

function shownBy(e: Evidence, other: Machine, mail: string, readAt: number): Read[] {
  const touched = turnsOf(e, other, 'open', 'mark').some((each) => speaksOf(each, mail));
  const asked = lastSync(e, other, readAt);
  const cell = asked === null ? null : knownAt(asked, other, mail);
  if (touched || cell === null) return [];
  const first = e.steps.find((each) => knownAt(each, other, mail) !== null);
  const before = first === undefined || first.n <= readAt;
  return [{ shownRead: cell.read, wasFresh: before ? null : knownAt(first, other, mail)?.fresh === true }];
}

/** Mails that the server itself has as read, in mailboxes that nobody reads over another protocol. */
function seenOnServer({ experiment, steps }: Evidence, machines: readonly Machine[]): number {
  const others = experiment.machines.filter((machine) => !machines.includes(machine)).map(({ mailbox }) => mailbox);
  const mailboxes = new Set(machines.map(({ mailbox }) => mailbox).filter((mailbox) => !others.includes(mailbox)));
  const mails = (steps.at(-1)?.server ?? [])
    .filter(({ mailbox }) => mailboxes.has(mailbox))
    .flatMap(({ folders }) => folders.flatMap(({ mails: inIt }) => inIt));
  return mails.filter(({ mail, flags }) => mail !== null && flags.some((flag) => /^\\?seen$/i.test(flag))).length;
}
