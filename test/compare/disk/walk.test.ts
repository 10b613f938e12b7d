import { linkSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { walkProfile } from '../../../src/compare/disk/index.ts';
import { duOf } from './du.ts';

function temporary(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tegami-disk-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function put(folder: string, name: string, octets: number): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, Buffer.alloc(octets, 7));
}

const sha = (c: string): string => c.repeat(64);

test('what a profile takes is told by what it is, and the sum is what du says', async () => {
  const profile = temporary();
  put(profile, `mail/aa/${sha('a')}.eml`, 14_000_000);
  put(profile, `mail/bc/${sha('b')}.eml`, 1);
  put(profile, 'mail/log.jsonl', 200);
  put(profile, 'parts/17/17-1.2', 3_000);
  put(profile, 'uploads/4', 5_000);
  put(profile, 'incoming/99-1', 60);
  put(profile, 'vault.db', 40_960);
  put(profile, 'vault.db-wal', 8_192);
  put(profile, 'vault.db-shm', 32_768);
  put(profile, 'vault.lock', 0);
  put(profile, 'accounts.json', 300);
  const disk = await walkProfile(profile);
  expect(disk).toMatchObject({ mail: 14_000_001, parts: 3_000, database: 81_920 });
  expect(disk.total).toBe(disk.mail + disk.parts + disk.database + disk.other);
  expect(disk.total).toBe(duOf(profile));
});

test('a file with several names counts once', async () => {
  const profile = temporary();
  put(profile, 'uploads/1', 1_000_000);
  mkdirSync(path.join(profile, 'kept'));
  for (const name of ['uploads/2', 'kept/3']) linkSync(path.join(profile, 'uploads/1'), path.join(profile, name));
  const { total } = await walkProfile(profile);
  expect(total).toBe(duOf(profile));
  expect(total).toBeLessThan(1_100_000);
});

test('a symbolic link is as long as what it says, and is not followed', async () => {
  const elsewhere = temporary();
  put(elsewhere, 'large', 1_000_000);
  const profile = temporary();
  symlinkSync(elsewhere, path.join(profile, 'mail'));
  symlinkSync(path.join(elsewhere, 'large'), path.join(profile, 'vault.db'));
  symlinkSync('.', path.join(profile, 'circle'));
  symlinkSync('nothing', path.join(profile, 'dangling'));
  const disk = await walkProfile(profile);
  expect(disk.total).toBe(duOf(profile));
  expect(disk).toMatchObject({ mail: 0, database: 0 });
  expect(disk.total).toBeLessThan(100_000);
});

test('files with holes count as long as they say they are', async () => {
  const profile = temporary();
  await writeFile(path.join(profile, 'vault.db'), '');
  await truncate(path.join(profile, 'vault.db'), 500_000_000);
  const disk = await walkProfile(profile);
  expect(disk.database).toBe(500_000_000);
  expect(disk.total).toBe(duOf(profile));
});

test('any names and depths give the sum that du gives', async () => {
  const name = fc
    .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
    .filter((it) => !/[/\0]/.test(it) && !['.', '..'].includes(it) && Buffer.byteLength(it) < 200);
  const files = fc.array(
    fc.record({ at: fc.array(name, { minLength: 1, maxLength: 4 }), octets: fc.nat(20_000), link: fc.boolean() }),
    { maxLength: 20 },
  );
  await fc.assert(
    fc.asyncProperty(files, async (tree) => {
      const profile = mkdtempSync(path.join(tmpdir(), 'tegami-disk-'));
      try {
        for (const { at, octets, link } of tree)
          try {
            put(profile, at.join('/'), octets);
            if (link) linkSync(path.join(profile, ...at), path.join(profile, `${at.join('-')} again`));
          } catch {
            // a folder has that name already
          }
        expect((await walkProfile(profile)).total).toBe(duOf(profile));
      } finally {
        rmSync(profile, { recursive: true });
      }
    }),
    { numRuns: 30 },
  );
});

test('what vanishes and comes during the walk is no error', async () => {
  const profile = temporary();
  for (let n = 0; n < 300; n++) put(profile, `mail/${n % 16}/${n}`, 100);
  let over = false;
  const walks = (async () => {
    for (let n = 0; n < 20; n++) await walkProfile(profile);
    over = true;
  })();
  for (let n = 0; !over; n = (n + 1) % 16) {
    await rm(path.join(profile, `mail/${n}`), { recursive: true, force: true });
    writeFileSync(path.join(profile, `mail/${n}`), 'now a file');
    await rm(path.join(profile, `mail/${n}`));
    put(profile, `mail/${n}/again`, 10);
    renameSync(path.join(profile, `mail/${n}/again`), path.join(profile, `mail/${n}/renamed`));
  }
  await expect(walks).resolves.toBeUndefined();
});

test('a folder that is not there takes nothing', async () => {
  expect(await walkProfile(path.join(temporary(), 'lost'))).toEqual({
    total: 0,
    mail: 0,
    parts: 0,
    database: 0,
    other: 0,
  });
});
