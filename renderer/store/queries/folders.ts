import type { FolderRow } from '../../../src/contract/mail.ts';
import type { Mirror } from '../mirror.ts';

export function allFolders(mirror: Mirror): Promise<FolderRow[]> {
  return mirror.folders.toArray();
}

export interface FolderNode {
  readonly folder: FolderRow;
  readonly depth: number;
  readonly children: readonly FolderNode[];
}

const roleOrder = ['inbox', 'drafts', 'sent', 'archive', 'junk', 'trash', 'all', 'flagged'];

/** One account's folders as a tree: special ones first in the order in which people use them, then by name. */
export function folderTree(folders: readonly FolderRow[], account: number, locale: string): FolderNode[] {
  const mine = folders.filter((folder) => folder.account === account);
  const known = new Set(mine.map((folder) => folder.id));
  const byName = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const rank = (folder: FolderRow) => (folder.role === null ? roleOrder.length : roleOrder.indexOf(folder.role));
  const level = (parent: number | null, depth: number): FolderNode[] =>
    mine
      .filter((folder) => (folder.parent !== null && known.has(folder.parent) ? folder.parent : null) === parent)
      .sort((a, b) => rank(a) - rank(b) || byName.compare(a.name, b.name))
      .map((folder) => ({ folder, depth, children: level(folder.id, depth + 1) }));
  return level(null, 0);
}
