import { type ArrivalLine, ArrivalLog } from './arrival-log.ts';
import type { Database } from './database.ts';

interface Row {
  id: number;
  account: number;
  uidl: string | null;
  file: string;
  flags: string;
  path: string;
  role: string | null;
}
const select = `SELECT m.id, m.account, m.uidl, m.file, m.flags, f.path, f.role
  FROM messages m JOIN folders f ON f.id = m.folder WHERE m.file IS NOT NULL`;

/**
 * Keeps the log beside the message files in step with the database: a line each time a message that is held whole arrives, changes or
 * goes. The database is the truth; the log is what `vault rebuild` reads when the database cannot be read.
 *
 * Lines are noted after the commit, so a crash may leave the log behind. `meta.logged` is the journal's seq up to which it is complete;
 * what is after that is noted again at the next opening.
 */
export class Arrivals {
  readonly #db: Database;
  readonly #log: ArrivalLog;
  #changed = new Set<number>();
  #gone: ArrivalLine[] = [];
  #collected: ArrivalLine[] = [];
  #logged: number;

  constructor(db: Database, file: string) {
    this.#db = db;
    this.#log = new ArrivalLog(file);
    this.#logged = this.#mark();
  }

  changed(message: number): void {
    this.#changed.add(message);
  }

  removed(message: { id: number; account: number; uidl: string | null; file: string | null }): void {
    const { id, account, uidl, file } = message;
    if (file !== null) this.#gone.push({ id, account, folder: null, role: null, uidl, file, flags: [] });
  }

  /** Within the transaction, as its last step: what the lines will say, and how far the log is known to be complete. */
  collect(): void {
    for (const id of this.#changed) {
      const row = this.#db.get<Row>(`${select} AND m.id = ?`, id);
      if (row !== undefined) this.#collected.push(toLine(row));
    }
    this.#collected.push(...this.#gone);
    if (this.#logged > this.#mark()) this.#setMark();
  }

  /** After the commit, whose last journal entry is `seq`. */
  committed(seq: number): void {
    const lines = this.#collected;
    this.forget();
    for (const line of lines) this.#log.note(line);
    void this.#flush(seq).catch(() => {}); // kept, and tried again by settle()
  }

  /** After a rollback. */
  forget(): void {
    this.#changed = new Set();
    this.#gone = [];
    this.#collected = [];
  }

  /** On disk when this resolves. */
  settle(): Promise<void> {
    return this.#log.flush();
  }

  /** At opening: notes again what a crash may have kept out of the log. */
  async catchUp(head: number): Promise<void> {
    if (this.#logged >= head) return;
    const since = this.#logged;
    for (const row of this.#db.all<Row>(
      `${select} AND m.id IN (SELECT id FROM journal WHERE kind = 'message' AND gone = 0 AND seq > ?)`,
      since,
    ))
      this.#log.note(toLine(row));
    for (const { id } of this.#db.all<{ id: number }>(
      "SELECT id FROM journal WHERE kind = 'message' AND gone = 1 AND seq > ?",
      since,
    ))
      this.#log.note({ id, account: 0, folder: null, role: null, uidl: null, file: '', flags: [] });
    await this.#flush(head);
  }

  /** Remembers UIDLs of messages that are gone, in a log that begins anew. */
  noteUidls(uidls: Iterable<{ account: number; uidl: string }>): void {
    for (const { account, uidl } of uidls)
      this.#log.note({ id: 0, account, folder: null, role: null, uidl, file: '', flags: [] });
  }

  /** Before the database is closed. */
  async close(head: number): Promise<void> {
    try {
      await this.#flush(head);
      if (this.#logged > this.#mark()) this.#db.transaction(() => this.#setMark());
    } finally {
      await this.#log.close();
    }
  }

  async #flush(seq: number): Promise<void> {
    await this.#log.flush();
    this.#logged = Math.max(this.#logged, seq);
  }

  #mark(): number {
    return Number(this.#db.get<{ value: string }>("SELECT value FROM meta WHERE key = 'logged'")?.value ?? 0);
  }

  #setMark(): void {
    this.#db.run("INSERT OR REPLACE INTO meta (key, value) VALUES ('logged', ?)", String(this.#logged));
  }
}

function toLine(row: Row): ArrivalLine {
  const { id, account, uidl, file, path, role } = row;
  return { id, account, folder: path, role, uidl, file, flags: JSON.parse(row.flags) as string[] };
}
