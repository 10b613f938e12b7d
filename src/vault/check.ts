import { stat } from 'node:fs/promises';
import { digestOf } from './bytes.ts';
import { complaints } from './open.ts';
import type { Vault } from './vault.ts';

export interface CheckReport {
  /** Every row has its bytes, every byte is as it was, the database is sound. */
  readonly ok: boolean;
  readonly messages: number;
  /** Messages held whole. */
  readonly files: number;
  /** What SQLite says of itself: `ok`, or its complaints; and rows that cannot be read. */
  readonly database: string[];
  /** Messages whose file is not there. Below zero: a mail of the outbox. */
  readonly missing: number[];
  /** Messages whose file is not the one that was stored. Below zero: a mail of the outbox. */
  readonly damaged: number[];
  /** Decoded parts whose file is not there or has another size; rebuild forgets them, and they are made again. */
  readonly parts: { message: number; part: string }[];
  /** Files that no row names: what a crash left between rename and commit, or between a removal and its file's. Harmless. */
  readonly orphans: string[];
}

/** Verifies that rows and files agree, by reading every byte. Changes nothing. */
export async function checkVault(vault: Vault): Promise<CheckReport> {
  const wrong = [...complaints(vault.db, 'integrity_check'), ...unreadable(vault)];
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
  const parts = await partsWithoutFiles(vault);
  return {
    ok: missing.length + damaged.length + parts.length + wrong.length === 0,
    messages: vault.db.get<{ n: number }>('SELECT count(*) AS n FROM messages')?.n ?? 0,
    files: states.size,
    database: wrong.length === 0 ? ['ok'] : wrong,
    missing,
    damaged,
    parts,
    orphans,
  };
}

async function stateOf(vault: Vault, sha256: string): Promise<'ok' | 'missing' | 'damaged'> {
  try {
    return (await digestOf(vault.files.mailPath(sha256))) === sha256 ? 'ok' : 'damaged';
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT' ? 'missing' : 'damaged';
  }
}

async function partsWithoutFiles(vault: Vault): Promise<{ message: number; part: string }[]> {
  const wrong: { message: number; part: string }[] = [];
  for (const { message, part, size } of vault.parts.all()) {
    const found = await stat(vault.files.partPath(message, part)).catch(() => null);
    if (found?.size !== size) wrong.push({ message, part });
  }
  return wrong;
}

/** SQLite knows nothing of what its texts mean: a byte that changed within one is found by reading it. */
function unreadable(vault: Vault): string[] {
  const wrong: string[] = [];
  for (const [table, read] of [
    ['accounts', (id: number) => vault.accounts.get(id)],
    ['messages', (id: number) => vault.messages.get(id)],
    ['drafts', (id: number) => vault.drafts.get(id)],
    ['outbox', (id: number) => vault.outbox.get(id)],
    ['operations', (id: number) => vault.operations.find(id)],
  ] as const)
    for (const { id } of vault.db.all<{ id: number }>(`SELECT id FROM ${table}`)) {
      try {
        read(id);
      } catch (thrown) {
        wrong.push(`${table} ${id}: ${(thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0]}`);
      }
    }
  return wrong;
}
