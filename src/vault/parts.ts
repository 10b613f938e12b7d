import type { Problem } from '../contract/mail.ts';
import type { Context } from './context.ts';

/** A decoded part that lies as a file (VaultFiles.partPath). Text parts are UTF-8. */
export interface HeldPart {
  readonly part: string;
  readonly type: string;
  readonly name: string;
  /** Octets of the file. */
  readonly size: number;
  /** What could not be taken as it was while decoding. */
  readonly problems: Problem[];
}

export class Parts {
  readonly #c: Context;
  constructor(context: Context) {
    this.#c = context;
  }

  put(message: number, held: HeldPart): void {
    this.#c.db.run(
      'INSERT OR REPLACE INTO parts (message, part, type, name, size, problems) VALUES (?, ?, ?, ?, ?, ?)',
      message,
      held.part,
      held.type,
      held.name,
      held.size,
      JSON.stringify(held.problems),
    );
  }

  find(message: number, part: string): HeldPart | null {
    const row = this.#c.db.get<{ type: string; name: string; size: number; problems: string }>(
      'SELECT type, name, size, problems FROM parts WHERE message = ? AND part = ?',
      message,
      part,
    );
    if (row === undefined) return null;
    return { part, type: row.type, name: row.name, size: row.size, problems: JSON.parse(row.problems) as Problem[] };
  }

  forget(message: number, part: string): void {
    this.#c.db.run('DELETE FROM parts WHERE message = ? AND part = ?', message, part);
  }

  /** Those of mails that lie here whole: they can be unpacked again. */
  unpacked(): { message: number; part: string }[] {
    return this.#c.db.all<{ message: number; part: string }>(
      'SELECT p.message, p.part FROM parts p JOIN messages m ON m.id = p.message WHERE m.file IS NOT NULL',
    );
  }

  all(): { message: number; part: string; size: number }[] {
    return this.#c.db.all<{ message: number; part: string; size: number }>('SELECT message, part, size FROM parts');
  }
}
