import type { ErrorValue } from '../contract/error.ts';
import { Draft, type OutboxRow, type Recipient } from '../contract/outbox.ts';
import type { Context } from './context.ts';
import { notFound } from './errors.ts';

/** A mail on its way out, with what sending needs beyond what is shown. */
export interface OutboxRecord extends OutboxRow {
  readonly draft: Draft;
  /** Reverse-path of the envelope. */
  readonly sender: string;
  /** SHA-256 of the exact bytes to send, which names their file. */
  readonly file: string;
}
export type NewOutbox = Pick<
  OutboxRecord,
  'account' | 'draft' | 'messageId' | 'subject' | 'sender' | 'file' | 'size'
> & {
  readonly recipients: readonly string[];
};
export type OutboxState = Pick<OutboxRow, 'state' | 'recipients' | 'attempts' | 'nextTry'> & {
  readonly said?: string | undefined;
  readonly error?: ErrorValue | undefined;
};

/** A row as it lies in the table. */
export interface SavedOutbox {
  id: number;
  account: number;
  draft: string;
  message_id: string;
  subject: string;
  sender: string;
  recipients: string;
  file: string;
  size: number;
  state: OutboxRow['state'];
  said: string | null;
  error: string | null;
  attempts: number;
  next_try: number | null;
  created: number;
}

export class Outbox {
  readonly #c: Context;
  constructor(context: Context) {
    this.#c = context;
  }

  add(mail: NewOutbox): number {
    const recipients: Recipient[] = mail.recipients.map((address) => ({ address, state: 'waiting' }));
    const { lastId } = this.#c.db.run(
      `INSERT INTO outbox (account, draft, message_id, subject, sender, recipients, file, size, state, next_try, created)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?)`,
      mail.account,
      JSON.stringify(mail.draft),
      mail.messageId,
      mail.subject,
      mail.sender,
      JSON.stringify(recipients),
      mail.file,
      mail.size,
      this.#c.now(),
      this.#c.now(),
    );
    this.#c.touch('outbox', lastId);
    return lastId;
  }

  /** Puts back a row that was read from a damaged database, in the state it was in. */
  restore(row: SavedOutbox): void {
    this.#c.db.run(
      `INSERT INTO outbox (id, account, draft, message_id, subject, sender, recipients, file, size, state, said, error, attempts,
       next_try, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      row.id,
      row.account,
      row.draft,
      row.message_id,
      row.subject,
      row.sender,
      row.recipients,
      row.file,
      row.size,
      row.state,
      row.said,
      row.error,
      row.attempts,
      row.next_try,
      row.created,
    );
    this.#c.touch('outbox', row.id);
  }

  set(id: number, state: OutboxState): void {
    this.#c.db.run(
      'UPDATE outbox SET state = ?, recipients = ?, attempts = ?, next_try = ?, said = ?, error = ? WHERE id = ?',
      state.state,
      JSON.stringify(state.recipients),
      state.attempts,
      state.nextTry,
      state.said ?? null,
      state.error === undefined ? null : JSON.stringify(state.error),
      id,
    );
    this.#c.touch('outbox', id);
  }

  find(id: number): OutboxRecord | null {
    const row = this.#c.db.get<SavedOutbox>('SELECT * FROM outbox WHERE id = ?', id);
    return row === undefined ? null : toRecord(row);
  }

  /** @throws MailError `not-found`. */
  get(id: number): OutboxRecord {
    const record = this.find(id);
    if (record === null) throw notFound('vault.outbox', `outbox ${id}`);
    return record;
  }

  list(account?: number): OutboxRecord[] {
    const rows =
      account === undefined
        ? this.#c.db.all<SavedOutbox>('SELECT * FROM outbox ORDER BY id')
        : this.#c.db.all<SavedOutbox>('SELECT * FROM outbox WHERE account = ? ORDER BY id', account);
    return rows.map(toRecord);
  }

  remove(id: number): void {
    if (this.#c.db.run('DELETE FROM outbox WHERE id = ?', id).changes > 0) this.#c.touch('outbox', id, true);
  }
}

/** The row as the contract shows it. */
export function outboxRow(record: OutboxRecord): OutboxRow {
  const { draft: _draft, sender: _sender, file: _file, ...row } = record;
  return row;
}

function toRecord(row: SavedOutbox): OutboxRecord {
  return {
    id: row.id,
    account: row.account,
    draft: Draft.parse(JSON.parse(row.draft)),
    messageId: row.message_id,
    subject: row.subject,
    sender: row.sender,
    recipients: JSON.parse(row.recipients) as Recipient[],
    file: row.file,
    size: row.size,
    state: row.state,
    ...(row.said === null ? {} : { said: row.said }),
    ...(row.error === null ? {} : { error: JSON.parse(row.error) as ErrorValue }),
    attempts: row.attempts,
    nextTry: row.next_try,
    created: row.created,
  };
}
