import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Database } from '../../src/vault/database.ts';
import { checkVault } from '../../src/vault/index.ts';
import { draft, fingerprint, household, keep, openVault, profile, reasonOf, rebuild } from './support/profile.ts';

/** A profile with mail, drafts and an outbox, closed. */
async function lived(count = 40): Promise<{ root: string; files: string[]; account: number; kept: number[] }> {
  const root = profile();
  const vault = await openVault(root);
  const of = household(vault);
  await vault.saveAccounts();
  const all: Awaited<ReturnType<typeof keep>>[] = [];
  for (let n = 0; n < count; n += 1) all.push(await keep(vault, of, `mail-${n}`, { preview: 'x'.repeat(500) }));
  await vault.removeMessages([all[0]?.id ?? 0], 'a person');
  vault.write(() => {
    vault.messages.setFlags(all[1]?.id ?? 0, ['seen', 'flagged'], 'a person');
    const answers = { message: all[2]?.id ?? 0, how: 'reply' as const };
    vault.drafts.save(null, draft(of.account, { subject: 'kept draft', answers }));
    const file = all[3]?.file ?? '';
    vault.outbox.add({
      account: of.account,
      draft: draft(of.account),
      messageId: '<o@x>',
      subject: 'on its way',
      sender: 'a@hana.test',
      recipients: ['ben@hana.test'],
      file,
      size: 1,
    });
  });
  await vault.close();
  const left = all.slice(1);
  return { root, account: of.account, files: left.map((each) => each.file).sort(), kept: left.map((each) => each.id) };
}

/** As a file that was never open here. */
const put = (file: string, bytes: Uint8Array | string): void => {
  for (const each of [file, `${file}-shm`]) rmSync(each, { force: true });
  writeFileSync(file, bytes);
};

const flip = (file: string, at: number, length = 1): void => {
  const bytes = readFileSync(file);
  for (let n = at; n < at + length; n += 1) bytes[n] = (bytes[n] ?? 0) ^ 0xff;
  put(file, bytes);
};

const cut = (file: string, length: number): void => put(file, readFileSync(file).subarray(0, length));

const damages: readonly [string, (file: string) => void][] = [
  ['a changed magic', (file) => flip(file, 3)],
  ['a changed page size', (file) => flip(file, 16, 2)],
  ['a first page of noise', (file) => flip(file, 100, 900)],
  ['pages of noise in the middle', (file) => flip(file, 4096 * 8, 4096 * 20)],
  ['half of it missing', (file) => cut(file, Math.floor(readFileSync(file).length / 2 / 4096) * 4096)],
  ['cut within a page', (file) => cut(file, 5000)],
  ['cut within the header', (file) => cut(file, 50)],
  ['no length', (file) => cut(file, 0)],
  ['text in its place', (file) => put(file, 'Dear Ben, this is no database.\n'.repeat(500))],
  [
    'another program’s database in its place',
    (file) => {
      rmSync(file);
      const db = new Database(file);
      db.exec('CREATE TABLE bookmarks (url TEXT); PRAGMA user_version = 1');
      db.close();
    },
  ],
  [
    'an empty database in its place',
    (file) => {
      rmSync(file);
      const db = new Database(file);
      db.exec('VACUUM');
      db.close();
    },
  ],
  ['nothing in its place', (file) => rmSync(file)],
];

for (const [name, damage] of damages) {
  test(`a database with ${name} is refused, untouched, and rebuilt from the files`, async () => {
    const { root, files, account, kept } = await lived();
    damage(join(root, 'vault.db'));
    const before = fingerprint(root);
    const wasThere = existsSync(join(root, 'vault.db'));
    expect(await reasonOf(openVault(root))).toBe('vault-damaged');
    expect(await reasonOf(openVault(root))).toBe('vault-damaged');
    expect(fingerprint(root)).toEqual(before);

    const report = await rebuild(root);
    expect(report).toMatchObject({ how: 'rebuilt', accounts: 1, adopted: 39, lost: [], changed: [], unclaimed: [] });
    if (wasThere) expect(fingerprint(root)[report.old?.slice(root.length + 1) ?? '']).toBe(before['vault.db']);
    else expect(report.old).toBeNull();

    const vault = await openVault(root);
    expect(await checkVault(vault)).toMatchObject({ ok: true, messages: 39, orphans: [] });
    const inbox = vault.folders.byRole(account, 'inbox');
    expect(inbox).toMatchObject({ total: 39, unread: 38 });
    const records = vault.messages.ofFolder(inbox?.id ?? 0).map((id) => vault.messages.get(id));
    expect(records.map((each) => each.file).sort()).toEqual(files);
    expect(records.map((each) => each.id).sort((a, b) => a - b)).toEqual(kept);
    expect(records.find((each) => each.subject === 'mail-1')?.flags).toEqual(['flagged', 'seen']);
    // Nothing is downloaded twice, not even what was deleted here.
    expect([...vault.uidls.known(account).keys()].sort()).toEqual(
      Array.from({ length: 40 }, (_, n) => `uidl-mail-${n}`).sort(),
    );
    await vault.close();

    // A second disaster is no worse than the first.
    put(join(root, 'vault.db'), 'gone again');
    expect(await rebuild(root)).toMatchObject({ how: 'rebuilt', adopted: 39, lost: [] });
    const again = await openVault(root);
    expect(again.uidls.known(account).size).toBe(40);
    expect(await checkVault(again)).toMatchObject({ ok: true, messages: 39 });
  });
}

