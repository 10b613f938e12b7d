/** LIST, STATUS, SELECT, EXAMINE, CREATE, DELETE. */
import type { Role } from '../contract/mail.ts';
import { plainFlag } from './flags.ts';
import { conversation, exec, type Token } from './flow.ts';
import { mailbox } from './mailbox-name.ts';
import { listBelow, prefixesOfOthers } from './namespaces.ts';
import type { Talk } from './talk.ts';
import type { Folder, FolderStatus, Selected } from './types.ts';

const roles: Readonly<Record<string, Role>> = {
  '\\Drafts': 'drafts',
  '\\Sent': 'sent',
  '\\Archive': 'archive',
  '\\Junk': 'junk',
  '\\Trash': 'trash',
  '\\All': 'all',
  '\\Flagged': 'flagged',
};

/**
 * Every folder, also those that others share. Roles are the server's (RFC 6154); where it marks none at all they go by well-known names
 * in many languages (imapflow's tables: Sent Items, 送信済み, ごみ箱 …), each role to one folder. What is somebody else's Trash is not
 * mine: folders of others have none.
 */
export function listFolders(talk: Talk): Promise<Folder[]> {
  return talk.named('imap.list', async () => {
    const entries = await talk.flow.list();
    const marked = entries.some((entry) => entry.specialUseSource === 'extension');
    const folders = new Map<string, Folder>();
    const others = prefixesOfOthers(talk.flow);
    for (const entry of entries) {
      const flags = new Set([...entry.flags].map((flag) => flag.toLowerCase()));
      const selectable = !flags.has('\\noselect') && !flags.has('\\nonexistent');
      const inbox = entry.path.toUpperCase() === 'INBOX';
      const byName = entry.specialUseSource === 'name' && marked;
      const path = inbox ? 'INBOX' : entry.path;
      if (path === '') continue;
      const own = !others.some((prefix) => path.startsWith(prefix));
      const role = own && entry.specialUse && !byName && selectable ? (roles[entry.specialUse] ?? null) : null;
      folders.set(path, {
        path,
        name: entry.name || path,
        delimiter: entry.delimiter || null,
        parentPath: entry.parentPath ?? '',
        role: inbox ? 'inbox' : role,
        selectable,
        subscribed: entry.subscribed === true,
      });
    }
    const hidden = others.filter((prefix) => ![...folders.keys()].some((path) => path.startsWith(prefix)));
    if (hidden.length > 0)
      for (const folder of await conversation(talk.flow, () => listBelow(talk, hidden)))
        if (!folders.has(folder.path)) folders.set(folder.path, folder);
    return [...folders.values()];
  });
}

export function folderStatus(talk: Talk, path: string): Promise<FolderStatus> {
  return talk.ask('imap.status', async () => {
    const condstore = talk.flow.capabilities.has('CONDSTORE');
    const items = ['MESSAGES', 'UNSEEN', 'UIDNEXT', 'UIDVALIDITY', ...(condstore ? ['HIGHESTMODSEQ'] : [])];
    const found = new Map<string, string>();
    await exec(talk.flow, 'STATUS', [mailbox(talk, path), items.map((value) => ({ type: 'ATOM', value }))], {
      untagged: {
        STATUS: ({ attributes }) => {
          const list = attributes?.[1];
          if (!Array.isArray(list)) return;
          const texts = (list as Token[]).map((token) => String(token?.value ?? ''));
          for (let i = 0; i + 1 < texts.length; i += 2) found.set((texts[i] ?? '').toUpperCase(), texts[i + 1] ?? '');
        },
      },
    });
    const modseq = found.get('HIGHESTMODSEQ');
    return {
      messages: number(found.get('MESSAGES')),
      unseen: number(found.get('UNSEEN')),
      uidNext: number(found.get('UIDNEXT')),
      uidValidity: digits(found.get('UIDVALIDITY')) ?? '0',
      // RFC 7162 §3.1.2.2: 0 where the folder has no persistent mod-sequences.
      highestModseq: modseq === '0' ? null : digits(modseq),
    };
  });
}

