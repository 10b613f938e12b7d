import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { walkProfile } from '../../src/compare/disk/index.ts';
import { checkVault, Vault } from '../../src/vault/index.ts';
import { clock, household, keep, mailText, message, profile, reasonOf } from './support/profile.ts';

const kib = 1 << 10;
const full = { kind: 'not-stored', reason: 'disk-full', advice: 'free-space' };
const opened: Vault[] = [];
afterEach(async () => {
  for (const vault of opened.splice(0)) await vault.close().catch(() => {});
});

/** A vault whose room is decided as the test goes on. */
async function limited(root = profile()) {
  let limit: number | null = null;
  const vault = await Vault.open(root, clock, { storage: () => limit });
  opened.push(vault);
  const walked = async () => (await walkProfile(root)).total;
  return {
    root,
    vault,
    walked,
    /** From now on so many octets beyond what lies there. Gives the limit. */
    async leave(octets: number): Promise<number> {
      vault.db.carryOver();
      limit = (await walked()) + octets;
      return limit;
    },
    noLimit() {
      limit = null;
    },
  };
}

async function* mailOf(n: number, size: number): AsyncGenerator<Uint8Array> {
  yield mailText(`large ${n}`);
  for (let sent = 0; sent < size; sent += 16 * kib) yield Buffer.alloc(16 * kib, n);
}

async function keepLarge(vault: Vault, of: ReturnType<typeof household>, n: number, size: number): Promise<number> {
  const staged = await vault.files.stage(mailOf(n, size));
  await vault.files.seal([staged]);
  return vault.write(() => vault.messages.add(message(of, { file: staged.sha256, size: staged.size }), 'a test'));
}

/** As many as there is room for; and why the next was refused. */
async function keepUntilFull(vault: Vault, of: ReturnType<typeof household>): Promise<{ ids: number[]; why: unknown }> {
  const ids: number[] = [];
  for (let n = 0; ; n += 1) {
    try {
      ids.push(await keepLarge(vault, of, n, 96 * kib));
    } catch (why) {
      return { ids, why };
    }
  }
}

test('mail comes until the room is taken; then it is refused as a full disk refuses, and nothing of it stays', async () => {
  const { root, vault, walked, leave } = await limited();
  const of = household(vault);
  const limit = await leave(2000 * kib);
  const { ids, why } = await keepUntilFull(vault, of);
  expect(why).toMatchObject(full);
  expect(ids.length).toBeGreaterThan(12);
  expect(readdirSync(join(root, 'incoming'))).toEqual([]);
  expect(await walked()).toBeLessThanOrEqual(limit);
  expect(await checkVault(vault)).toMatchObject({ ok: true, messages: ids.length, orphans: [] });
});

test('on a full profile mail is still marked and deleted, and what is deleted makes room', async () => {
  const { vault, walked, leave } = await limited();
  const of = household(vault);
  const limit = await leave(2000 * kib);
  const { ids } = await keepUntilFull(vault, of);
  for (const id of ids) vault.write(() => vault.messages.setFlags(id, ['seen'], 'read'));
  expect(vault.folders.get(of.inbox)).toMatchObject({ unread: 0 });
  const before = ids.length;
  await vault.removeMessages(ids.slice(0, 3), 'by hand');
  const again = await keepUntilFull(vault, of);
  expect(again.ids).toHaveLength(3);
  expect(again.why).toMatchObject(full);
  expect(await walked()).toBeLessThanOrEqual(limit);
  expect(await checkVault(vault)).toMatchObject({ ok: true, messages: before, orphans: [] });
});

test('with no room left at all mail can still be removed for good', async () => {
  const { vault, leave } = await limited();
  const of = household(vault);
  const ids: number[] = [];
  for (let n = 0; n < 5; n += 1) ids.push(await keepLarge(vault, of, n, 96 * kib));
  await leave(-400 * kib);
  expect(await reasonOf(keepLarge(vault, of, 9, 1))).toBe('disk-full');
  await vault.removeMessages(ids, 'by hand');
  expect(await checkVault(vault)).toMatchObject({ ok: true, messages: 0, orphans: [] });
  await keepLarge(vault, of, 9, 1);
});

test('rows that would make the database too large are refused whole by SQLite, which stays sound and goes on when there is room', async () => {
  const { vault, walked, leave, noLimit } = await limited();
  const of = household(vault);
  const limit = await leave(600 * kib);
  const list = (batch: number, use: 'arrival' | 'upkeep') =>
    vault.write(() => {
      for (let n = 0; n < 20; n += 1)
        vault.messages.add(message(of, { uid: batch * 20 + n + 1, preview: 'x'.repeat(1000) }), 'a test');
    }, use);
  const until = (from: number, use: 'arrival' | 'upkeep') => {
    for (let batch = from; ; batch += 1) {
      try {
        list(batch, use);
      } catch (thrown) {
        expect(thrown).toMatchObject({ ...full, at: 'vault.write' });
        return batch;
      }
    }
  };
  const listed = until(0, 'arrival');
  expect(listed).toBeGreaterThan(0);
  const kept = until(listed, 'upkeep');
  expect(kept).toBeGreaterThan(listed); // what was held back for upkeep
  expect(await walked()).toBeLessThanOrEqual(limit);
  expect(vault.folders.get(of.inbox)).toMatchObject({ total: kept * 20 });
  expect(await checkVault(vault)).toMatchObject({ ok: true, messages: kept * 20 });
  noLimit();
  list(kept, 'arrival');
  expect(await checkVault(vault)).toMatchObject({ ok: true, messages: (kept + 1) * 20 });
});

