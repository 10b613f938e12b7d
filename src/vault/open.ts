import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { asMailError, MailError } from '../base/errors.ts';
import { Database } from './database.ts';
import { migrations } from './migrations.ts';

export const databaseName = 'vault.db';

/**
 * Opens the profile's database; the profile's lock is held already.
 * @throws MailError vault-damaged, vault-newer, disk-full, disk-failed; the file is then as it was.
 */
export function openDatabase(root: string): Database {
  const file = join(root, databaseName);
  const isNew = !existsSync(file);
  let db: Database | undefined;
  try {
    db = new Database(file);
    if (!isNew) refuseNewer(db, root);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    if (!isNew) checkQuickly(db, root);
    migrate(db);
    return db;
  } catch (thrown) {
    closeQuietly(db);
    throw asVaultError(thrown, root);
  }
}

/** SQLite's refusals as ours. */
export function asVaultError(thrown: unknown, root: string): MailError {
  if (thrown instanceof MailError) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  if (/^SQLITE_(CORRUPT|NOTADB|FORMAT)/.test(code) || /malformed|not a database/.test(said))
    return damaged(root, said, thrown);
  if (code.startsWith('SQLITE_FULL') || /disk is full/.test(said))
    return new MailError({ kind: 'not-stored', at: 'vault.write', reason: 'disk-full', advice: 'free-space' }, thrown);
  return asMailError(thrown, 'vault.open');
}

function refuseNewer(db: Database, root: string): void {
  const found = versionOf(db);
  if (found <= migrations.length) return;
  throw new MailError({
    kind: 'not-stored',
    at: 'vault.open',
    reason: 'vault-newer',
    advice: 'update-app',
    facts: { profile: root, found, known: migrations.length },
  });
}

function checkQuickly(db: Database, root: string): void {
  const first = db.all<Record<string, unknown>>('PRAGMA quick_check(1)')[0];
  const said = String(first?.['quick_check'] ?? first?.['integrity_check'] ?? 'ok');
  if (said !== 'ok') throw damaged(root, said);
}

function migrate(db: Database): void {
  const from = versionOf(db);
  if (from === migrations.length) return;
  db.transaction(() => {
    for (const step of migrations.slice(from)) db.exec(step);
    db.exec(`PRAGMA user_version = ${migrations.length}`);
    if (from === 0) db.run("INSERT INTO meta (key, value) VALUES ('epoch', ?)", randomBytes(8).toString('hex'));
  });
}

function versionOf(db: Database): number {
  return db.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
}

function damaged(root: string, said: string, cause?: unknown): MailError {
  return new MailError(
    { kind: 'not-stored', at: 'vault.open', reason: 'vault-damaged', advice: 'report', said, facts: { profile: root } },
    cause,
  );
}

function closeQuietly(db: Database | undefined): void {
  try {
    db?.close();
  } catch {
    // What is reported is why it could not be opened.
  }
}
