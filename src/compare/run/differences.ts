/** Message by message: where machines that read the same mailbox do not agree. */
import type { Cell, Difference } from '../../contract/compare/result.ts';

export interface Shown {
  readonly machine: string;
  readonly mailbox: string;
  readonly cells: readonly Cell[];
}

type About = Difference['about'];
type Value = Difference['values'][string];

/** Null where a machine has nothing to say: one that does not know a mail does not disagree about its folder. */
const values: Readonly<Record<About, (cell: Cell) => Value>> = {
  known: (cell) => cell.holds !== 'nothing',
  read: (cell) => (cell.holds === 'nothing' ? null : cell.read),
  // RFC 3501 §5.1: the inbox has one name, however it is written.
  folder: (cell) => cell.folder?.replace(/^inbox$/i, 'INBOX') ?? null,
  holds: (cell) => (cell.holds === 'nothing' ? null : cell.holds),
};

export function differencesOf(machines: readonly Shown[]): Difference[] {
  const mailboxes = [...new Set(machines.map(({ mailbox }) => mailbox))];
  return mailboxes.flatMap((mailbox) =>
    within(
      mailbox,
      machines.filter((each) => each.mailbox === mailbox),
    ),
  );
}

function within(mailbox: string, machines: readonly Shown[]): Difference[] {
  const mails = [...new Set(machines.flatMap(({ cells }) => cells.map(({ mail }) => mail)))];
  const shown = machines.map(
    ({ machine, cells }) => [machine, new Map(cells.map((cell) => [cell.mail, cell]))] as const,
  );
  return mails.flatMap((mail) =>
    (Object.keys(values) as About[]).flatMap((about) => {
      const said = shown.flatMap(([machine, cells]) => {
        const cell = cells.get(mail);
        return cell === undefined ? [] : [[machine, values[about](cell)] as const];
      });
      const told = new Set(said.map(([, value]) => value).filter((value) => value !== null));
      return told.size > 1 ? [{ mail, mailbox, about, values: Object.fromEntries(said) }] : [];
    }),
  );
}
