import { MailError } from '../../base/errors.ts';
import type { FolderRow } from '../../contract/mail.ts';
import type { Engine } from '../../engine/index.ts';
import { type Command, type Given, text, whole } from '../command.ts';
import { count } from '../look/measures.ts';
import { table } from '../look/table.ts';
import type { Words } from '../words/index.ts';

export const folders: Command = {
  name: 'folders',
  usage: '[--account ID]',
  options: ['account'],
  words: 0,
  async run(given, { engine, words, lang, width }) {
    const open = await engine();
    const rows = foldersOf(open, given);
    const accounts = open.parts.vault.accounts.list();
    const columns = [
      { head: words.head.account },
      { head: words.head.folder },
      { head: words.head.unread, right: true },
      { head: words.head.total, right: true },
      { head: words.head.role },
    ];
    const cells = rows.map((row) => [
      accounts.find((each) => each.id === row.account)?.settings.email ?? String(row.account),
      row.path,
      count(row.unread, lang),
      count(row.total, lang),
      row.role ?? '',
    ]);
    return {
      json: rows.map(({ id, account, path, name, role, total, unread, selectable, local }) => ({
        id,
        account,
        path,
        name,
        role,
        total,
        unread,
        selectable,
        local,
      })),
      lines: accounts.length === 0 ? [words.noAccounts()] : table(columns, cells, width),
    };
  },
};

/** Of one account where it is named. @throws MailError not-found where there is no such account. */
export function foldersOf(engine: Engine, given: Given): FolderRow[] {
  const account = text(given, 'account');
  const { vault } = engine.parts;
  return vault.folders.list(account === undefined ? undefined : vault.accounts.get(whole(account, '--account')).id);
}

/** By path, by name or by role, capitals aside. @throws MailError not-found. */
export function findFolders(rows: readonly FolderRow[], wanted: string, words: Words): FolderRow[] {
  const exact = rows.filter((row) => row.path === wanted);
  const lower = wanted.toLowerCase();
  const loose = rows.filter(
    (row) => row.path.toLowerCase() === lower || row.name.toLowerCase() === lower || row.role === lower,
  );
  // INBOX is one name however it is written (RFC 3501 §5.1): that of another account is meant too.
  const found = exact.length > 0 && lower !== 'inbox' ? exact : loose;
  if (found.length > 0) return found;
  throw new MailError({
    kind: 'bad-input',
    at: 'cli.folder',
    reason: 'not-found',
    advice: 'check-input',
    facts: { what: words.folder(wanted) },
  });
}
