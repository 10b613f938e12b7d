import { MailError } from '../../base/errors.ts';
import type { AccountRow } from '../../contract/account.ts';
import type { Handlers } from '../../contract/serve.ts';
import type { Calls } from '../../contract/table.ts';
import { syncFolders } from '../../sync/imap/folders.ts';
import type { Vault } from '../../vault/index.ts';
import type { Parts } from './parts.ts';

type FolderCalls = Pick<Handlers<Calls>, 'folders.list' | 'folders.create' | 'folders.share'>;

export function folderCalls({ vault, runners }: Parts): FolderCalls {
  return {
    'folders.list': () => vault.folders.list(),

    async 'folders.create'({ account: id, path }) {
      const account = vault.accounts.get(id);
      if (path.startsWith('/') || path.endsWith('/') || /\p{Cc}/u.test(path)) throw badName(path);
      if (account.settings.protocol === 'pop3') return { id: createHere(vault, account, path) };
      return runners.of(id).reading(async (session) => {
        const created = await session.createFolder(path);
        // The server's own list says how it is called now and below what.
        await syncFolders(vault, account, session);
        const folder = vault.folders.byPath(id, created);
        if (folder === null) throw notListed(account, created);
        return { id: folder.id };
      });
    },

    async 'folders.share'({ folder, with: who, may }) {
      const { account: id, path } = vault.folders.get(folder);
      const { settings } = vault.accounts.get(id);
      const { host, port, user } = settings.incoming;
      const refuse = (reason: 'pop3-no-sharing' | 'shared-with-oneself') =>
        new MailError({
          kind: reason === 'pop3-no-sharing' ? 'refused' : 'bad-input',
          at: `${settings.protocol}.share`,
          reason,
          advice: 'check-input',
          peer: `${host}:${port}`,
        });
      if (settings.protocol === 'pop3') throw refuse('pop3-no-sharing');
      // Whoever gives themselves fewer rights may lose the right to give them back.
      if (same(who, user) || same(who, settings.email)) throw refuse('shared-with-oneself');
      await runners.of(id).reading((session) => session.share(path, who, may));
      return {};
    },
  };
}

/** A folder that exists in this profile only, and the levels above it. */
function createHere(vault: Vault, { id: account }: AccountRow, path: string): number {
  const levels = path.split('/');
  return vault.write(() => {
    let parent: number | null = null;
    for (const [at, name] of levels.entries()) {
      const whole = levels.slice(0, at + 1).join('/');
      const known = vault.folders.byPath(account, whole);
      parent =
        known?.id ??
        vault.folders.put({ account, parent, name, path: whole, role: null, selectable: true, local: true });
    }
    if (parent === null) throw badName(path);
    return parent;
  });
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function badName(path: string): MailError {
  return new MailError({
    kind: 'bad-input',
    at: 'folders.create',
    reason: 'bad-value',
    advice: 'check-input',
    facts: { path },
  });
}

function notListed({ settings }: AccountRow, path: string): MailError {
  const { host, port } = settings.incoming;
  return new MailError({
    kind: 'refused',
    at: 'imap.create',
    reason: 'not-found',
    advice: 'report',
    peer: `${host}:${port}`,
    facts: { what: `folder ${path}` },
  });
}
