import type { Context } from './context.ts';

export interface LedgerLine {
  readonly at: number;
  readonly what: string;
  readonly cause: string;
}

/** Why each message is as it is: read by the view "Why?". */
export class Ledger {
  readonly #c: Context;
  constructor(context: Context) {
    this.#c = context;
  }

  add(entry: { account: number; message: number; what: string; cause: string }): void {
    this.#c.db.run(
      'INSERT INTO ledger (at, account, message, what, cause) VALUES (?, ?, ?, ?, ?)',
      this.#c.now(),
      entry.account,
      entry.message,
      entry.what,
      entry.cause,
    );
  }

  /** Puts back a line that was read from a damaged database. */
  restore(line: LedgerLine & { account: number; message: number }): void {
    this.#c.db.run(
      'INSERT INTO ledger (at, account, message, what, cause) VALUES (?, ?, ?, ?, ?)',
      line.at,
      line.account,
      line.message,
      line.what,
      line.cause,
    );
  }

  /** Oldest first; also for a message that is gone. */
  of(message: number): LedgerLine[] {
    return this.#c.db
      .all<LedgerLine>('SELECT at, what, cause FROM ledger WHERE message = ? ORDER BY id', message)
      .map(({ at, what, cause }) => ({ at, what, cause }));
  }
}
