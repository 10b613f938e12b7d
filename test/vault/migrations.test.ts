import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Database } from '../../src/vault/database.ts';
import { migrations } from '../../src/vault/migrations.ts';
import { databaseName, openDatabase } from '../../src/vault/open.ts';
import { household, keep, openVault, profile } from './support/profile.ts';

const close = (db: Database): void => {
  db.carryOver();
  db.close();
};
const version = (db: Database): number | undefined =>
  db.get<{ user_version: number }>('PRAGMA user_version')?.user_version;
const columns = (db: Database): string[] =>
  db.all<{ name: string }>('PRAGMA table_info(messages)').map((each) => each.name);

test('a vault of an earlier version is brought up by the steps that it lacks, its mail and its epoch kept', async () => {
  const root = profile();
  const vault = await openVault(root);
  await keep(vault, household(vault), 'old');
  const { epoch } = vault.journal;
  await vault.close();
  const next = [...migrations, 'ALTER TABLE messages ADD COLUMN one TEXT', 'ALTER TABLE messages ADD COLUMN two TEXT'];
  const db = openDatabase(root, databaseName, next);
  expect(version(db)).toBe(next.length);
  expect(columns(db).slice(-2)).toEqual(['one', 'two']);
  expect(db.get("SELECT value FROM meta WHERE key = 'epoch'")).toMatchObject({ value: epoch });
  expect(db.get('SELECT subject FROM messages')).toMatchObject({ subject: 'old' });
  close(db);
  // And the earlier version refuses it from now on.
  expect(() => openDatabase(root)).toThrow(expect.objectContaining({ reason: 'vault-newer' }));
});

test('a step that fails leaves the vault as it was, with all that came before it in the same run undone', async () => {
  const root = profile();
  const vault = await openVault(root);
  await keep(vault, household(vault), 'old');
  await vault.close();
  const before = readFileSync(join(root, databaseName));
  const next = [...migrations, 'ALTER TABLE messages ADD COLUMN one TEXT', 'UPDATE no_such_table SET x = 1'];
  expect(() => openDatabase(root, databaseName, next)).toThrow();
  const again = await openVault(root);
  expect(columns(again.db)).not.toContain('one');
  expect(version(again.db)).toBe(migrations.length);
  await again.close();
  expect(readFileSync(join(root, databaseName)).equals(before)).toBe(true);
});

test('a first step that fails leaves an empty database, and the next opening begins anew', async () => {
  const root = profile();
  expect(() =>
    openDatabase(root, databaseName, ['CREATE TABLE meta (key TEXT, value TEXT); CREATE NONSENSE']),
  ).toThrow();
  const vault = await openVault(root);
  expect(version(vault.db)).toBe(migrations.length);
});
