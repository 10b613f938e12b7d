import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../../src/base/ports.ts';
import { AccountSettings } from '../../src/contract/account.ts';
import type { Folder, ImapSession, Selected, Summary } from '../../src/imap/index.ts';
import { syncFolder } from '../../src/sync/imap/folder.ts';
import { syncFolders } from '../../src/sync/imap/folders.ts';
import { Vault } from '../../src/vault/index.ts';
import { must } from '../engine/bench.ts';
import { temporaryProfile } from '../support/house.ts';

const undo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

const folder = (path: string): Folder => ({
  path,
  name: path,
  delimiter: '/',
  parentPath: '',
  role: null,
  selectable: true,
  subscribed: true,
});

/** A server without CONDSTORE whose listings leave out, the next time they are asked, what `lies` names. */
class Liar {
  uids = new Set([1, 2, 3, 4, 5]);
  folders = ['INBOX', 'Work'];
  lies: number[][] = [];
  folderLies: string[][] = [];

  session(): ImapSession {
    const summary = (uid: number): Summary => ({
      uid,
      flags: [],
      size: 10,
      internalDate: uid,
      envelope: {
        messageId: `<${uid}@x>`,
        inReplyTo: null,
        references: [],
        from: null,
        to: [],
        cc: [],
        bcc: [],
        replyTo: [],
        subject: `m${uid}`,
        date: uid,
      },
      structure: {
        part: '1',
        type: 'text/plain',
        parameters: {},
        encoding: null,
        size: 1,
        disposition: null,
        name: null,
        id: null,
        children: [],
      },
    });
    const session = {
      capabilities: new Set<string>(),
      folders: async () => {
        const hidden = this.folderLies.shift() ?? [];
        return this.folders.filter((path) => !hidden.includes(path)).map(folder);
      },
      within: async <T>(path: string, work: (selected: Selected) => Promise<T>) =>
        work({
          path,
          exists: this.uids.size,
          uidNext: 100,
          uidValidity: '1',
          highestModseq: null,
          permanentFlags: [],
          readOnly: false,
        }),
      uids: async () => this.#listed(),
      flags: async () => ({ messages: this.#listed().map((uid) => ({ uid, flags: [] })), vanished: null }),
      summaries: async (uids: readonly number[], take: (s: Summary) => void) => {
        for (const uid of uids) if (this.uids.has(uid)) take(summary(uid));
      },
      previews: async () => new Map<number, Uint8Array>(),
    };
    return session as unknown as ImapSession;
  }

  #listed(): number[] {
    const hidden = this.lies.shift() ?? [];
    return [...this.uids].filter((uid) => !hidden.includes(uid));
  }
}

async function begin() {
  const profile = temporaryProfile();
  const vault = await Vault.open(profile.folder, systemClock);
  undo.push(profile.remove, () => vault.close());
  const server = { host: 'h', port: 1, security: 'none', user: 'u' };
  const settings = AccountSettings.parse({
    name: '',
    email: 'u@h',
    protocol: 'imap',
    incoming: server,
    outgoing: server,
  });
  const account = vault.accounts.get(vault.write(() => vault.accounts.add(settings)));
  const liar = new Liar();
  const session = liar.session();
  const ports = { now: () => 0, parse: () => Promise.reject(new Error('not here')), progress: () => {} };
  const sync = async () => {
    await syncFolders(vault, account, session);
    return syncFolder(vault, account, must(vault.folders.byPath(account.id, 'INBOX')), session, ports, () => false);
  };
  const here = () => [...vault.messages.uids(must(vault.folders.byPath(account.id, 'INBOX')).id).keys()].sort();
  return { vault, account, liar, sync, here };
}

test('a message that one listing leaves out stays; only a second answer without it removes it, with the reason', async () => {
  const { vault, account, liar, sync, here } = await begin();
  await sync();
  liar.lies = [[2, 3]];
  expect(await sync()).toMatchObject({ removed: 0 });
  expect(here()).toEqual([1, 2, 3, 4, 5]);
  liar.lies = [[2, 3], [3]];
  expect(await sync()).toMatchObject({ removed: 1 });
  expect(here()).toEqual([1, 2, 4, 5]);
  liar.uids.delete(5);
  const id = must(vault.messages.byUid(must(vault.folders.byPath(account.id, 'INBOX')).id, 5)).id;
  expect(await sync()).toMatchObject({ added: 1, removed: 1 });
  expect(here()).toEqual([1, 2, 3, 4]);
  expect(vault.ledger.of(id).at(-1)?.cause).toMatch(/two IMAP listings without it/);
});

test('a first listing that is not whole is made whole by the next', async () => {
  const { liar, sync, here } = await begin();
  liar.lies = [[4, 5]];
  await sync();
  expect(here()).toEqual([1, 2, 3]);
  await sync();
  expect(here()).toEqual([1, 2, 3, 4, 5]);
});

test('a folder that one LIST leaves out stays; only a second without it removes it', async () => {
  const { vault, account, liar, sync } = await begin();
  await sync();
  liar.folderLies = [['Work']];
  await sync();
  expect(vault.folders.byPath(account.id, 'Work')).not.toBeNull();
  liar.folders = ['INBOX'];
  await sync();
  expect(vault.folders.byPath(account.id, 'Work')).toBeNull();
});
