import type { Context } from './context.ts';
import { notFound } from './errors.ts';

export interface Upload {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly complete: boolean;
}

/** Files that were handed over for attachments. Their bytes lie at VaultFiles.uploadPath. */
export class Uploads {
  readonly #c: Context;
  constructor(context: Context) {
    this.#c = context;
  }

  begin(name: string, type: string): number {
    return this.#c.db.run('INSERT INTO uploads (name, type) VALUES (?, ?)', name, type).lastId;
  }

  complete(id: number, size: number): void {
    this.#c.db.run('UPDATE uploads SET size = ?, complete = 1 WHERE id = ?', size, id);
  }

  /** @throws MailError `not-found`. */
  get(id: number): Upload {
    const row = this.#c.db.get<{ id: number; name: string; type: string; size: number; complete: number }>(
      'SELECT * FROM uploads WHERE id = ?',
      id,
    );
    if (row === undefined) throw notFound('vault.upload', `upload ${id}`);
    return { id: row.id, name: row.name, type: row.type, size: row.size, complete: row.complete === 1 };
  }

  restore(upload: { id: number; name: string; type: string; size: number; complete: number }): void {
    this.#c.db.run(
      'INSERT INTO uploads (id, name, type, size, complete) VALUES (?, ?, ?, ?, ?)',
      upload.id,
      upload.name,
      upload.type,
      upload.size,
      upload.complete,
    );
  }

  remove(id: number): void {
    this.#c.db.run('DELETE FROM uploads WHERE id = ?', id);
  }

  ids(): number[] {
    return this.#c.db.all<{ id: number }>('SELECT id FROM uploads').map((row) => row.id);
  }
}
