import { readFileSync, writeFileSync } from 'node:fs';
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
    writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });
    return new ProfileLock(db);
  }

  release(): void {
    this.#db.exec('ROLLBACK');
    this.#db.close();
  }
}

function isBusy(thrown: unknown): boolean {
  return (
    thrown instanceof Error &&
    (('code' in thrown && thrown.code === 'SQLITE_BUSY') || /database is locked/.test(thrown.message))
  );
}

function pidFact(file: string): Record<string, number> {
  try {
    return { pid: Number.parseInt(readFileSync(file, 'utf8'), 10) };
  } catch {
    return {};
  }
}
