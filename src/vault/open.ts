import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { asMailError, MailError } from '../base/errors.ts';
import { arrivalLogPath } from './arrival-log.ts';
import { Database } from './database.ts';
import { migrations } from './migrations.ts';

export const databaseName = 'vault.db';

/**
 * Opens the profile's database; the profile's lock is held already.
 * @throws MailError vault-damaged, vault-newer, disk-full, disk-failed; the file is then as it was, byte for byte.
 */
export function openDatabase(
  root: string,
  name: string = databaseName,
  steps: readonly string[] = migrations,
): Database {
  let db: Database | undefined;
  try {
    if (name === databaseName) inspect(root, 'quick_check', steps.length);
    db = new Database(join(root, name));
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    migrate(db, steps);
    return db;
  } catch (thrown) {
    closeQuietly(db);
    throw asVaultError(thrown, root);
  }
}

/**
 * Looks at the database by a connection that cannot write: one that can would carry the write-ahead log over when it closes.
 * @throws MailError vault-damaged, vault-newer.
 */
export function inspect(root: string, how: 'quick_check' | 'integrity_check', known = migrations.length): void {
  const file = join(root, databaseName);
  if (!existsSync(file) || statSync(file).size === 0) {
    if (holdsMail(root)) throw damaged(root, 'the database is gone, and mail is there');
    return;
  }
  let db: Database | undefined;
  try {
    db = new Database(file, { readonly: true });
    const found = versionOf(db);
    if (found > known) throw newer(root, found, known);
    const said = complaints(db, how)[0];
    if (said !== undefined) throw damaged(root, said);
    const isNew = db.get('SELECT 1 FROM sqlite_master') === undefined;
    if (isNew ? holdsMail(root) : found < 1 || epochOf(db) === undefined)
      throw damaged(root, 'the database is not one of a vault');
  } catch (thrown) {
    throw asVaultError(thrown, root);
  } finally {
    closeQuietly(db);
  }
}

/** What SQLite finds wrong with itself; empty when it is sound. */
export function complaints(db: Database, how: 'quick_check' | 'integrity_check'): string[] {
  return db
    .all<Record<string, unknown>>(`PRAGMA ${how}`)
    .map((row) => String(Object.values(row)[0]))
    .filter((line) => line !== 'ok');
}

/** SQLite's refusals as ours. */
export function asVaultError(thrown: unknown, root: string): MailError {
  if (thrown instanceof MailError) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  if (/^SQLITE_(CORRUPT|NOTADB|FORMAT|IOERR_SHORT_READ)/.test(code) || /malformed|not a database/.test(said))
    return damaged(root, said, thrown);
  if (code.startsWith('SQLITE_FULL') || /disk is full/.test(said))
    return new MailError({ kind: 'not-stored', at: 'vault.write', reason: 'disk-full', advice: 'free-space' }, thrown);
  return asMailError(thrown, 'vault.open');
}

/** All steps that are missing, in one transaction: a step that fails leaves the database as it was. */
function migrate(db: Database, steps: readonly string[]): void {
  const from = versionOf(db);
  if (from === steps.length) return;
  db.transaction(() => {
    for (const step of steps.slice(from)) db.exec(step);
    db.exec(`PRAGMA user_version = ${steps.length}`);
    if (from === 0) db.run("INSERT INTO meta (key, value) VALUES ('epoch', ?)", randomBytes(8).toString('hex'));
  });
}

/** Whether this profile was in use: then a database that is empty was not always so. */
function holdsMail(root: string): boolean {
  if (existsSync(join(root, 'accounts.json')) || existsSync(arrivalLogPath(root))) return true;
  const mail = join(root, 'mail');
  return existsSync(mail) && readdirSync(mail).length > 0;
}

function versionOf(db: Database): number {
  return db.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
}

function epochOf(db: Database): string | undefined {
  if (db.get("SELECT 1 FROM sqlite_master WHERE name = 'meta'") === undefined) return undefined;
  return db.get<{ value: string }>("SELECT value FROM meta WHERE key = 'epoch'")?.value;
}

function newer(root: string, found: number, known: number): MailError {
  return new MailError({
    kind: 'not-stored',
    at: 'vault.open',
    reason: 'vault-newer',
    advice: 'update-app',
    facts: { profile: root, found, known },
  });
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
