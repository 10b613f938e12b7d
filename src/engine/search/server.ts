import { asMailError } from '../../base/errors.ts';
import type { FoundMessage } from '../../contract/mail.ts';
import type { Folder, ImapSession } from '../../imap/index.ts';
import type { Vault } from '../../vault/index.ts';
import type { Question } from './question.ts';

export interface Found {
  readonly found: FoundMessage[];
  readonly total: number;
}

/**
 * Folder by folder, as the server lists them, whether they were ever synced or not. What the vault knows is named by it; of the rest
 * Message-ID and subject are fetched, and nothing else.
 */
export async function searchServer(
  vault: Vault,
  session: ImapSession,
  account: number,
  question: Question,
  limit: number,
): Promise<Found> {
  const found: FoundMessage[] = [];
  let total = 0;
  for (const { path, role } of inOrder(await session.folders())) {
    try {
      await session.within(
        path,
        async ({ exists, uidValidity }) => {
          if (exists === 0) return;
          const uids = (await session.search(question)).reverse();
          total += uids.length;
          const wanted = uids.slice(0, Math.max(0, limit - found.length));
          const hits = await named(vault, session, { account, path, uidValidity }, wanted);
          // "All mail" (RFC 6154) shows again what other folders hold.
          const seen = new Set(role === 'all' ? found.map(({ messageId }) => messageId) : []);
          const fresh = hits.filter(({ messageId }) => messageId === null || !seen.has(messageId));
          total -= hits.length - fresh.length;
          found.push(...fresh);
        },
        { asIs: true },
      );
    } catch (thrown) {
      const error = asMailError(thrown, 'imap.search');
      // A name that is only listed, or was removed a moment ago, holds no mail.
      if (session.closed || role === 'inbox' || error.at !== 'imap.select' || error.kind !== 'refused') throw error;
    }
  }
  return { found, total };
}

/** In the order of `uids`. */
async function named(
  vault: Vault,
  session: ImapSession,
  place: { readonly account: number; readonly path: string; readonly uidValidity: string },
  uids: readonly number[],
): Promise<FoundMessage[]> {
  const { path } = place;
  const folder = vault.folders.byPath(place.account, path);
  // UIDs mean the same only under the same UIDVALIDITY (RFC 3501 §2.3.1.1).
  const synced =
    folder !== null && vault.folders.cursor(folder.id).uidValidity === place.uidValidity ? folder.id : null;
  const hits = new Map<number, FoundMessage>();
  for (const uid of synced === null ? [] : uids) {
    const record = vault.messages.byUid(synced as number, uid);
    if (record === null) continue;
    hits.set(uid, { id: record.id, messageId: record.messageId, folder: path, uid, subject: record.subject });
  }
  const unknown = uids.filter((uid) => !hits.has(uid));
  for (const { uid, messageId, subject } of await session.headlines(unknown))
    hits.set(uid, { id: null, messageId, folder: path, uid, subject });
  return uids.flatMap((uid) => hits.get(uid) ?? []);
}

function inOrder(folders: readonly Folder[]): Folder[] {
  const rank = ({ role }: Folder) => (role === 'inbox' ? 0 : role === 'all' ? 2 : 1);
  return folders.filter((folder) => folder.selectable).sort((a, b) => rank(a) - rank(b));
}
