import type { Change, ChangeBatch, Cursor } from '../contract/changes.ts';
import type { Context, Kind } from './context.ts';

/** Reads one thing as it is now, for each kind; null when it is gone. */
export type Readers = {
  readonly [K in Kind]: (ids: readonly number[]) => Map<number, Extract<Change, { kind: K }>['row']>;
};

interface Entry {
  seq: number;
  kind: Kind;
  id: number;
  gone: number;
}

/**
 * What changed, for mirrors. One entry for each thing, that of its last change, so that the journal is as long as the vault has things,
 * and "everything" is simply "all since 0".
 */
export class Journal {
  readonly #c: Context;
  readonly #readers: Readers;
  readonly epoch: string;

  constructor(context: Context, epoch: string, readers: Readers) {
    this.#c = context;
    this.#readers = readers;
    this.epoch = epoch;
  }

  head(): number {
    return this.#c.db.get<{ seq: number | null }>('SELECT max(seq) AS seq FROM journal')?.seq ?? 0;
  }

  isGone(kind: Kind, id: number): boolean {
    return this.#c.db.get('SELECT 1 FROM journal WHERE kind = ? AND id = ? AND gone = 1', kind, id) !== undefined;
  }

  /** The next changes after a cursor; see contract/changes.ts for `reset`. */
  since(after: Cursor, limit: number): ChangeBatch {
    const reset = after.epoch !== this.epoch || after.seq > this.head();
    const from = reset ? 0 : after.seq;
    const entries = this.#c.db.all<Entry>(
      'SELECT seq, kind, id, gone FROM journal WHERE seq > ? AND (? = 0 OR gone = 0) ORDER BY seq LIMIT ?',
      from,
      reset ? 1 : 0, // a mirror that has nothing needs no news of what is gone
      limit + 1,
    );
    const more = entries.length > limit;
    const batch = entries.slice(0, limit);
    const seq = batch.at(-1)?.seq ?? this.head();
    return { reset, changes: this.#read(batch), cursor: { epoch: this.epoch, seq }, more };
  }

  #read(entries: readonly Entry[]): Change[] {
    const ids = new Map<Kind, number[]>();
    for (const entry of entries) {
      if (entry.gone === 1) continue;
      const list = ids.get(entry.kind) ?? [];
      ids.set(entry.kind, list);
      list.push(entry.id);
    }
    const rows = new Map<Kind, Map<number, unknown>>();
    for (const [kind, list] of ids) rows.set(kind, this.#readers[kind](list));
    return entries.map((entry) => {
      const row = entry.gone === 1 ? null : (rows.get(entry.kind)?.get(entry.id) ?? null);
      return { kind: entry.kind, id: entry.id, row } as Change;
    });
  }
}
