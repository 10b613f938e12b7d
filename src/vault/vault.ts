import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../base/ports.ts';
import type { AccountRow } from '../contract/account.ts';
import { Accounts } from './accounts.ts';
import { ArrivalLog } from './arrivals.ts';
import type { Context, Kind } from './context.ts';
import type { Database } from './database.ts';
import { Drafts } from './drafts.ts';
import { syncFolder, VaultFiles } from './files.ts';
import { Folders } from './folders.ts';
import { Journal } from './journal.ts';
import { Ledger } from './ledger.ts';
import { ProfileLock } from './lock.ts';
import { Messages } from './messages.ts';
import { asVaultError, openDatabase } from './open.ts';
import { Operations } from './operations.ts';
import { Outbox, outboxRow } from './outbox.ts';
import { Parts } from './parts.ts';
import { Uidls } from './uidls.ts';
import { Uploads } from './uploads.ts';

/**
 * The durable truth of one profile: rows in SQLite, whole messages as files, and a journal that tells mirrors what changed.
 * Reads are plain calls on the stores; every change goes through write(), which is one transaction.
 */
export class Vault {
  readonly root: string;
  readonly files: VaultFiles;
  readonly accounts: Accounts;
  readonly folders: Folders;
  readonly messages: Messages;
  readonly parts: Parts;
  readonly uidls: Uidls;
  readonly uploads: Uploads;
  readonly drafts: Drafts;
  readonly outbox: Outbox;
  readonly operations: Operations;
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly db: Database;
  readonly #clock: Clock;
  readonly #lock: ProfileLock;
  readonly #arrivals: ArrivalLog;
  readonly #onChange = new Set<(seq: number) => void>();
  #recounts = new Set<number>();
  #touchedMessages = new Set<number>();
  #goneLines: { id: number; account: number; uidl: string | null; file: string }[] = [];
  #writing = false;

