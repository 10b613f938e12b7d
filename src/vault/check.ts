import { stat } from 'node:fs/promises';
import { digestOf } from './files.ts';
import type { Vault } from './vault.ts';

export interface CheckReport {
  /** Every row has its bytes, every byte is as it was, the database is sound. */
  readonly ok: boolean;
  readonly messages: number;
  /** Messages held whole. */
  readonly files: number;
  /** What SQLite says of itself: `ok`, or its complaints. */
  readonly database: string[];
  /** Messages whose file is not there. */
  readonly missing: number[];
  /** Messages whose file is not the one that was stored. */
  readonly damaged: number[];
  /** Files that no row names: what a crash left between rename and commit. Harmless; rebuild clears or adopts them. */
  readonly orphans: string[];
}

/** Verifies that rows and files agree, by reading every byte. Changes nothing. */
export async function checkVault(vault: Vault): Promise<CheckReport> {
  const database = vault.db
    .all<Record<string, string>>('PRAGMA integrity_check')
    .map((row) => String(row['integrity_check']));
  const named = vault.db.all<{ id: number; file: string }>(
    'SELECT id, file FROM messages WHERE file IS NOT NULL UNION ALL SELECT -id, file FROM outbox',
  );
  const states = new Map<string, 'ok' | 'missing' | 'damaged'>();
  for (const { file } of named) if (!states.has(file)) states.set(file, await stateOf(vault, file));
  const orphans: string[] = [];
  for await (const file of vault.files.mails()) if (!states.has(file)) orphans.push(file);
  const withState = (state: string): number[] =>
    named.filter((row) => states.get(row.file) === state).map((row) => row.id);
  const missing = withState('missing');
  const damaged = withState('damaged');
  return {
    ok: missing.length === 0 && damaged.length === 0 && database.length === 1 && database[0] === 'ok',
    messages: vault.db.get<{ n: number }>('SELECT count(*) AS n FROM messages')?.n ?? 0,
    files: states.size,
    database,
    missing,
    damaged,
    orphans,
  };
}

async function stateOf(vault: Vault, sha256: string): Promise<'ok' | 'missing' | 'damaged'> {
  const file = vault.files.mailPath(sha256);
  try {
    await stat(file);
  } catch {
    return 'missing';
  }
  return (await digestOf(file)) === sha256 ? 'ok' : 'damaged';
}
