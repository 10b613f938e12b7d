/** A machine that died: where its mail was, and what is left of it. By policy, for that decides it. */
import type { Machine } from '../../contract/compare/machine.ts';
import type { Cell, Facts, StepResult } from '../../contract/compare/result.ts';
import { spokenOf } from '../experiments/names.ts';
import {
  arrivedFor,
  cellAt,
  type Evidence,
  isFolder,
  known,
  knownAt,
  placesOnServer,
  policyOf,
  sendings,
  turnsOf,
  type Values,
} from './evidence.ts';

interface Kept {
  readonly had: number;
  readonly left: number;
}
interface Lost {
  readonly machine: Machine;
  /** Mails that were delivered to it and that it knew. */
  readonly mails: Kept;
  /** Just before: how many of them the server had, and how many lay whole on the machine. */
  readonly onServer: number;
  readonly whole: number;
  readonly read: Kept;
  readonly filed: Kept;
  readonly sent: Kept;
}

export function losing(e: Evidence): Facts {
  const lost = e.experiment.machines.flatMap((machine) => lossOf(e, machine) ?? []);
  if (lost.length === 0) return {};
  const by = (value: (each: Lost) => number, pick: (...all: number[]) => number = Math.min): Values => {
    const policies = [...new Set(lost.map(({ machine }) => policyOf(machine)))];
    return Object.fromEntries(
      policies.map((policy) => [
        policy,
        pick(...lost.filter(({ machine }) => policyOf(machine) === policy).map(value)),
      ]),
    );
  };
  const kept = (which: (each: Lost) => Kept): Values => ({
    ...by((each) => which(each).left),
    of: Math.max(...lost.map((each) => which(each).had)),
  });
  return known({
    survives: kept(({ mails }) => mails),
    wasOnServer: by(({ onServer }) => onServer),
    wasWholeHere: by(({ whole }) => whole, Math.max),
    readSurvives: kept(({ read }) => read),
    filedSurvives: kept(({ filed }) => filed),
    sentSurvives: kept(({ sent }) => sent),
  });
}

function lossOf(e: Evidence, machine: Machine): Lost | null {
  const lose = turnsOf(e, machine, 'lose')[0];
  const before = lose === undefined ? undefined : e.steps[lose.n - 1];
  const end = e.steps.at(-1);
  if (lose === undefined || before === undefined) return null;
  const { mailbox } = machine;
  const mails = arrivedFor(e, machine)
    .map(({ mail }) => mail)
    .filter((mail) => knownAt(before, machine, mail) !== null);
  const isLeft = (mail: string) =>
    knownAt(end, machine, mail) !== null || placesOnServer(end, mailbox, mail).length > 0;
  const still = (was: (cell: Cell) => boolean, among = mails): Kept => {
    const had = among.filter((mail) => has(before, machine, mail, was));
    return { had: had.length, left: had.filter((mail) => has(end, machine, mail, was)).length };
  };
  const sent = sendings(e).filter(({ by, n }) => by.id === machine.id && n < lose.n);
  const filedIn = foldersOf(e, machine, lose.n);
  return {
    machine,
    mails: { had: mails.length, left: mails.filter(isLeft).length },
    onServer: mails.filter((mail) => placesOnServer(before, mailbox, mail).length > 0).length,
    whole: mails.filter((mail) => knownAt(before, machine, mail)?.holds === 'whole').length,
    read: still(({ read }) => read),
    filed: still(({ mail, folder }) => filedIn.some((each) => each.mail === mail && isFolder(folder, each.to))),
    sent: { had: sent.length, left: sent.filter(({ mail }) => isLeft(mail)).length },
  };
}

function has(step: StepResult | undefined, machine: Machine, mail: string, was: (cell: Cell) => boolean): boolean {
  const cell = cellAt(step, machine, mail);
  return cell !== null && cell.holds !== 'nothing' && was(cell);
}

/** Where this machine moved mails to before that step. */
const foldersOf = (e: Evidence, machine: Machine, until: number): { mail: string; to: string }[] =>
  turnsOf(e, machine, 'move').flatMap(({ n, step }) =>
    step?.do === 'move' && n < until ? spokenOf(step).map((mail) => ({ mail, to: step.to })) : [],
  );
