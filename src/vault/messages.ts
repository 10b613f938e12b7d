import type { Address, Attachment, MessageRow } from '../contract/mail.ts';
import type { PartNode } from '../message/part-node.ts';
import type { Context } from './context.ts';
import type { Value } from './database.ts';
import { notFound } from './errors.ts';

/** What the vault knows of a message beyond what a list shows. */
export interface MessageRecord extends MessageRow {
  readonly inReplyTo: string | null;
  readonly references: string[];
  readonly bcc: Address[];
  readonly replyTo: Address[];
  /** The tree of body parts, where the server told it (BODYSTRUCTURE); null for mail held whole. */
  readonly structure: PartNode | null;
  /** SHA-256 of the whole message, which names its file; null while only the server has all of it. */
  readonly file: string | null;
}
export type NewMessage = Omit<MessageRecord, 'id' | 'pending'>;

interface Recipients {
  to?: Address[];
  cc?: Address[];
  bcc?: Address[];
  replyTo?: Address[];
}

interface Row {
  id: number;
  account: number;
  folder: number;
  uid: number | null;
  uidl: string | null;
  message_id: string | null;
  in_reply_to: string | null;
  refs: string;
  sender: string | null;
  recipients: string;
  subject: string;
  date: number;
  size: number;
  flags: string;
  preview: string;
  attachments: string;
  structure: string | null;
  file: string | null;
  pending: number;
}

export class Messages {
  readonly #c: Context;
  constructor(context: Context) {
    this.#c = context;
  }

