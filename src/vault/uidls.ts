import type { Context } from './context.ts';

/** POP3 unique-ids that this profile has taken (RFC 1939 §7, UIDL), with when it first saw them. */
export class Uidls {
  readonly #c: Context;
  constructor(context: Context) {
    this.#c = context;
  }

  /** UIDL to the ms since 1970 at which it was first seen. */
  known(account: number): Map<string, number> {
    const map = new Map<string, number>();
    for (const row of this.#c.db.all<{ uidl: string; first_seen: number }>(
      'SELECT uidl, first_seen FROM uidls WHERE account = ?',
      account,
    ))
      map.set(row.uidl, row.first_seen);
    return map;
  }

  add(account: number, uidl: string, firstSeen: number): void {
    this.#c.db.run(
      'INSERT OR IGNORE INTO uidls (account, uidl, first_seen) VALUES (?, ?, ?)',
      account,
      uidl,
      firstSeen,
    );
  }

  /** Forgets what the server no longer has, so that the table does not grow for ever. */
  forget(account: number, uidl: string): void {
    this.#c.db.run('DELETE FROM uidls WHERE account = ? AND uidl = ?', account, uidl);
  }
}