test('the write-ahead log is carried over before anything is refused for its sake', async () => {
  const { root, vault, walked, leave } = await limited();
  const of = household(vault);
  const { id } = await keep(vault, of, 'one');
  const limit = await leave(1500 * kib);
  const wal = async () => (await walkProfile(root)).database;
  const small = await wal();
  for (let n = 0; n < 400 && (await wal()) < small + 1000 * kib; n += 1)
    vault.write(() => vault.messages.setFlags(id, [`k${n}`], 'a test'));
  expect(await wal()).toBeGreaterThan(small + 900 * kib);
  await keepLarge(vault, of, 1, 700 * kib);
  expect(await walked()).toBeLessThanOrEqual(limit);
});

test('what is counted is what a walk through the profile finds, whatever came, went, came twice or was refused', async () => {
  const { root, vault, walked, leave } = await limited();
  const of = household(vault);
  const agrees = async (what: string) => {
    vault.db.carryOver();
    expect(vault.room.taken(), what).toBe(await walked());
  };
  await agrees('empty');
  const one = await keepLarge(vault, of, 1, 50 * kib);
  const two = await keepLarge(vault, of, 1, 50 * kib);
  await agrees('the same bytes twice');
  const twins = [await vault.files.stage(mailOf(2, 9 * kib)), await vault.files.stage(mailOf(2, 9 * kib))];
  await vault.files.seal(twins);
  await agrees('in one batch');
  vault.abandon(twins);
  await agrees('and without rows');
  await vault.files.discard([await vault.files.stage(mailOf(3, 9 * kib))]);
  await vault.removeMessages([one], 'by hand');
  await agrees('one of two that share a file is gone');
  await vault.removeMessages([two], 'by hand');
  await agrees('both are');

  const { id } = await keep(vault, of, 'parts');
  const fill = (size: number) => (file: string) => writeFile(file, Buffer.alloc(size));
  await vault.keepPart(id, '1', fill(1000), 'upkeep');
  await vault.keepPart(id, '1', fill(10), 'upkeep');
  await vault.keepPart(id, '2', fill(5000), 'arrival');
  await vault.files.removeParts(id, ['2', '3']);
  await agrees('parts');
  const upload = vault.write(() => vault.uploads.begin('a', 'text/plain'));
  await vault.files.appendUpload(upload, Buffer.alloc(3000));
  await vault.files.appendUpload(upload, Buffer.alloc(3000));
  await vault.files.copyToUpload(vault.files.uploadPath(upload), 99);
  await vault.files.removeUpload(99);
  await agrees('uploads');

  await leave(300 * kib);
  expect(await reasonOf(keepLarge(vault, of, 4, 400 * kib))).toBe('disk-full');
  expect(await reasonOf(vault.keepPart(id, '4', fill(400 * kib), 'arrival'))).toBe('disk-full');
  expect(await reasonOf(vault.files.appendUpload(upload, Buffer.alloc(400 * kib)))).toBe('disk-full');
  expect(await reasonOf(vault.files.copyToUpload(vault.files.uploadPath(upload), 99))).toBe('done');
  expect(await reasonOf(vault.files.receive((file) => writeFile(file, Buffer.alloc(400 * kib))))).toBe('disk-full');
  const bit = async (file: string, before: (octets: number) => void) => {
    before(10);
    await writeFile(file, 'half');
    before(400 * kib);
  };
  expect(await reasonOf(vault.files.receive(bit))).toBe('disk-full');
  expect(await reasonOf(vault.files.temporarily(bit))).toBe('disk-full');
  await agrees('refusals');
  expect(readdirSync(join(root, 'incoming'))).toEqual([]);
  await vault.close();
  const again = await limited(root);
  again.vault.db.carryOver();
  expect(again.vault.room.taken()).toBe(await again.walked());
});

test('texts that can be unpacked again make room for the one that is read now; what only the server has does not go', async () => {
  const { vault, leave } = await limited();
  const of = household(vault);
  const [first, second] = [await keep(vault, of, 'first'), await keep(vault, of, 'second')];
  const remote = vault.write(() => vault.messages.add(message(of, { uid: 7 }), 'a test'));
  const put = async (id: number, size: number) => {
    const held = await vault.keepPart(id, '1', (file) => writeFile(file, Buffer.alloc(size)), 'upkeep');
    vault.write(() => vault.parts.put(id, { part: '1', type: 'text/plain', name: '', size: held.size, problems: [] }));
    return held.file;
  };
  const kept = await put(remote, 100 * kib);
  const old = await put(first.id, 300 * kib);
  await leave(200 * kib);
  const now = await put(second.id, 300 * kib);
  expect([kept, old, now].map((file) => existsSync(file))).toEqual([true, false, true]);
  expect(await reasonOf(put(first.id, 900 * kib))).toBe('disk-full');
  expect(await checkVault(vault)).toMatchObject({ ok: true, parts: [] });
});