  /** Adds a message. `cause` goes to the ledger: which response or command brought it. */
  add(message: NewMessage, cause: string, id?: number): number {
    const recipients: Recipients = { to: message.to };
    if (message.cc.length > 0) recipients.cc = message.cc;
    if (message.bcc.length > 0) recipients.bcc = message.bcc;
    if (message.replyTo.length > 0) recipients.replyTo = message.replyTo;
    const { lastId } = this.#c.db.run(
      `INSERT INTO messages (id, account, folder, uid, uidl, message_id, in_reply_to, refs, sender, recipients, subject, date,
        size, flags, seen, preview, attachments, structure, file) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      id ?? null,
      message.account,
      message.folder,
      message.uid,
      message.uidl,
      message.messageId,
      message.inReplyTo,
      JSON.stringify(message.references),
      message.from === null ? null : JSON.stringify(message.from),
      JSON.stringify(recipients),
      message.subject,
      message.date,
      message.size,
      flagsText(message.flags),
      message.flags.includes('seen') ? 1 : 0,
      message.preview,
      JSON.stringify(message.attachments),
      message.structure === null ? null : JSON.stringify(message.structure),
      message.file,
    );
    this.#c.touch('message', lastId);
    this.#c.recount(message.folder);
    this.#c.because({ account: message.account, message: lastId, what: 'added', cause });
    return lastId;
  }

  find(id: number): MessageRecord | null {
    const row = this.#c.db.get<Row>('SELECT * FROM messages WHERE id = ?', id);
    return row === undefined ? null : toRecord(row);
  }

  /** @throws MailError `not-found`. */
  get(id: number): MessageRecord {
    const record = this.find(id);
    if (record === null) throw notFound('vault.message', `message ${id}`);
    return record;
  }

  /** Those that exist, in the order of the ids. */
  rows(ids: readonly number[]): MessageRow[] {
    const found = new Map<number, MessageRow>();
    for (let at = 0; at < ids.length; at += 500) {
      const some = ids.slice(at, at + 500);
      const rows = this.#c.db.all<Row>(
        `SELECT * FROM messages WHERE id IN (${some.map(() => '?').join(',')})`,
        ...some,
      );
      for (const row of rows) found.set(row.id, toListRow(row));
    }
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  /** Newest first. */
  list(folder: number, limit: number, offset = 0): MessageRow[] {
    return this.#c.db
      .all<Row>(
        'SELECT * FROM messages WHERE folder = ? ORDER BY date DESC, id DESC LIMIT ? OFFSET ?',
        folder,
        limit,
        offset,
      )
      .map(toListRow);
  }

  /** By sender, recipients, subject and preview; every word must occur somewhere. Newest first. */
  search(folder: number | null, text: string, limit: number): number[] {
    const words = text.normalize('NFKC').split(/\s+/).filter(Boolean).slice(0, 16);
    if (words.length === 0) return [];
    const where: string[] = [];
    const values: Value[] = [];
    if (folder !== null) {
      where.push('folder = ?');
      values.push(folder);
    }
    for (const word of words) {
      where.push("(subject || ' ' || coalesce(sender, '') || ' ' || recipients || ' ' || preview) LIKE ? ESCAPE '\\'");
      values.push(`%${word.replace(/[\\%_]/g, '\\$&')}%`);
    }
    return this.#c.db
      .all<{ id: number }>(
        `SELECT id FROM messages WHERE ${where.join(' AND ')} ORDER BY date DESC, id DESC LIMIT ?`,
        ...values,
        limit,
      )
      .map((row) => row.id);
  }

  /** UID to id, for one folder. */
  uids(folder: number): Map<number, number> {
    const map = new Map<number, number>();
    for (const row of this.#c.db.all<{ id: number; uid: number }>(
      'SELECT id, uid FROM messages WHERE folder = ? AND uid IS NOT NULL',
      folder,
    ))
      map.set(row.uid, row.id);
    return map;
  }

  byUid(folder: number, uid: number): MessageRecord | null {
    const row = this.#c.db.get<Row>('SELECT * FROM messages WHERE folder = ? AND uid = ?', folder, uid);
    return row === undefined ? null : toRecord(row);
  }

  /** Messages of a folder that have no UID yet: moved or filed here, and the server has not told their number. */
  withoutUid(folder: number): MessageRecord[] {
    return this.#c.db.all<Row>('SELECT * FROM messages WHERE folder = ? AND uid IS NULL', folder).map(toRecord);
  }

  byUidl(account: number, uidl: string): MessageRecord | null {
    const row = this.#c.db.get<Row>('SELECT * FROM messages WHERE account = ? AND uidl = ? LIMIT 1', account, uidl);
    return row === undefined ? null : toRecord(row);
  }

  ofFolder(folder: number): number[] {
    return this.#c.db.all<{ id: number }>('SELECT id FROM messages WHERE folder = ?', folder).map((row) => row.id);
  }

  /** Whether some row names this file. */
  names(sha256: string): boolean {
    return (
      this.#c.db.get('SELECT 1 FROM messages WHERE file = ?', sha256) !== undefined ||
      this.#c.db.get('SELECT 1 FROM outbox WHERE file = ?', sha256) !== undefined
    );
  }

  setFlags(id: number, flags: readonly string[], cause: string): boolean {
    const before = this.#c.db.get<{ folder: number; account: number; flags: string }>(
      'SELECT folder, account, flags FROM messages WHERE id = ?',
      id,
    );
    if (before === undefined) return false;
    const next = flagsText(flags);
    if (before.flags === next) return false;
    this.#c.db.run('UPDATE messages SET flags = ?, seen = ? WHERE id = ?', next, flags.includes('seen') ? 1 : 0, id);
    this.#c.touch('message', id);
    this.#c.recount(before.folder);
    this.#c.because({ account: before.account, message: id, what: `flags ${before.flags} -> ${next}`, cause });
    return true;
  }

  setUid(id: number, uid: number | null): void {
    this.#c.db.run('UPDATE messages SET uid = ? WHERE id = ?', uid, id);
    this.#c.touch('message', id);
  }

  /** The number means nothing any more; the message stays. */
  clearUid(id: number, cause: string): void {
    const before = this.get(id);
    this.setUid(id, null);
    this.#c.because({ account: before.account, message: id, what: `UID ${before.uid} forgotten`, cause });
  }

  /** From now on the whole message lies here as this file. */
  setFile(id: number, sha256: string): void {
    this.#c.db.run('UPDATE messages SET file = ? WHERE id = ?', sha256, id);
    this.#c.touch('message', id);
  }

  /** The whole message does not lie here any more. */
  loseFile(id: number, cause: string): void {
    const { account } = this.get(id);
    this.#c.db.run('UPDATE messages SET file = NULL WHERE id = ?', id);
    this.#c.touch('message', id);
    this.#c.because({ account, message: id, what: 'file lost', cause });
  }

  /** Ids up to this one were given in an earlier life and are not given again: drafts and the ledger speak of them. */
  continueAfter(id: number): void {
    this.#c.db.run("DELETE FROM sqlite_sequence WHERE name = 'messages'");
    this.#c.db.run("INSERT INTO sqlite_sequence (name, seq) VALUES ('messages', ?)", id);
  }

  setFolder(id: number, folder: number, uid: number | null, cause: string): void {
    const before = this.get(id);
    this.#c.db.run('UPDATE messages SET folder = ?, uid = ? WHERE id = ?', folder, uid, id);
    this.#c.touch('message', id);
    this.#c.recount(before.folder);
    this.#c.recount(folder);
    this.#c.because({
      account: before.account,
      message: id,
      what: `moved from folder ${before.folder} to ${folder}`,
      cause,
    });
  }

  setPreview(id: number, preview: string): void {
    if (
      this.#c.db.run('UPDATE messages SET preview = ? WHERE id = ? AND preview <> ?', preview, id, preview).changes > 0
    )
      this.#c.touch('message', id);
  }

  setAttachments(id: number, attachments: readonly Attachment[]): void {
    this.#c.db.run('UPDATE messages SET attachments = ? WHERE id = ?', JSON.stringify(attachments), id);
    this.#c.touch('message', id);
  }

  /** Adds to or takes from the count of operations that wait for this message. */
  addPending(id: number, by: 1 | -1): void {
    const { changes } = this.#c.db.run('UPDATE messages SET pending = max(0, pending + ?) WHERE id = ?', by, id);
    if (changes > 0) this.#c.touch('message', id);
  }

  /** Removes the row, with its reason. Returns the file that nothing names any more, or null. */
  remove(id: number, cause: string): { file: string | null; parts: string[] } {
    const record = this.find(id);
    if (record === null) return { file: null, parts: [] };
    const parts = this.#c.db
      .all<{ part: string }>('SELECT part FROM parts WHERE message = ?', id)
      .map((row) => row.part);
    this.#c.db.run('DELETE FROM messages WHERE id = ?', id);
    this.#c.touch('message', id, true);
    this.#c.recount(record.folder);
    this.#c.because({ account: record.account, message: id, what: 'removed', cause });
    return { file: record.file !== null && !this.names(record.file) ? record.file : null, parts };
  }
}

/** In one order, so that the same flags are the same text. */
function flagsText(flags: readonly string[]): string {
  return JSON.stringify([...new Set(flags)].sort());
}

function toListRow(row: Row): MessageRow {
  const recipients = JSON.parse(row.recipients) as Recipients;
  return {
    id: row.id,
    account: row.account,
    folder: row.folder,
    uid: row.uid,
    uidl: row.uidl,
    messageId: row.message_id,
    from: row.sender === null ? null : (JSON.parse(row.sender) as Address),
    to: recipients.to ?? [],
    cc: recipients.cc ?? [],
    subject: row.subject,
    date: row.date,
    size: row.size,
    flags: JSON.parse(row.flags) as string[],
    preview: row.preview,
    attachments: JSON.parse(row.attachments) as Attachment[],
    pending: row.pending > 0,
  };
}

function toRecord(row: Row): MessageRecord {
  const recipients = JSON.parse(row.recipients) as Recipients;
  return {
    ...toListRow(row),
    inReplyTo: row.in_reply_to,
    references: JSON.parse(row.refs) as string[],
    bcc: recipients.bcc ?? [],
    replyTo: recipients.replyTo ?? [],
    structure: row.structure === null ? null : (JSON.parse(row.structure) as PartNode),
    file: row.file,
  };
}
