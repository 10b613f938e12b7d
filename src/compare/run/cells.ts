/** What one machine shows of each mail, and what became otherwise with this step. */
import type { Cell } from '../../contract/compare/result.ts';
import type { Known, Look } from '../machine/machine.ts';
import type { MailNames } from './names.ts';

/** `before`: the cells and the ledger as they were after the step before. */
export function cellsOf(
  now: Look,
  before: Look | null,
  was: readonly Cell[],
  n: number,
  names: MailNames,
  mailbox: string,
): Cell[] {
  const byId = (look: Look | null) => new Map((look?.known ?? []).map((known) => [known.messageId, known]));
  const here = byId(now);
  const there = byId(before);
  const olds = new Map(was.map((cell) => [cell.mail, cell]));
  return names.names().map((mail) => {
    const id = names.find(mail, mailbox)?.messageId ?? '';
    const known = here.get(id);
    const old = olds.get(mail) ?? nothingOf(mail);
    const cell = known === undefined ? nothingOf(mail) : shown(mail, known, there.get(id));
    return { ...cell, since: same(cell, old) ? old.since : n };
  });
}

/** A mail that the machine does not know. */
export const nothingOf = (mail: string): Cell => ({
  mail,
  holds: 'nothing',
  read: false,
  fresh: false,
  folder: null,
  local: false,
  flags: [],
  attachments: { held: 0, all: 0 },
  why: [],
  since: null,
});

function shown(mail: string, known: Known, before: Known | undefined): Cell {
  const { row } = known;
  const read = row.flags.includes('seen');
  return {
    mail,
    holds: known.holds,
    read,
    fresh: !read && before === undefined,
    folder: known.folder,
    local: known.local,
    flags: [...row.flags],
    attachments: { held: row.attachments.filter((each) => each.held).length, all: row.attachments.length },
    // A machine that was replaced has a ledger that begins anew.
    why: known.why.slice(before?.row.id === row.id && before.why.length <= known.why.length ? before.why.length : 0),
    since: null,
  };
}

function same(a: Cell, b: Cell): boolean {
  const told = ({ holds, read, folder, local, flags, attachments }: Cell) =>
    JSON.stringify([holds, read, folder, local, [...flags].sort(), attachments]);
  return told(a) === told(b) && a.why.length === 0;
}
