import { mkdir } from 'node:fs/promises';
import { asMailError } from '../base/errors.ts';
import type { Clock } from '../base/ports.ts';
import { Accounts } from './accounts.ts';
import { arrivalLogName, arrivalLogPath } from './arrival-log.ts';
import { Arrivals } from './arrivals.ts';
import type { Context, Kind } from './context.ts';
import type { Database } from './database.ts';
import { Drafts } from './drafts.ts';
import { type StagedFile, VaultFiles } from './files.ts';
import { Folders } from './folders.ts';
import { Journal } from './journal.ts';
import { Ledger } from './ledger.ts';
import { ProfileLock } from './lock.ts';
import { Messages } from './messages.ts';
import { asVaultError, databaseName, openDatabase } from './open.ts';
import { Operations } from './operations.ts';
import { Outbox, outboxRow } from './outbox.ts';
import { Parts } from './parts.ts';
import { Room, type Storage, type Use } from './room.ts';
import { saveAccounts } from './saved-accounts.ts';
import { Uidls } from './uidls.ts';
import { Uploads } from './uploads.ts';

export interface OpenAs {
  /** Octets that the profile may take: what would go over it is refused as disk-full. */
  readonly storage?: Storage | undefined;
  // How a rebuild opens the vault that it makes beside the old one.
  /** Held already, and by whom it is held it is released. */
  readonly lock?: ProfileLock;
  /** File name of the database. */
  readonly database?: string;
  /** File name of the log of arrivals. */
  readonly log?: string;
}

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
  readonly #lock: ProfileLock | null;
  readonly #arrivals: Arrivals;
  readonly room: Room;
  readonly #onChange = new Set<(seq: number) => void>();
  #recounts = new Set<number>();
  #writing = false;

  private constructor(root: string, db: Database, lock: ProfileLock | null, clock: Clock, as: OpenAs) {
    this.root = root;
    this.db = db;
    this.#clock = clock;
    this.#lock = lock;
    this.room = new Room(root, as.storage ?? null, db);
    this.files = new VaultFiles(root, this.room);
    this.#arrivals = new Arrivals(db, arrivalLogPath(root, as.log ?? arrivalLogName));
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
  static async open(root: string, clock: Clock, as: OpenAs = {}): Promise<Vault> {
    let lock: ProfileLock | null = null;
    let db: Database | undefined;
    try {
      await mkdir(root, { recursive: true, mode: 0o700 });
      lock = as.lock === undefined ? ProfileLock.take(root) : null;
      db = openDatabase(root, as.database ?? databaseName);
      const vault = new Vault(root, db, lock, clock, as);
      await vault.files.prepare();
      await vault.#arrivals.catchUp(vault.journal.head());
      if (as.database === undefined) await vault.#clearUploads(); // one that is being rebuilt does not know them yet
      await vault.room.measure();
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

  /** One transaction. Durable when it returns; what it throws undoes all of it. `use` says what for, where room is short. */
  write<T>(work: () => T, use: Use = 'upkeep'): T {
    if (this.#writing) return work();
    this.#writing = true;
    this.room.begin(use);
    const before = this.journal.head();
    let after = before;
    let named: string[] = [];
    let result: T;
    try {
      result = this.db.transaction(() => {
        const value = work();
        for (const folder of this.#recounts) this.folders.recount(folder);
        this.#arrivals.collect();
        named = this.files.unnamed().filter((file) => this.messages.names(file));
        after = this.journal.head();
        return value;
      });
    } catch (thrown) {
      this.#arrivals.forget();
      throw asVaultError(thrown, this.root);
    } finally {
      this.room.end();
      this.#writing = false;
      this.#recounts = new Set();
    }
    this.files.named(named);
    this.#arrivals.committed(after);
    if (after !== before) this.#tell(after);
    return result;
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
      if (each.file !== null && !this.messages.names(each.file)) this.files.removeMail(each.file);
      await this.files.removeParts(each.id, each.parts);
    }
  }

  /** Sealed files whose rows could not be written: those that nothing names are removed. */
  abandon(staged: readonly StagedFile[]): void {
    for (const { sha256 } of staged) this.files.abandon(sha256, () => this.messages.names(sha256));
  }

  /** VaultFiles.writePart; where the disk is full, parts of other mails that can be unpacked again make room for it. */
  async keepPart(
    message: number,
    part: string,
    fill: (file: string) => Promise<unknown>,
    use: Use,
  ): Promise<{ file: string; size: number }> {
    try {
      return await this.files.writePart(message, part, fill, use);
    } catch (thrown) {
      if (asMailError(thrown, 'vault.part').reason !== 'disk-full' || !(await this.#dropUnpacked(message)))
        throw thrown;
      return this.files.writePart(message, part, fill, use);
    }
  }

  /** Within write(): the row goes; give what it returns to dropFiles() afterwards. */
  removeRow(id: number, cause: string): { id: number; file: string | null; parts: string[] } {
    return { id, ...this.#remove(id, cause) };
  }

  /** The log of arrivals is on disk when this resolves: the last step before a server may be told to delete. */
  async settle(): Promise<void> {
    try {
      await this.#arrivals.settle();
    } catch (thrown) {
      throw asVaultError(thrown, this.root);
    }
  }

  /** Accounts without secrets, beside the database, for `vault rebuild`. */
  async saveAccounts(): Promise<void> {
    await saveAccounts(this.root, this.accounts.list());
  }

  /** Of a vault that was just begun in the place of another: UIDLs whose messages are gone stay known to its log. */
  rememberUidls(uidls: Iterable<{ account: number; uidl: string }>): void {
    this.#arrivals.noteUidls(uidls);
  }

  async close(): Promise<void> {
    try {
      await this.#arrivals.close(this.journal.head()).catch(() => {}); // caught up at the next opening
    } finally {
      try {
        this.db.carryOver();
        this.db.close();
      } finally {
        this.#lock?.release();
      }
    }
  }

  /** A listener that fails is the listener's trouble: the change is committed. */
  #tell(seq: number): void {
    for (const hear of this.#onChange) {
      try {
        hear(seq);
      } catch {
        // a nudge may be lost
      }
    }
  }

  #remove(id: number, cause: string): { file: string | null; parts: string[] } {
    this.room.lift();
    const record = this.messages.find(id);
    if (record !== null) this.#arrivals.removed(record);
    return this.messages.remove(id, cause);
  }

  /** Parts of mails that lie here whole, but for this one. Gives whether there were any. */
  async #dropUnpacked(message: number): Promise<boolean> {
    const unpacked = this.parts.unpacked().filter((each) => each.message !== message);
    if (unpacked.length === 0) return false;
    for (const each of unpacked) await this.files.removeParts(each.message, [each.part]);
    this.write(() => {
      for (const each of unpacked) this.parts.forget(each.message, each.part);
    });
    return true;
  }

  #touch(kind: Kind, id: number, gone: boolean): void {
    this.db.run('INSERT OR REPLACE INTO journal (kind, id, gone) VALUES (?, ?, ?)', kind, id, gone ? 1 : 0);
    if (kind === 'message' && !gone) this.#arrivals.changed(id);
  }

  /** An upload lives until it is used or the profile closes without a draft, or a mail not sent yet, naming it. */
  async #clearUploads(): Promise<void> {
    const drafts = [
      ...this.drafts.list(),
      ...this.outbox
        .list()
        .filter((each) => each.state !== 'sent')
        .map((each) => each.draft),
    ];
    const used = new Set(drafts.flatMap((draft) => draft.attachments.map((each) => each.upload)));
    const unused = this.uploads.ids().filter((id) => !used.has(id));
    if (unused.length > 0)
      this.write(() => {
        for (const id of unused) this.uploads.remove(id);
      });
    await this.files.keepUploads(new Set(this.uploads.ids()));
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