  private constructor(root: string, db: Database, lock: ProfileLock, clock: Clock) {
    this.root = root;
    this.db = db;
    this.#clock = clock;
    this.#lock = lock;
    this.files = new VaultFiles(root);
    this.#arrivals = new ArrivalLog(root);
    const context: Context = {
      db,
      now: () => clock.now(),
      touch: (kind, id, gone = false) => this.#touch(kind, id, gone),
      recount: (folder) => this.#recounts.add(folder),
      because: (entry) => this.ledger.add(entry),
    };
    this.ledger = new Ledger(context);
    this.accounts = new Accounts(context);
    this.folders = new Folders(context);
    this.messages = new Messages(context);
    this.parts = new Parts(context);
    this.uidls = new Uidls(context);
    this.uploads = new Uploads(context);
    this.drafts = new Drafts(context);
    this.outbox = new Outbox(context);
    this.operations = new Operations(context);
    this.journal = new Journal(context, readEpoch(db), this.#readers());
  }

  /** @throws MailError vault-locked, vault-damaged, vault-newer, disk-full, disk-failed. */
  static async open(root: string, clock: Clock): Promise<Vault> {
    let lock: ProfileLock | undefined;
    let db: Database | undefined;
    try {
      await mkdir(root, { recursive: true, mode: 0o700 });
      lock = ProfileLock.take(root);
      db = openDatabase(root);
      const vault = new Vault(root, db, lock, clock);
      await vault.files.prepare();
      return vault;
    } catch (thrown) {
      db?.close();
      lock?.release();
      throw asVaultError(thrown, root);
    }
  }

  /** Ms since 1970, by the clock that the vault was given. */
  now(): number {
    return this.#clock.now();
  }

  /** Calls back after each commit that changed something that a mirror shows. */
  onChange(hear: (seq: number) => void): () => void {
    this.#onChange.add(hear);
    return () => this.#onChange.delete(hear);
  }

  /** One transaction. Durable when it returns; what it throws undoes all of it. */
  write<T>(work: () => T): T {
    if (this.#writing) return work();
    this.#writing = true;
    const before = this.journal.head();
    try {
      const result = this.db.transaction(() => {
        const value = work();
        for (const folder of this.#recounts) this.folders.recount(folder);
        return value;
      });
      this.#noteArrivals();
      void this.#arrivals.flush(false).catch(() => {}); // kept, and tried again by settle()
      const seq = this.journal.head();
      if (seq !== before) for (const hear of this.#onChange) hear(seq);
      return result;
    } catch (thrown) {
      throw asVaultError(thrown, this.root);
    } finally {
      this.#writing = false;
      this.#recounts = new Set();
      this.#touchedMessages = new Set();
      this.#goneLines = [];
    }
  }

  /** Removes a message with its reason, and then the files that nothing names any more. */
  async removeMessages(ids: readonly number[], cause: string): Promise<void> {
    const freed: { id: number; file: string | null; parts: string[] }[] = [];
    this.write(() => {
      for (const id of ids) freed.push({ id, ...this.#remove(id, cause) });
    });
    await this.dropFiles(freed);
  }

  /** After a commit: deletes files of removed rows. A crash before this leaves an orphan that check finds and rebuild clears. */
  async dropFiles(freed: readonly { id: number; file: string | null; parts: string[] }[]): Promise<void> {
    for (const each of freed) {
      if (each.file !== null && !this.messages.names(each.file)) await this.files.removeMail(each.file);
      await this.files.removeParts(each.id, each.parts);
    }
  }

  /** Within write(): the row goes; give what it returns to dropFiles() afterwards. */
  removeRow(id: number, cause: string): { id: number; file: string | null; parts: string[] } {
    return { id, ...this.#remove(id, cause) };
  }

  /** The log of arrivals is on disk when this resolves: the last step before a server may be told to delete. */
  async settle(): Promise<void> {
    try {
      await this.#arrivals.flush(true);
    } catch (thrown) {
      throw asVaultError(thrown, this.root);
    }
  }

  /** Accounts without secrets, beside the database, for `vault rebuild`. */
  async saveAccounts(): Promise<void> {
    const file = join(this.root, 'accounts.json');
    const handle = await open(`${file}.new`, 'w', 0o600);
    try {
      await handle.writeFile(JSON.stringify(this.accounts.list(), null, 2));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(`${file}.new`, file);
    await syncFolder(this.root);
  }

  async close(): Promise<void> {
    await this.#arrivals.close().catch(() => {});
    this.db.close();
    this.#lock.release();
  }

  #remove(id: number, cause: string): { file: string | null; parts: string[] } {
    const record = this.messages.find(id);
    if (record?.file != null)
      this.#goneLines.push({ id, account: record.account, uidl: record.uidl, file: record.file });
    return this.messages.remove(id, cause);
  }

  #touch(kind: Kind, id: number, gone: boolean): void {
    this.db.run('INSERT OR REPLACE INTO journal (kind, id, gone) VALUES (?, ?, ?)', kind, id, gone ? 1 : 0);
    if (kind === 'message' && !gone) this.#touchedMessages.add(id);
  }

  #noteArrivals(): void {
    if (this.#touchedMessages.size === 0 && this.#goneLines.length === 0) return;
    for (const id of this.#touchedMessages) {
      const row = this.db.get<{
        account: number;
        uidl: string | null;
        file: string | null;
        flags: string;
        path: string;
        role: string | null;
      }>(
        `SELECT m.account, m.uidl, m.file, m.flags, f.path, f.role FROM messages m JOIN folders f ON f.id = m.folder
         WHERE m.id = ? AND m.file IS NOT NULL`,
        id,
      );
      if (row?.file == null) continue;
      const { account, uidl, file, path, role } = row;
      this.#arrivals.note({ id, account, uidl, file, folder: path, role, flags: JSON.parse(row.flags) as string[] });
    }
    for (const gone of this.#goneLines) this.#arrivals.note({ ...gone, folder: null, role: null, flags: [] });
  }

  #readers(): ConstructorParameters<typeof Journal>[2] {
    return {
      account: (ids) => each(ids, (id) => this.accounts.find(id)),
      folder: (ids) => each(ids, (id) => this.folders.find(id)),
      message: (ids) => new Map(this.messages.rows(ids).map((row) => [row.id, row])),
      draft: (ids) => each(ids, (id) => this.drafts.find(id)),
      outbox: (ids) =>
        each(ids, (id) => {
          const record = this.outbox.find(id);
          return record === null ? null : outboxRow(record);
        }),
      operation: (ids) =>
        each(ids, (id) => {
          const record = this.operations.find(id);
          if (record === null) return null;
          const { what: _what, messages: _messages, ...row } = record;
          return row;
        }),
    };
  }
}

/** The accounts as saved beside the database. */
export async function readSavedAccounts(root: string): Promise<AccountRow[]> {
  const text = await readFile(join(root, 'accounts.json'), 'utf8').catch(() => '[]');
  return JSON.parse(text) as AccountRow[];
}

function each<Row>(ids: readonly number[], find: (id: number) => Row | null): Map<number, Row> {
  const map = new Map<number, Row>();
  for (const id of ids) {
    const row = find(id);
    if (row !== null) map.set(id, row);
  }
  return map;
}

function readEpoch(db: Database): string {
  return db.get<{ value: string }>("SELECT value FROM meta WHERE key = 'epoch'")?.value ?? '';
}