test('any changed byte of the database is either harmless or refused, and never loses mail in a rebuild', async () => {
  const { root, files } = await lived(8);
  const sound = readFileSync(join(root, 'vault.db'));
  let refused = 0;
  for (let at = 0; at < sound.length; at += 1009) {
    put(join(root, 'vault.db'), sound);
    flip(join(root, 'vault.db'), at);
    const before = readFileSync(join(root, 'vault.db'));
    const reason = await reasonOf(openVault(root).then((vault) => vault.close()));
    if (reason === 'done') continue;
    expect(reason, `byte ${at}`).toMatch(/^vault-(damaged|newer)$/);
    expect(readFileSync(join(root, 'vault.db')).equals(before)).toBe(true);
    refused += 1;
  }
  expect(refused).toBeGreaterThan(0);
  put(join(root, 'vault.db'), '');
  expect(await rebuild(root)).toMatchObject({ adopted: files.length });
});

test('a database with a log of changes that was not carried over is refused as it is, the log too', async () => {
  const { root } = await lived();
  const vault = await openVault(root);
  household(vault);
  const wal = readFileSync(join(root, 'vault.db-wal'));
  const main = readFileSync(join(root, 'vault.db'));
  await vault.close();
  put(join(root, 'vault.db'), main);
  flip(join(root, 'vault.db'), 4096 * 8, 4096 * 20);
  writeFileSync(join(root, 'vault.db-wal'), wal);
  const before = fingerprint(root);
  expect(await reasonOf(openVault(root))).toBe('vault-damaged');
  expect(fingerprint(root)).toEqual(before);
});

test('what can still be read of a damaged database is saved: drafts, outbox, uploads, reasons', async () => {
  const { root, account } = await lived(200);
  const vault = await openVault(root);
  const upload = vault.write(() => vault.uploads.begin('a.txt', 'text/plain'));
  await vault.files.appendUpload(upload, Buffer.from('attached'));
  vault.write(() => vault.uploads.complete(upload, 8));
  const attachments = [{ upload, name: 'a.txt', type: 'text/plain', size: 8 }];
  const saved = vault.write(() => vault.drafts.save(null, draft(account, { subject: 'with a file', attachments })));
  const root2 = vault.db.get<{ rootpage: number }>("SELECT rootpage FROM sqlite_master WHERE name = 'messages'");
  await vault.close();
  flip(join(root, 'vault.db'), 4096 * ((root2?.rootpage ?? 1) - 1), 4096); // the messages' table only
  expect(await reasonOf(openVault(root))).toBe('vault-damaged');
  expect(await rebuild(root)).toMatchObject({ how: 'rebuilt', adopted: 199 });

  const after = await openVault(root);
  expect(after.drafts.get(saved)).toMatchObject({ subject: 'with a file', attachments });
  expect(after.uploads.get(upload)).toMatchObject({ name: 'a.txt', complete: true });
  expect(readFileSync(after.files.uploadPath(upload), 'utf8')).toBe('attached');
  const answering = after.drafts.list().find((each) => each.subject === 'kept draft');
  expect(after.messages.get(answering?.answers?.message ?? 0).subject).toBe('mail-2');
  expect(after.outbox.list()).toMatchObject([{ subject: 'on its way', state: 'queued' }]);
  expect(after.ledger.of(1).map((line) => line.cause)).toEqual(['a test', 'a person']);
});

test('a database of a later version is refused, untouched, also by rebuild', async () => {
  const { root } = await lived(3);
  const db = new Database(join(root, 'vault.db'));
  db.exec('PRAGMA user_version = 999');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  const before = fingerprint(root);
  expect(await reasonOf(openVault(root))).toBe('vault-newer');
  expect(await reasonOf(rebuild(root))).toBe('vault-newer');
  expect(fingerprint(root)).toEqual(before);
});

test('an account list that cannot be read costs nothing while the database can be', async () => {
  const { root } = await lived(5);
  writeFileSync(join(root, 'accounts.json'), '[{"id":');
  flip(join(root, 'vault.db'), 4096 * 8, 40);
  const reason = await reasonOf(openVault(root).then((vault) => vault.close()));
  if (reason === 'vault-damaged') expect(await rebuild(root)).toMatchObject({ accounts: 1 });
});
