/** Mails as rows, machines and mailboxes as columns: what a board shows after a step, with rows that are alike put together. */
import type { Machine } from '../../contract/compare/machine.ts';
import type { Cell, ExperimentResult, MailInfo, StepResult } from '../../contract/compare/result.ts';

/** Where a mail lies on the server. */
export interface Lying {
  readonly folder: string;
  readonly read: boolean;
}

export interface MatrixColumn {
  readonly mailbox: string;
  readonly machines: readonly Machine[];
}

export interface MatrixRow {
  /** As the first mailbox got it; null for one that has no more than a name. */
  readonly info: MailInfo | null;
  readonly mails: readonly string[];
  readonly cells: ReadonlyMap<string, Cell>;
  /** Mailbox to the places of the mail in it. */
  readonly server: ReadonlyMap<string, readonly Lying[]>;
}

/** Few enough to be shown one by one. */
const fewMails = 8;

/** Machines that read the same mailbox stand together, and its server beside them. */
export function columnsOf(result: ExperimentResult): MatrixColumn[] {
  const mailboxes = [...new Set(result.machines.map(({ mailbox }) => mailbox))];
  return mailboxes.map((mailbox) => ({
    mailbox,
    machines: result.machines.filter((machine) => machine.mailbox === mailbox),
  }));
}

/** Mails that had come anywhere after this step. */
export function rowsOf(result: ExperimentResult, step: StepResult): MatrixRow[] {
  const names = [...new Set(result.mails.map(({ mail }) => mail))];
  const rows = names.map((mail) => rowOf(mail, result, step)).filter(isThere);
  if (rows.length <= fewMails) return rows;
  const together: MatrixRow[] = [];
  for (const row of rows) {
    const last = together.at(-1);
    if (last !== undefined && alike(last, row))
      together[together.length - 1] = { ...last, mails: [...last.mails, ...row.mails] };
    else together.push(row);
  }
  return together;
}

function rowOf(mail: string, result: ExperimentResult, step: StepResult): MatrixRow {
  const cells = step.outcomes.flatMap(({ machine, cells: all }) => {
    const found = all.find((each) => each.mail === mail);
    return found === undefined ? [] : [[machine, found] as const];
  });
  const server = step.server.map(({ mailbox, folders }) => {
    const lying = folders.flatMap(({ path, mails }) =>
      mails.filter((each) => each.mail === mail).map(({ flags }) => ({ folder: path, read: isSeen(flags) })),
    );
    return [mailbox, lying] as const;
  });
  return {
    info: result.mails.find((each) => each.mail === mail) ?? null,
    mails: [mail],
    cells: new Map(cells),
    server: new Map(server),
  };
}

const isSeen = (flags: readonly string[]): boolean =>
  flags.some((flag) => flag.replace('\\', '').toLowerCase() === 'seen');

const isThere = (row: MatrixRow): boolean =>
  [...row.cells.values()].some(({ holds, since }) => holds !== 'nothing' || since !== null) ||
  [...row.server.values()].some((lying) => lying.length > 0);

function alike(a: MatrixRow, b: MatrixRow): boolean {
  const told = (row: MatrixRow): string =>
    JSON.stringify([
      row.info?.attachment ?? 0,
      [...row.server],
      [...row.cells].map(([machine, { mail: _, why: __, ...cell }]) => [machine, cell]),
    ]);
  return told(a) === told(b);
}
