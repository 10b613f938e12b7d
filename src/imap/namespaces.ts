/** Folders of other people, and shared ones: RFC 2342. Some servers show them under LIST "" "*", others only to who asks below their prefix. */
import { decodePath, getStringList, getStringValue } from 'imapflow/lib/tools.js';
import { asImapFlow, exec, type Flow, type Response } from './flow.ts';
import { mostHidden } from './limits.ts';
import { mailbox } from './mailbox-name.ts';
import type { Talk } from './talk.ts';
import type { Folder } from './types.ts';

/** Prefixes of the namespaces that are not one's own, as they stand in paths: `Other Users/`, `#news.` */
export function prefixesOfOthers(flow: Flow): string[] {
  const { namespaces } = flow;
  return [...(namespaces?.other || []), ...(namespaces?.shared || [])]
    .map(({ prefix }) => decodePath(asImapFlow(flow), prefix))
    .filter((prefix) => prefix !== '');
}

/**
 * Dovecot looks once for who shares anything, with the first LIST of a session, and again after an hour (acl-shared-storage.c,
 * SHARED_NS_RETRY_SECS). Its name is known from ID (RFC 2971).
 */
export function listsOthersOnce(flow: Flow): boolean {
  const others = flow.namespaces?.other || [];
  return others.length > 0 && String(flow.serverInfo?.['name'] ?? '').toLowerCase() === 'dovecot';
}

/** What lies below these prefixes, with the levels above it. One command where the server takes several patterns (RFC 5258 §3). */
export async function listBelow(talk: Talk, prefixes: readonly string[]): Promise<Folder[]> {
  const { flow } = talk;
  const found = new Map<string, Folder>();
  const patterns = prefixes.map((prefix) => mailbox(talk, `${prefix}*`));
  const nowhere = { type: 'STRING', value: '' };
  const several = talk.has('LIST-EXTENDED');
  const commands = several
    ? [[nowhere, patterns, { type: 'ATOM', value: 'RETURN' }, [{ type: 'ATOM', value: 'SUBSCRIBED' }]]]
    : patterns.map((pattern) => [nowhere, pattern]);
  for (const attributes of commands)
    await exec(flow, 'LIST', attributes, {
      untagged: {
        LIST: (response) => {
          const folder = read(talk, response);
          if (folder) found.set(folder.path, folder);
        },
      },
    }).catch((thrown: unknown) => {
      // Not to be told what others have is no reason to be told nothing.
      if (talk.error(thrown, 'imap.list').kind !== 'refused') throw thrown;
    });
  // A server may offer the newsgroups of the world here: then only what the person chose to see.
  const listed = [...found.values()];
  return withLevels(listed.length <= mostHidden ? listed : listed.filter(({ subscribed }) => subscribed));
}

function read(talk: Talk, { attributes }: Response): Folder | null {
  const flags = new Set(getStringList(attributes?.[0]).map((flag) => flag.toLowerCase()));
  const path = decodePath(asImapFlow(talk.flow), getStringValue(attributes?.[2]) ?? '');
  if (path === '' || flags.has('\\nonexistent')) return null;
  const delimiter = getStringValue(attributes?.[1]) || null;
  const { name, parentPath } = placeOf(path, delimiter);
  const selectable = !flags.has('\\noselect');
  return { path, name, delimiter, parentPath, role: null, selectable, subscribed: flags.has('\\subscribed') };
}

function withLevels(listed: readonly Folder[]): Folder[] {
  const all = new Map(listed.map((folder) => [folder.path, folder]));
  for (const { delimiter, parentPath } of listed)
    for (let path = parentPath; path !== '' && !all.has(path); ) {
      const { name, parentPath: above } = placeOf(path, delimiter);
      all.set(path, { path, name, delimiter, parentPath: above, role: null, selectable: false, subscribed: false });
      path = above;
    }
  return [...all.values()];
}

function placeOf(path: string, delimiter: string | null): { name: string; parentPath: string } {
  const at = delimiter === null ? -1 : path.lastIndexOf(delimiter);
  return at < 0 ? { name: path, parentPath: '' } : { name: path.slice(at + 1) || path, parentPath: path.slice(0, at) };
}
