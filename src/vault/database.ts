import Libsql from 'libsql';

/** Values that SQLite stores as they are. */
export type Value = string | number | bigint | null | Uint8Array;

/** https://sqlite.org/limits.html, chapter 13, as it was before version 3.45: of every version. */
const mostPages = 1_073_741_823;

/** SQLite by libsql, reduced to what the vault needs: prepared statements kept, rows as plain objects. */
export class Database {
  readonly #db: Libsql.Database;
  readonly #statements = new Map<string, Libsql.Statement>();
  #depth = 0;

  constructor(file: string, options: { readonly?: boolean } = {}) {
    this.#db = new Libsql(file, options);
  }

  exec(sql: string): void {
    this.#db.exec(sql);
  }

  pragma(text: string): unknown {
    return this.#db.pragma(text);
  }

  run(sql: string, ...values: Value[]): { changes: number; lastId: number } {
    const result = this.#prepare(sql).run(...values);
    return { changes: result.changes, lastId: Number(result.lastInsertRowid) };
  }

  get<Row>(sql: string, ...values: Value[]): Row | undefined {
    return this.#prepare(sql).get(...values) as Row | undefined;
  }

  all<Row>(sql: string, ...values: Value[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[];
  }

  /** Row after row: what was read before it throws is had. */
  iterate<Row>(sql: string): IterableIterator<Row> {
    return this.#db.prepare(sql).iterate() as IterableIterator<Row>;
  }

  /** One transaction; a transaction inside another joins it. Whatever is thrown rolls all of it back. */
  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.#db.exec('BEGIN IMMEDIATE');
    this.#depth = 1;
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (thrown) {
      this.#rollback();
      throw thrown;
    } finally {
      this.#depth = 0;
    }
  }

  /** Octets of a page. */
  get pageOctets(): number {
    return this.get<{ page_size: number }>('PRAGMA page_size')?.page_size ?? 4096;
  }

  /** So many pages and no more (never less than it has): beyond that a transaction fails as on a full disk. Null: no limit. */
  growTo(pages: number | null): void {
    this.#db.pragma(`max_page_count = ${pages ?? mostPages}`);
  }

  /**
   * Everything into the one file, and none left in the write-ahead log. The library keeps a closed connection alive while statements of
   * it are, so that SQLite does not do this by itself at close().
   */
  carryOver(): void {
    try {
      this.#db.pragma('wal_checkpoint(TRUNCATE)');
    } catch {
      // A full disk, or somebody reads: it stays in the log, where the next opening finds it.
    }
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #rollback(): void {
    try {
      this.#db.exec('ROLLBACK');
    } catch {
      // A full disk may have rolled back already; SQLite then says that there is no transaction.
    }
  }

  #prepare(sql: string): Libsql.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