export function selectFolder(talk: Talk, path: string, o: { readonly readOnly?: boolean } = {}): Promise<Selected> {
  return talk.named('imap.select', async () => {
    const { flow } = talk;
    // imapflow would LIST a folder that it has not seen, one round trip for nothing we use.
    if (!flow.folders.has(path)) flow.folders.set(path, {});
    await flow.mailboxOpen(path, { readOnly: o.readOnly === true });
    const selected = selectedFolder(talk);
    if (!selected) throw talk.notFound('imap.select');
    return selected;
  });
}

/**
 * A session knows only what it was told of (RFC 3501 §5.2): of a mail that came since SELECT, UID FETCH gives nothing and UID STORE does
 * nothing, both with OK. So it is selected anew for UIDs that were not there then.
 */
export async function lookAgain(talk: Talk, uids: readonly number[]): Promise<void> {
  const folder = selectedFolder(talk);
  if (folder !== null && uids.some((uid) => uid >= folder.uidNext)) await selectAnew(talk, folder, folder.readOnly);
}

/** @throws MailError not-found where UIDs mean something else by now. */
export async function selectAnew(talk: Talk, before: Selected, readOnly = false): Promise<void> {
  const now = await selectFolder(talk, before.path, { readOnly });
  if (now.uidValidity !== before.uidValidity) throw talk.notFound('imap.select');
}

/** As it is now: EXISTS and HIGHESTMODSEQ follow what the server tells. */
export function selectedFolder(talk: Talk): Selected | null {
  const box = talk.flow.mailbox;
  if (!box) return null;
  const permanent = box.permanentFlags ?? box.flags;
  return {
    path: box.path,
    exists: box.exists ?? 0,
    uidNext: box.uidNext ?? 0,
    uidValidity: String(box.uidValidity ?? 0),
    highestModseq: box.noModseq || !box.highestModseq ? null : String(box.highestModseq),
    permanentFlags: permanent ? [...permanent].map(plainFlag) : ['*'],
    readOnly: box.readOnly === true,
  };
}

/** Under the personal namespace (RFC 2342) where the server has a prefix and the path lacks it. Gives the path as created. */
export function createFolder(talk: Talk, path: string, prefix: string): Promise<string> {
  return talk.ask('imap.create', async () => {
    const whole = prefix && !path.startsWith(prefix) && path !== prefix.slice(0, -1) ? prefix + path : path;
    try {
      await exec(talk.flow, 'CREATE', [mailbox(talk, whole)]);
    } catch (thrown) {
      const error = talk.error(thrown, 'imap.create');
      if (!/\[ALREADYEXISTS\]|exists/i.test(error.said ?? '')) throw error;
    }
    // Other programs show subscribed folders only. A server that refuses has created it all the same.
    await exec(talk.flow, 'SUBSCRIBE', [mailbox(talk, whole)]).catch((thrown: unknown) => {
      const error = talk.error(thrown, 'imap.create');
      if (error.kind !== 'refused') throw error;
    });
    return whole;
  });
}

/** @see ImapSession.deleteFolder */
export function deleteFolder(talk: Talk, path: string): Promise<void> {
  return talk.ask('imap.delete', async () => {
    await exec(talk.flow, 'DELETE', [mailbox(talk, path)]);
    // RFC 3501 §6.3.6: a subscription outlives its folder.
    await exec(talk.flow, 'UNSUBSCRIBE', [mailbox(talk, path)]).catch((thrown: unknown) => {
      const error = talk.error(thrown, 'imap.delete');
      if (error.kind !== 'refused') throw error;
    });
  });
}

function number(text: string | undefined): number {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : 0;
}
function digits(text: string | undefined): string | null {
  return text !== undefined && /^\d{1,20}$/.test(text) ? text : null;
}
