import type { FolderRow, Role } from '../contract/mail.ts';
import type { Context } from './context.ts';
import { notFound } from './errors.ts';

/** How far a folder is in step with the server (RFC 3501 §2.3.1.1, RFC 7162 §3.1). */
export interface FolderCursor {
  readonly uidValidity: string | null;
  readonly uidNext: number | null;
  readonly modseq: string | null;
}

export interface NewFolder {
  readonly account: number;
  readonly parent: number | null;
  readonly name: string;
  readonly path: string;
  readonly role: Role | null;
  readonly selectable: boolean;
  readonly local: boolean;
}

interface Row {
  id: number;
  account: number;
  parent: number | null;
  name: string;
  path: string;
  role: Role | null;
  selectable: number;
  local: number;
  total: number;
  unread: number;
}
const columns = 'id, account, parent, name, path, role, selectable, local, total, unread';

export class Folders {
  readonly #c: Context;
  constructor(context: Context) {
    this.#c = context;
  }

  /** Adds the folder or brings its name, role and place up to date; the path is what it is known by. */
  put(folder: NewFolder): number {
    const known = this.byPath(folder.account, folder.path);
    if (known !== null) {
      const same =
        known.parent === folder.parent &&
        known.name === folder.name &&
        known.role === folder.role &&
        known.selectable === folder.selectable &&
        known.local === folder.local;
      if (same) return known.id;
      this.#c.db.run(
        'UPDATE folders SET parent = ?, name = ?, role = ?, selectable = ?, local = ? WHERE id = ?',
        folder.parent,
        folder.name,
        folder.role,
        folder.selectable ? 1 : 0,
        folder.local ? 1 : 0,
        known.id,
      );
      this.#c.touch('folder', known.id);
      return known.id;
    }
    const { lastId } = this.#c.db.run(
      'INSERT INTO folders (account, parent, name, path, role, selectable, local) VALUES (?, ?, ?, ?, ?, ?, ?)',
      folder.account,
      folder.parent,
      folder.name,
      folder.path,
      folder.role,
      folder.selectable ? 1 : 0,
      folder.local ? 1 : 0,
    );
    this.#c.touch('folder', lastId);
    return lastId;
  }

  list(account?: number): FolderRow[] {
    const rows =
      account === undefined
        ? this.#c.db.all<Row>(`SELECT ${columns} FROM folders ORDER BY account, path`)
        : this.#c.db.all<Row>(`SELECT ${columns} FROM folders WHERE account = ? ORDER BY path`, account);
    return rows.map(toRow);
  }

  find(id: number): FolderRow | null {
    const row = this.#c.db.get<Row>(`SELECT ${columns} FROM folders WHERE id = ?`, id);
    return row === undefined ? null : toRow(row);
  }

  /** @throws MailError `not-found`. */
  get(id: number): FolderRow {
    const row = this.find(id);
    if (row === null) throw notFound('vault.folder', `folder ${id}`);
    return row;
  }

  byPath(account: number, path: string): FolderRow | null {
    const row = this.#c.db.get<Row>(`SELECT ${columns} FROM folders WHERE account = ? AND path = ?`, account, path);
    return row === undefined ? null : toRow(row);
  }

  byRole(account: number, role: Role): FolderRow | null {
    const row = this.#c.db.get<Row>(
      `SELECT ${columns} FROM folders WHERE account = ? AND role = ? ORDER BY id LIMIT 1`,
      account,
      role,
    );
    return row === undefined ? null : toRow(row);
  }

  cursor(id: number): FolderCursor {
    const row = this.#c.db.get<{ uid_validity: string | null; uid_next: number | null; modseq: string | null }>(
      'SELECT uid_validity, uid_next, modseq FROM folders WHERE id = ?',
      id,
    );
    return { uidValidity: row?.uid_validity ?? null, uidNext: row?.uid_next ?? null, modseq: row?.modseq ?? null };
  }

  setCursor(id: number, cursor: FolderCursor): void {
    this.#c.db.run(
      'UPDATE folders SET uid_validity = ?, uid_next = ?, modseq = ? WHERE id = ?',
      cursor.uidValidity,
      cursor.uidNext,
      cursor.modseq,
      id,
    );
  }

  /** Removes the folder and the rows of the messages that are still in it; a caller that knows a better reason removes them before. */
  remove(id: number): void {
    for (const row of this.#c.db.all<{ id: number; account: number }>(
      'SELECT id, account FROM messages WHERE folder = ?',
      id,
    )) {
      this.#c.touch('message', row.id, true);
      this.#c.because({ account: row.account, message: row.id, what: 'removed', cause: 'its folder was removed' });
    }
    this.#c.db.run('DELETE FROM folders WHERE id = ?', id);
    this.#c.touch('folder', id, true);
  }

  /** Takes the counts again from the messages themselves, so that they never drift. */
  recount(id: number): void {
    const counts = this.#c.db.get<{ total: number; unread: number }>(
      'SELECT count(*) AS total, coalesce(sum(1 - seen), 0) AS unread FROM messages WHERE folder = ?',
      id,
    );
    const changed = this.#c.db.run(
      'UPDATE folders SET total = ?, unread = ? WHERE id = ? AND (total <> ? OR unread <> ?)',
      counts?.total ?? 0,
      counts?.unread ?? 0,
      id,
      counts?.total ?? 0,
      counts?.unread ?? 0,
    ).changes;
    if (changed > 0) this.#c.touch('folder', id);
  }
}

function toRow(row: Row): FolderRow {
  return {
    id: row.id,
    account: row.account,
    parent: row.parent,
    name: row.name,
    path: row.path,
    role: row.role,
    selectable: row.selectable === 1,
    local: row.local === 1,
    total: row.total,
    unread: row.unread,
  };
}
