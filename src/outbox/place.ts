import type { AccountRow } from '../contract/account.ts';
import type { FolderRow, Role } from '../contract/mail.ts';
import type { Vault } from '../vault/index.ts';

const names: Readonly<Record<'inbox' | 'sent' | 'trash', string>> = { inbox: 'Inbox', sent: 'Sent', trash: 'Trash' };

/**
 * The account's folder for a role. Where a POP3 account lacks it, it is made in this profile; where an IMAP server names none, it is named
 * here and made there when the first message goes into it.
 */
export function folderFor(vault: Vault, account: AccountRow, role: 'inbox' | 'sent' | 'trash'): FolderRow {
  const known = vault.folders.byRole(account.id, role);
  if (known !== null) return known;
  const local = account.settings.protocol === 'pop3';
  const path = local ? names[role] : personalPrefix(vault, account.id) + names[role];
  const there = vault.folders.byPath(account.id, path);
  const id = vault.write(() =>
    vault.folders.put({
      account: account.id,
      parent: there?.parent ?? null,
      name: there?.name ?? names[role],
      path,
      role,
      selectable: true,
      // A server that marks some roles (RFC 6154) but not this one may well have a folder of that name.
      local: there?.local ?? true,
    }),
  );
  return vault.folders.get(id);
}

/**
 * Some servers hold every folder below INBOX (RFC 2342's personal namespace): then a new one belongs there too. What others share lies
 * below a name of its own, which is no folder itself.
 */
function personalPrefix(vault: Vault, account: number): string {
  const folders = vault.folders.list(account);
  const names = folders.filter((folder) => folder.parent === null && !folder.selectable).map(({ path }) => path);
  const isBelow = (path: string, name: string) => path.startsWith(`${name}.`) || path.startsWith(`${name}/`);
  const own = folders.filter(
    ({ path }) => path !== 'INBOX' && !names.some((name) => path === name || isBelow(path, name)),
  );
  for (const prefix of ['INBOX.', 'INBOX/'])
    if (own.length > 0 && own.every((folder) => folder.path.startsWith(prefix))) return prefix;
  return '';
}

/** The roles of a POP3 account, all of which live in this profile. */
export function makeLocalFolders(vault: Vault, account: AccountRow): void {
  for (const role of ['inbox', 'sent', 'trash'] as const satisfies readonly Role[]) folderFor(vault, account, role);
}
