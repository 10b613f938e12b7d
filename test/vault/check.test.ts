import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkVault, type Vault } from '../../src/vault/index.ts';
import { chunks, draft, household, keep, mailText, openVault, profile, rebuild } from './support/profile.ts';

const structure = {
  part: '1',
  type: 'text/plain',
  parameters: {},
  encoding: null,
  size: 3,
  disposition: null,
  name: null,
  id: null,
  children: [],
};
const spoil = (vault: Vault, file: string): void => {
  const bytes = readFileSync(vault.files.mailPath(file));
  bytes[bytes.length - 5] = 0x21;
  writeFileSync(vault.files.mailPath(file), bytes);
};

test('check finds a missing file, a changed byte, an orphan, a part without its file, and a row that cannot be read', async () => {
  const vault = await openVault(profile());
  const of = household(vault);
  const [sound, missing, changed, cut] = await Promise.all(['a', 'b', 'c', 'd'].map((name) => keep(vault, of, name)));
  if (!sound || !missing || !changed || !cut) throw new Error('four');
  await vault.files.writePart(sound.id, '1', async (file) => writeFileSync(file, 'text'));
  const put = (part: string, size: number): void =>
    vault.write(() => vault.parts.put(sound.id, { part, type: 'text/plain', name: '', size, problems: [] }));
  put('1', 4);
  expect(await checkVault(vault)).toMatchObject({ ok: true, messages: 4, files: 4, database: ['ok'] });

  rmSync(vault.files.mailPath(missing.file));
  spoil(vault, changed.file);
  writeFileSync(vault.files.mailPath(cut.file), '');
  const staged = await vault.files.stage(chunks(mailText('orphan')));
  await vault.files.seal([staged]);
  put('2', 9);
  expect(await checkVault(vault)).toEqual({
    ok: false,
    messages: 4,
    files: 4,
    database: ['ok'],
    missing: [missing.id],
    damaged: [changed.id, cut.id],
    parts: [{ message: sound.id, part: '2' }],
    orphans: [staged.sha256],
  });
  vault.write(() => vault.db.run("UPDATE messages SET refs = '[\"' WHERE id = ?", sound.id));
  expect((await checkVault(vault)).database).toEqual([expect.stringMatching(`^messages ${sound.id}: `)]);
});

test('rebuild of a sound vault gives lost files back to their server, keeps what lies only here, and check is content', async () => {
  const root = profile();
  const vault = await openVault(root);
  const pop = household(vault);
  const imap = household(vault, 'imap');
  const popMissing = await keep(vault, pop, 'pop-missing');
  const popSpoilt = await keep(vault, pop, 'pop-spoilt');
  const imapMissing = await keep(vault, imap, 'imap-missing', { uid: 1, uidl: null, structure });
  const imapSpoilt = await keep(vault, imap, 'imap-spoilt', { uid: 2, uidl: null, structure });
  const queued = await keep(vault, pop, 'queued');
  vault.write(() => {
    const mail = {
      account: pop.account,
      draft: draft(pop.account, { subject: 'unsent' }),
      messageId: '<q@x>',
      subject: 'unsent',
    };
    vault.outbox.add({ ...mail, sender: 'a@x', recipients: ['b@x'], file: queued.file, size: 1 });
    vault.parts.put(popSpoilt.id, { part: '1', type: 'text/plain', name: '', size: 7, problems: [] });
  });
  for (const { file } of [popMissing, imapMissing, queued]) rmSync(vault.files.mailPath(file));
  for (const { file } of [popSpoilt, imapSpoilt]) spoil(vault, file);
  await vault.close();

  const report = await rebuild(root);
  expect(report).toMatchObject({ how: 'repaired', adopted: 0, changed: [popSpoilt.id], unclaimed: [], old: null });
  expect([...report.lost].sort()).toEqual([popMissing.id, imapMissing.id, imapSpoilt.id, queued.id].sort());
  const after = await openVault(root);
  expect(await checkVault(after)).toMatchObject({ ok: true, messages: 5, orphans: [], parts: [] });
  expect(after.messages.get(imapMissing.id)).toMatchObject({ file: null, uid: 1, structure });
  expect(after.messages.get(imapSpoilt.id)).toMatchObject({ file: null, uid: 2 });
  expect(after.messages.get(popMissing.id)).toMatchObject({ file: null, subject: 'pop-missing' });
  expect(after.messages.get(popSpoilt.id).file).not.toBe(popSpoilt.file);
  // What POP3 can fetch again it is allowed to.
  expect([...after.uidls.known(pop.account).keys()]).toEqual([]);
  expect(after.outbox.list()).toEqual([]);
  expect(after.drafts.list()).toMatchObject([{ subject: 'unsent' }]);
  expect(after.ledger.of(imapMissing.id).at(-1)).toMatchObject({ what: 'file lost', cause: 'its file is gone' });
});

test('rebuild adopts files that the log knows and the database does not, and clears those that the vault had removed', async () => {
  const root = profile();
  const vault = await openVault(root);
  const of = household(vault);
  await keep(vault, of, 'stays');
  const removed = await keep(vault, of, 'removed');
  const removedBytes = readFileSync(vault.files.mailPath(removed.file));
  const later = await keep(vault, of, 'after the backup', { flags: ['seen'] });
  await vault.removeMessages([removed.id], 'by hand');
  // An old copy of the database that knows nothing of the last message; and a removal that a crash cut short.
  vault.write(() => {
    vault.db.run('DELETE FROM messages WHERE id = ?', later.id);
    vault.db.run("DELETE FROM journal WHERE kind = 'message' AND id = ?", later.id);
  });
  writeFileSync(vault.files.mailPath(removed.file), removedBytes);
  const strange = await vault.files.stage(chunks(mailText('nobody’s')));
  await vault.files.seal([strange]);
  await vault.close();

  expect(await rebuild(root)).toMatchObject({ how: 'repaired', adopted: 1, lost: [], unclaimed: [strange.sha256] });
  const after = await openVault(root);
  expect(after.messages.get(later.id)).toMatchObject({ subject: 'after the backup', flags: ['seen'] });
  expect(after.messages.find(removed.id)).toBeNull();
  expect(await checkVault(after)).toMatchObject({ ok: true, messages: 2, orphans: [strange.sha256] });
  await after.close();
  expect(await rebuild(root)).toMatchObject({ how: 'repaired', adopted: 0, lost: [], changed: [] }); // nothing is left to do
});
