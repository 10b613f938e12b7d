/** What was in a mailbox before an experiment: from which UID on a folder's mails are new. */
import type { Folder, ImapSession } from '../../imap/index.ts';

/** By path. A folder that is not in it was not there. */
export type Snapshot = ReadonlyMap<string, { readonly uidValidity: string; readonly uidNext: number }>;

/** Of the folders of its owner; what others share is theirs. */
export async function snapshotOf(session: ImapSession): Promise<Snapshot> {
  const found = new Map<string, { uidValidity: string; uidNext: number }>();
  for (const { path, selectable } of await ownFolders(session)) {
    // A folder without mails of its own (\\Noselect) has none that could be counted.
    const { uidValidity, uidNext } = selectable ? await session.status(path) : { uidValidity: '0', uidNext: 1 };
    found.set(path, { uidValidity, uidNext });
  }
  return found;
}

export async function ownFolders(session: ImapSession): Promise<Folder[]> {
  const folders = await session.folders();
  // `Other Users` itself stands in the list too, without its delimiter.
  const isOwn = ({ path, delimiter }: Folder) =>
    !session.others.some((prefix) => path.startsWith(prefix) || path + (delimiter ?? '') === prefix);
  return folders.filter(isOwn);
}

/** RFC 9051 §9, uniqueid: no UID is higher. */
const highest = 4_294_967_295;

/** RFC 9051 §2.3.1.1: UIDs grow as long as UIDVALIDITY stays. Where it does not, whatever is there may be old. */
export function firstNew(snapshot: Snapshot, path: string, uidValidity: string): number {
  const before = snapshot.get(path);
  if (before === undefined) return 1;
  return before.uidValidity === uidValidity ? before.uidNext : highest;
}
