import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readArrivals } from '../../src/vault/arrival-log.ts';
import { Database } from '../../src/vault/database.ts';
import { checkVault } from '../../src/vault/index.ts';
import { chunks, draft, household, keep, mailText, message, openVault, profile, reasonOf } from './support/profile.ts';

const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

test('a file whose bytes did not reach the disk is not sealed, and nothing of its batch stays behind', async () => {
  const root = profile();
  const vault = await openVault(root);
  const good = await vault.files.stage(chunks(mailText('good')));
  const staged = await vault.files.stage(chunks(mailText('bad')));
  await Promise.all([good.synced, staged.synced]);
  const bad = { ...staged, synced: Promise.resolve(full) };
  expect(readdirSync(join(root, 'incoming'))).toHaveLength(2);
  await expect(vault.files.seal([good, bad])).rejects.toBe(full);
  expect(readdirSync(join(root, 'incoming'))).toEqual([]);
  expect(existsSync(vault.files.mailPath(good.sha256))).toBe(false);
});

test('a message that breaks off while it arrives leaves nothing; one that is discarded neither', async () => {
  const root = profile();
  const vault = await openVault(root);
  const broken = async function* () {
    yield Buffer.from('Subject: h');
    throw new Error('the connection was cut');
  };
  for (let n = 0; n < 100; n += 1) {
    await expect(vault.files.stage(broken())).rejects.toThrow('cut');
    await vault.files.discard([await vault.files.stage(chunks(mailText(`${n}`)))]);
  }
  expect(readdirSync(join(root, 'incoming'))).toEqual([]);
});

test('what a crash left in incoming/ is cleared at the next opening', async () => {
  const root = profile();
  await (await openVault(root)).close();
  writeFileSync(join(root, 'incoming', '1-1'), 'half a mai');
  await openVault(root);
  expect(readdirSync(join(root, 'incoming'))).toEqual([]);
});

test('a file is never removed while the same bytes have come again and wait for their row', async () => {
  const vault = await openVault(profile());
  const of = household(vault);
  const { id, file } = await keep(vault, of, 'twice');
  const again = await vault.files.stage(chunks(mailText('twice')));
  await vault.files.seal([again]);
  await vault.removeMessages([id], 'by hand');
  const second = vault.write(() => vault.messages.add(message(of, { file: again.sha256 }), 'came again'));
  expect(await checkVault(vault)).toMatchObject({ ok: true, messages: 1 });
  await vault.removeMessages([second], 'by hand');
  expect(existsSync(vault.files.mailPath(file))).toBe(false);
});

test('a file that two messages share goes with the last of them', async () => {
  const vault = await openVault(profile());
  const of = household(vault);
  const one = await keep(vault, of, 'shared', { uidl: 'a' });
  const two = await keep(vault, of, 'shared', { uidl: 'b' });
  await vault.removeMessages([one.id], 'by hand');
  expect(existsSync(vault.files.mailPath(one.file))).toBe(true);
  await vault.removeMessages([two.id], 'by hand');
  expect(existsSync(vault.files.mailPath(one.file))).toBe(false);
});

test('a database that can grow no more is told as a full disk, nothing is half there, and it goes on when there is room', async () => {
  const vault = await openVault(profile());
  const of = household(vault);
  await keep(vault, of, 'before');
  vault.db.pragma(`max_page_count = ${vault.db.get<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0}`);
  const head = vault.journal.head();
  const many = async (): Promise<void> =>
    vault.write(() => {
      for (let n = 0; n < 500; n += 1) vault.messages.add(message(of, { preview: 'x'.repeat(2000) }), 'a test');
    });
  expect(await reasonOf(many())).toBe('disk-full');
  expect(vault.journal.head()).toBe(head);
  expect(vault.folders.get(of.inbox)).toMatchObject({ total: 1 });
  expect(await checkVault(vault)).toMatchObject({ ok: true, messages: 1 });
  vault.db.pragma('max_page_count = 1000000');
  await many();
  expect(vault.folders.get(of.inbox)).toMatchObject({ total: 501, unread: 501 });
});

test('the arrivals log: a line that was cut off costs only itself, and a crash between commit and log is made good', async () => {
  const root = profile();
  const log = join(root, 'mail', 'log.jsonl');
  const vault = await openVault(root);
  const of = household(vault);
  const one = await keep(vault, of, 'one');
  await vault.settle();
  await vault.close();
  const whole = readFileSync(log, 'utf8');
  writeFileSync(log, `${whole}{"id":7,"acc`);
  const second = await openVault(root);
  const two = await keep(second, of, 'two');
  await second.settle();
  expect((await readArrivals(log)).map((line) => line.file).sort()).toEqual([one.file, two.file].sort());
  await second.close();
  // Killed before the line of the second was written: neither line nor mark is there.
  writeFileSync(log, whole);
  const db = new Database(join(root, 'vault.db'));
  db.exec("UPDATE meta SET value = '1' WHERE key = 'logged'");
  db.carryOver();
  db.close();
  const third = await openVault(root);
  await third.close();
  expect((await readArrivals(log)).map((line) => line.uidl).sort()).toEqual(['uidl-one', 'uidl-two']);
});

test('an upload lives as long as a draft, or a mail not sent, names it, and no longer than the profile is open otherwise', async () => {
  const root = profile();
  const vault = await openVault(root);
  const { account } = household(vault);
  const [used, queued, unused] = ['a', 'b', 'c'].map((name) =>
    vault.write(() => vault.uploads.begin(name, 'text/plain')),
  );
  for (const id of [used, queued, unused]) await vault.files.appendUpload(id ?? 0, Buffer.from('bytes'));
  const withUpload = (upload = 0) =>
    draft(account, { attachments: [{ upload, name: 'a', type: 'text/plain', size: 5 }] });
  vault.write(() => {
    vault.drafts.save(null, withUpload(used));
    const mail = { account, draft: withUpload(queued), messageId: '<q@x>', subject: '', sender: 'a@x', size: 1 };
    vault.outbox.add({ ...mail, recipients: ['b@x'], file: 'f'.repeat(64) });
  });
  await vault.close();
  const after = await openVault(root);
  expect(after.uploads.ids()).toEqual([used, queued]);
  expect(readdirSync(join(root, 'uploads')).sort()).toEqual([`${used}`, `${queued}`]);
});
