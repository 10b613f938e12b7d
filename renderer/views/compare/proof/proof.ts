/** What proves a cell: the step in which it last became otherwise, what was said in it, and what the machine's ledger says. Pure. */
import type { Cell, ExperimentResult, Outcome } from '../../../../src/contract/compare/result.ts';
import type { WireLine } from '../../../../src/contract/wire.ts';
import { liesIn } from '../matrix/columns.ts';
import { type Known, mentions } from './mentions.ts';

export interface Proved {
  /** The step whose transcript it is. */
  readonly n: number;
  readonly outcome: Outcome;
  /** Null: the machine as a whole. */
  readonly cell: Cell | null;
  readonly lines: readonly WireLine[];
  readonly spoken: ReadonlySet<number>;
  readonly why: Cell['why'];
}

/** Null: there is no such machine. */
export function proofOf(result: ExperimentResult, at: number, machine: string, mail: string | null): Proved | null {
  const outcomeAt = (n: number) => result.steps[n]?.outcomes.find((one) => one.machine === machine);
  const cellAt = (n: number) => outcomeAt(n)?.cells.find((one) => one.mail === mail);
  const shown = mail === null ? undefined : cellAt(at);
  const n = shown?.since ?? at;
  const outcome = outcomeAt(n);
  if (outcome === undefined) return null;
  const lines = outcome.transcript;
  if (mail === null) return { n, outcome, cell: null, lines, spoken: new Set(), why: [] };
  return {
    n,
    outcome,
    cell: shown ?? null,
    lines,
    spoken: mentions(lines, knownOf(result, n, machine, mail)),
    why: cellAt(n)?.why ?? [],
  };
}

function knownOf(result: ExperimentResult, n: number, machine: string, mail: string): Known {
  const mailbox = result.machines.find(({ id }) => id === machine)?.mailbox ?? '';
  const called = result.mails.filter((one) => one.mail === mail);
  const info = called.find((one) => one.mailbox === mailbox) ?? called[0];
  const told = result.steps
    .slice(0, n + 1)
    .flatMap(({ outcomes }) => outcomes.find((one) => one.machine === machine)?.cells ?? [])
    .filter((cell) => cell.mail === mail)
    .flatMap(({ why }) => why.map(({ cause }) => cause));
  return {
    messageId: info?.messageId ?? '',
    subject: info?.subject ?? '',
    uids: result.steps
      .slice(Math.max(0, n - 1), n + 1)
      .flatMap(({ server }) => server.filter((one) => one.mailbox === mailbox).flatMap((state) => liesIn(state, mail))),
    uidl: told.map((cause) => /\(UIDL (.*?)\)/.exec(cause)?.[1]).findLast((uidl) => uidl !== undefined) ?? null,
  };
}
