/** One batch of changes and the cursor behind it, in one transaction: either both are there afterwards or neither. */
import type { Change, ChangeBatch, Cursor } from '../../src/contract/changes.ts';
import { type Mirror, mirrored } from './mirror.ts';

const nothing: Cursor = { epoch: '', seq: 0 };

export async function readCursor(mirror: Mirror): Promise<Cursor> {
  return (await mirror.meta.get('cursor'))?.cursor ?? nothing;
}

/** @param after the cursor that the batch was asked for; when the mirror is elsewhere by now, nothing is applied (false). */
export async function applyBatch(mirror: Mirror, after: Cursor, batch: ChangeBatch): Promise<boolean> {
  const { accounts, folders, messages, drafts, outbox, operations, meta } = mirror;
  const tables = [accounts, folders, messages, drafts, outbox, operations, meta];
  return mirror.db.transaction('rw', tables, async () => {
    const at = await readCursor(mirror);
    if (at.epoch !== after.epoch || at.seq !== after.seq) return false;
    if (batch.reset) await Promise.all(tables.map((table) => table.clear()));
    const latest = lastOfEach(batch.changes);
    await Promise.all([
      write(accounts, latest.account),
      write(folders, latest.folder),
      write(messages, { ...latest.message, rows: latest.message.rows.map(mirrored) }),
      write(drafts, latest.draft),
      write(outbox, latest.outbox),
      write(operations, latest.operation),
    ]);
    await meta.put({ key: 'cursor', cursor: batch.cursor });
    return true;
  });
}

type Rows = { [K in Change['kind']]: { rows: NonNullable<Extract<Change, { kind: K }>['row']>[]; gone: number[] } };

/** Of several changes to one thing only the last counts. */
function lastOfEach(changes: readonly Change[]): Rows {
  const last = new Map<string, Change>();
  for (const change of changes) last.set(`${change.kind} ${change.id}`, change);
  const sorted: Rows = {
    account: { rows: [], gone: [] },
    folder: { rows: [], gone: [] },
    message: { rows: [], gone: [] },
    draft: { rows: [], gone: [] },
    outbox: { rows: [], gone: [] },
    operation: { rows: [], gone: [] },
  };
  for (const change of last.values()) {
    const of = sorted[change.kind];
    if (change.row === null) of.gone.push(change.id);
    else (of.rows as unknown[]).push(change.row);
  }
  return sorted;
}

interface Writable<Row> {
  bulkPut(rows: Row[]): PromiseLike<unknown>;
  bulkDelete(ids: number[]): PromiseLike<unknown>;
}

async function write<Row>(table: Writable<Row>, { rows, gone }: { rows: Row[]; gone: number[] }): Promise<void> {
  if (gone.length > 0) await table.bulkDelete(gone);
  if (rows.length > 0) await table.bulkPut(rows);
}
