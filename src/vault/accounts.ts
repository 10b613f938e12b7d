import { AccountRow, type AccountSettings } from '../contract/account.ts';
import type { Context } from './context.ts';
import { notFound } from './errors.ts';

interface Row {
  id: number;
  settings: string;
  created: number;
}

/** The accounts of the profile; never their passwords. */
export class Accounts {
  readonly #c: Context;
  constructor(context: Context) {
    this.#c = context;
  }

  add(settings: AccountSettings, id?: number): number {
    const { lastId } = this.#c.db.run(
      'INSERT INTO accounts (id, settings, created) VALUES (?, ?, ?)',
      id ?? null,
      JSON.stringify(settings),
      this.#c.now(),
    );
    this.#c.touch('account', lastId);
    return lastId;
  }

  /** Puts back accounts under their old ids; the first of an id counts, and what is no account is passed over. */
  restore(saved: readonly unknown[]): void {
    for (const each of saved) {
      const row = AccountRow.safeParse(each);
      if (row.success && this.find(row.data.id) === null) this.add(row.data.settings, row.data.id);
    }
  }

  list(): AccountRow[] {
    return this.#c.db.all<Row>('SELECT id, settings, created FROM accounts ORDER BY id').map(toRow);
  }

  find(id: number): AccountRow | null {
    const row = this.#c.db.get<Row>('SELECT id, settings, created FROM accounts WHERE id = ?', id);
    return row === undefined ? null : toRow(row);
  }

  /** @throws MailError `not-found`. */
  get(id: number): AccountRow {
    const row = this.find(id);
    if (row === null) throw notFound('vault.account', `account ${id}`);
    return row;
  }

  /** Removes the account and every row of it; the caller removes the files that nothing names any more. */
  remove(id: number): void {
    const { db } = this.#c;
    for (const [kind, table] of [
      ['message', 'messages'],
      ['folder', 'folders'],
      ['draft', 'drafts'],
      ['outbox', 'outbox'],
      ['operation', 'operations'],
    ] as const)
      for (const row of db.all<{ id: number }>(`SELECT id FROM ${table} WHERE account = ?`, id)) {
        this.#c.touch(kind, row.id, true);
        if (kind === 'message')
          this.#c.because({ account: id, message: row.id, what: 'removed', cause: 'its account was removed here' });
      }
    db.run('DELETE FROM accounts WHERE id = ?', id);
    this.#c.touch('account', id, true);
  }
}

function toRow(row: Row): AccountRow {
  return AccountRow.parse({ id: row.id, settings: JSON.parse(row.settings), created: row.created });
}
