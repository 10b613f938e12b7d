import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MailError } from '../base/errors.ts';
import { Database } from './database.ts';

const lockName = 'vault.lock';

/**
 * One profile, one process. The lock is an exclusive transaction on a small database of its own: the kernel takes it back when the process
 * ends, however it ends, and nothing is left to be cleaned up. The vault itself stays in SQLite's ordinary locking: its library keeps a
 * closed connection alive while statements of it are, and an exclusive lock there would outlive close().
 */
export class ProfileLock {
  readonly #db: Database;
  #released = false;

  private constructor(db: Database) {
    this.#db = db;
  }

  /** @throws MailError vault-locked, with the other process's number where it is known. */
  static take(root: string): ProfileLock {
    const file = join(root, lockName);
    const pidFile = `${file}.pid`;
    const db = new Database(file);
    try {
      db.exec('BEGIN EXCLUSIVE');
    } catch (thrown) {
      db.close();
      if (isNoDatabase(thrown)) return ProfileLock.#anew(root, file);
      if (!isBusy(thrown)) throw thrown;
      throw new MailError(
        {
          kind: 'not-stored',
          at: 'vault.lock',
          reason: 'vault-locked',
          advice: 'close-other',
          facts: { profile: root, ...pidFact(pidFile) },
        },
        thrown,
      );
    }
    notePid(pidFile);
    return new ProfileLock(db);
  }

  /** What is not a database cannot be held by anybody, and nothing in it is worth keeping. */
  static #anew(root: string, file: string): ProfileLock {
    rmSync(file, { force: true });
    return ProfileLock.take(root);
  }

  /** May be called twice. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#db.exec('ROLLBACK');
    this.#db.close();
  }
}

function isNoDatabase(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'SQLITE_NOTADB';
}

function isBusy(thrown: unknown): boolean {
  return (
    thrown instanceof Error &&
    (('code' in thrown && thrown.code === 'SQLITE_BUSY') || /database is locked/.test(thrown.message))
  );
}

/** For the sentence that names the other process; the lock does not depend on it, and a full disk may refuse it. */
function notePid(file: string): void {
  try {
    writeFileSync(file, `${process.pid}\n`, { mode: 0o600 });
  } catch {
    // then the sentence names no process
  }
}

function pidFact(file: string): Record<string, number> {
  try {
    return { pid: Number.parseInt(readFileSync(file, 'utf8'), 10) };
  } catch {
    return {};
  }
}
