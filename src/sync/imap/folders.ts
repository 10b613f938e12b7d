import type { AccountRow } from '../../contract/account.ts';
import type { FolderRow } from '../../contract/mail.ts';
import type { Folder, ImapSession } from '../../imap/index.ts';
import type { Vault } from '../../vault/index.ts';

/**
 * Brings the folder list in step, and gives the folders that can be opened, the inbox first. A folder that is missing from one LIST is
 * asked for again; only two lists that agree remove it here.
 */
export async function syncFolders(vault: Vault, account: AccountRow, session: ImapSession): Promise<FolderRow[]> {
  const listed = await session.folders();
  const missing = missingFrom(vault, account.id, listed);
  const gone = missing.length === 0 ? [] : missingFrom(vault, account.id, await session.folders());
  const surelyGone = missing.filter((folder) => gone.some((each) => each.id === folder.id));

  const freed: { id: number; file: string | null; parts: string[] }[] = [];
  vault.write(() => {
    for (const folder of parentsFirst(listed)) putFolder(vault, account.id, folder);
    for (const folder of surelyGone) {
      for (const id of vault.messages.ofFolder(folder.id))
        freed.push(vault.removeRow(id, `IMAP LIST, asked twice, no longer names the folder "${folder.path}"`));
      vault.folders.remove(folder.id);
    }
  });
  await vault.dropFiles(freed);
  return vault.folders
    .list(account.id)
    .filter((folder) => folder.selectable && !folder.local)
    .sort((a, b) => rank(a) - rank(b));
}

function missingFrom(vault: Vault, account: number, listed: readonly Folder[]): FolderRow[] {
  const paths = new Set(listed.map((folder) => folder.path));
  return vault.folders.list(account).filter((folder) => !folder.local && !paths.has(folder.path));
}

function putFolder(vault: Vault, account: number, folder: Folder): void {
  const parent = folder.parentPath === '' ? null : (vault.folders.byPath(account, folder.parentPath)?.id ?? null);
  vault.folders.put({
    account,
    parent,
    name: folder.name,
    path: folder.path,
    role: folder.path === 'INBOX' ? 'inbox' : folder.role,
    selectable: folder.selectable,
    local: false,
  });
}

function parentsFirst(listed: readonly Folder[]): Folder[] {
  return [...listed].sort((a, b) => a.path.length - b.path.length);
}

/** The inbox is what people look at first, and "all mail" holds copies of the rest. */
function rank(folder: FolderRow): number {
  if (folder.role === 'inbox') return 0;
  if (folder.role === 'all') return 3;
  return folder.role === 'junk' || folder.role === 'trash' ? 2 : 1;
}
