/** Mails and folders by the names that a step uses: Message-IDs and paths. */
import { MailError } from '../../base/errors.ts';
import type { FolderRow, MessageRow } from '../../contract/mail.ts';
import type { Program } from './program.ts';

/** More than any experiment has. */
const many = 1_000_000;

/** Every message that the program shows, with the folder it is in. */
export function allRows({ vault, account }: Program): { row: MessageRow; folder: FolderRow }[] {
  return vault.folders
    .list(account)
    .flatMap((folder) => vault.messages.list(folder.id, many).map((row) => ({ row, folder })));
}

/**
 * The messages of these Message-IDs. Where one is in several folders (a mail to oneself) the one in the inbox is meant, and one in the
 * Trash only where there is no other.
 */
export function rowsOf(program: Program, mails: readonly string[]): Map<string, MessageRow> {
  const best = new Map<string, { row: MessageRow; rank: number }>();
  const wanted = new Set(mails);
  for (const { row, folder } of allRows(program)) {
    if (row.messageId === null || !wanted.has(row.messageId)) continue;
    const rank = folder.role === 'inbox' ? 0 : folder.role === 'trash' ? 3 : folder.role === 'sent' ? 2 : 1;
    if (rank < (best.get(row.messageId)?.rank ?? Number.POSITIVE_INFINITY)) best.set(row.messageId, { row, rank });
  }
  return new Map([...best].map(([id, { row }]) => [id, row]));
}

/** Does the same with each mail, also when it could not be done with another. @throws MailError the first that was refused */
export async function eachMail(
  program: Program,
  mails: readonly string[],
  work: (row: MessageRow) => Promise<unknown>,
): Promise<void> {
  const rows = rowsOf(program, mails);
  const failures: unknown[] = [];
  for (const id of mails) {
    const row = rows.get(id);
    if (row === undefined) failures.push(notKnown(`message ${id}`));
    else
      await work(row).catch((thrown: unknown) => {
        failures.push(thrown);
      });
  }
  if (failures.length > 0) throw failures[0];
}

/** By its path, else by its path in whatever case (INBOX, Inbox), else by what it is for. @throws MailError not-found */
export function folderOf({ vault, account }: Program, path: string): FolderRow {
  const wanted = path.toLowerCase();
  const folders = vault.folders.list(account);
  const found =
    folders.find((folder) => folder.path === path) ??
    folders.find((folder) => folder.path.toLowerCase() === wanted) ??
    folders.find((folder) => folder.role === wanted);
  if (found === undefined) throw notKnown(`folder ${path}`);
  return found;
}

export const notKnown = (what: string): MailError =>
  new MailError({
    kind: 'bad-input',
    at: 'compare.machine',
    reason: 'not-found',
    advice: 'check-input',
    facts: { what },
  });
