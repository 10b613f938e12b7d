import { Draft, type DraftRow } from '../contract/outbox.ts';
import type { Context } from './context.ts';
import { notFound } from './errors.ts';

interface Row {
  id: number;
  draft: string;
  updated: number;
}

export class Drafts {
  readonly #c: Context;
  constructor(context: Context) {
    this.#c = context;
  }

  save(id: number | null, draft: Draft): number {
    const text = JSON.stringify(draft);
    if (id !== null) {
      const { changes } = this.#c.db.run(
        'UPDATE drafts SET account = ?, draft = ?, updated = ? WHERE id = ?',
        draft.account,
        text,
        this.#c.now(),
        id,
      );
      if (changes > 0) {
        this.#c.touch('draft', id);
        return id;
      }
    }
    const { lastId } = this.#c.db.run(
      'INSERT INTO drafts (account, draft, updated) VALUES (?, ?, ?)',
      draft.account,
      text,
      this.#c.now(),
    );
    this.#c.touch('draft', lastId);
    return lastId;
  }

  /** Puts back a draft that was read from a damaged database. */
  restore(id: number, draft: Draft): void {
    this.#c.db.run(
      'INSERT INTO drafts (id, account, draft, updated) VALUES (?, ?, ?, ?)',
      id,
      draft.account,
      JSON.stringify(draft),
      this.#c.now(),
    );
    this.#c.touch('draft', id);
  }

  find(id: number): DraftRow | null {
    const row = this.#c.db.get<Row>('SELECT id, draft, updated FROM drafts WHERE id = ?', id);
    return row === undefined ? null : toRow(row);
  }

  /** @throws MailError `not-found`. */
  get(id: number): DraftRow {
    const row = this.find(id);
    if (row === null) throw notFound('vault.draft', `draft ${id}`);
    return row;
  }

  list(): DraftRow[] {
    return this.#c.db.all<Row>('SELECT id, draft, updated FROM drafts ORDER BY updated DESC').map(toRow);
  }

  remove(id: number): void {
    if (this.#c.db.run('DELETE FROM drafts WHERE id = ?', id).changes > 0) this.#c.touch('draft', id, true);
  }
}

function toRow(row: Row): DraftRow {
  return { ...Draft.parse(JSON.parse(row.draft)), id: row.id, updated: row.updated };
}
