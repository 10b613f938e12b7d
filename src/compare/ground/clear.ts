/** Takes away what the comparison brought into an account, and nothing else. */
import type { ImapSession } from '../../imap/index.ts';
import { firstNew, ownFolders, type Snapshot } from './snapshot.ts';

export interface Own {
  readonly before: Snapshot;
  /** A line of the header that is in every mail that was delivered, and in no other. */
  readonly mark: string;
  /** Message-IDs. */
  readonly delivered: ReadonlySet<string>;
  readonly sent: ReadonlySet<string>;
}

/**
 * Removes mails that are new here and our own, then folders that are new and have become empty. A new folder in which somebody put
 * another mail stays. Gives how many mails of ours could not be removed.
 */
export async function clearAccount(session: ImapSession, own: Own): Promise<number> {
  const { before } = own;
  let left = 0;
  for (const { path, selectable } of await ownFolders(session)) {
    if (!selectable) continue;
    const { messages, uidNext, uidValidity } = await session.status(path);
    const first = firstNew(before, path, uidValidity);
    if (messages === 0 || (uidNext > 0 && uidNext <= first)) continue;
    await session.select(path);
    const ours = await ownIn(session, first, own);
    // Without UIDPLUS (RFC 4315) there is no way to expunge ours alone where somebody marked others.
    if (ours.length > 0 && (await session.remove(ours)) === 'marked') left += ours.length;
  }
  // A folder that is selected cannot go everywhere.
  await session.examine('INBOX');
  await removeNewFolders(session, before);
  return left;
}

async function ownIn(session: ImapSession, first: number, own: Own): Promise<number[]> {
  const { messages } = await session.flags(`${first}:*`);
  const fresh = messages.map(({ uid }) => uid).filter((uid) => uid >= first);
  const ours: number[] = [];
  for (const { uid, messageId } of await session.headlines(fresh)) {
    if (messageId === null) continue;
    if (own.sent.has(messageId)) ours.push(uid);
    else if (own.delivered.has(messageId) && (await isMarked(session, uid, own.mark))) ours.push(uid);
  }
  return ours;
}

/** Servers may put fields of their own above. */
async function isMarked(session: ImapSession, uid: number, mark: string): Promise<boolean> {
  const octets = Buffer.from(await session.part(uid, '', { maxBytes: 16_384 })).toString('latin1');
  return octets.split('\r\n\r\n', 1)[0]?.split('\r\n').includes(mark) === true;
}

/** From the inside to the outside. */
async function removeNewFolders(session: ImapSession, before: Snapshot): Promise<void> {
  const folders = (await ownFolders(session)).sort((a, b) => b.path.length - a.path.length);
  const there = new Set(folders.map(({ path }) => path));
  for (const { path, delimiter, selectable } of folders) {
    if (before.has(path)) continue;
    const within = delimiter !== null && [...there].some((each) => each.startsWith(path + delimiter));
    if (within || (selectable && (await session.status(path)).messages > 0)) continue;
    await session.deleteFolder(path);
    there.delete(path);
  }
}
