import { z } from 'zod';
import type { ErrorValue } from '../contract/error.ts';
import type { OperationRow } from '../contract/outbox.ts';
import type { Context } from './context.ts';

/** UIDVALIDITY of `from` when the UIDs were noted: under another one they name other messages. Not set where it was not known. */
const validity = z.string().nullable().optional();

/** A change that the server has not got yet. Folders are ids of this vault; uids are the server's, as last known. */
export const Operation = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('flag'), set: z.array(z.string()), unset: z.array(z.string()) }),
  /** Where each message was, so that it is found there however often it is moved on in the meantime. */
  z.object({
    kind: z.literal('move'),
    from: z.number(),
    to: z.number(),
    items: z.array(z.object({ message: z.number(), uid: z.number() })),
    validity,
  }),
  z.object({ kind: z.literal('delete'), from: z.number(), uids: z.array(z.number()), validity }),
  /** File these exact bytes in a folder; `message` is the local row that waits for its UID. */
  z.object({
    kind: z.literal('append'),
    to: z.number(),
    message: z.number(),
    file: z.string(),
    messageId: z.string(),
    flags: z.array(z.string()),
    date: z.number(),
  }),
]);
export type Operation = z.infer<typeof Operation>;

export interface OperationRecord extends OperationRow {
  readonly what: Operation;
  /** The local messages that it is about. */
  readonly messages: number[];
}

interface Row {
  id: number;
  account: number;
  kind: OperationRow['kind'];
  what: string;
  state: OperationRow['state'];
  attempts: number;
  error: string | null;
  created: number;
}

export class Operations {
  readonly #c: Context;
  constructor(context: Context) {
    this.#c = context;
  }

  add(account: number, what: Operation, messages: readonly number[]): number {
    const { lastId } = this.#c.db.run(
      'INSERT INTO operations (account, kind, what, created) VALUES (?, ?, ?, ?)',
      account,
      what.kind,
      JSON.stringify(what),
      this.#c.now(),
    );
    for (const message of messages) {
      this.#c.db.run('INSERT OR IGNORE INTO operation_messages (operation, message) VALUES (?, ?)', lastId, message);
      this.#c.db.run('UPDATE messages SET pending = pending + 1 WHERE id = ?', message);
      this.#c.touch('message', message);
    }
    this.#c.touch('operation', lastId);
    return lastId;
  }

  /** Oldest first: the order in which the person did them. */
  waiting(account: number): OperationRecord[] {
    return this.#c.db
      .all<Row>("SELECT * FROM operations WHERE account = ? AND state = 'waiting' ORDER BY id", account)
      .map((row) => this.#record(row));
  }

  list(): OperationRow[] {
    return this.#c.db.all<Row>('SELECT * FROM operations ORDER BY id').map(toRow);
  }

  find(id: number): OperationRecord | null {
    const row = this.#c.db.get<Row>('SELECT * FROM operations WHERE id = ?', id);
    return row === undefined ? null : this.#record(row);
  }

  /** The flag changes that wait for a message, oldest first: laid over what the server says until they reach it. */
  flagChanges(message: number): { set: string[]; unset: string[] }[] {
    return this.#c.db
      .all<{ what: string }>(
        `SELECT o.what FROM operations o JOIN operation_messages m ON m.operation = o.id
         WHERE m.message = ? AND o.kind = 'flag' AND o.state = 'waiting' ORDER BY o.id`,
        message,
      )
      .map((row) => JSON.parse(row.what) as { set: string[]; unset: string[] });
  }

  /** UIDs of a folder that left it here and have not left it on the server yet: a sync must not bring them back. */
  leaving(folder: number, uidValidity: string | null = null): Set<number> {
    const uids = new Set<number>();
    for (const row of this.#c.db.all<{ what: string }>(
      "SELECT what FROM operations WHERE kind IN ('move', 'delete') AND state = 'waiting'",
    )) {
      const what = Operation.parse(JSON.parse(row.what));
      if ((what.kind !== 'move' && what.kind !== 'delete') || what.from !== folder) continue;
      if (uidValidity !== null && what.validity != null && what.validity !== uidValidity) continue;
      for (const uid of what.kind === 'move' ? what.items.map((item) => item.uid) : what.uids) uids.add(uid);
    }
    return uids;
  }

  /** The server has it. */
  done(id: number): void {
    this.#release(id);
    this.#c.db.run('DELETE FROM operations WHERE id = ?', id);
    this.#c.touch('operation', id, true);
  }

  /** Tried and not reached: it waits on; or, when it never can, it is given up and says why. */
  failed(id: number, error: ErrorValue, forGood: boolean): void {
    this.#c.db.run(
      'UPDATE operations SET attempts = attempts + 1, error = ?, state = ? WHERE id = ?',
      JSON.stringify(error),
      forGood ? 'failed' : 'waiting',
      id,
    );
    if (forGood) this.#release(id);
    this.#c.touch('operation', id);
  }

  #release(id: number): void {
    for (const { message } of this.#c.db.all<{ message: number }>(
      'SELECT message FROM operation_messages WHERE operation = ?',
      id,
    )) {
      this.#c.db.run('UPDATE messages SET pending = max(0, pending - 1) WHERE id = ?', message);
      if (this.#c.db.get('SELECT 1 FROM messages WHERE id = ?', message) !== undefined)
        this.#c.touch('message', message);
    }
    this.#c.db.run('DELETE FROM operation_messages WHERE operation = ?', id);
  }

  #record(row: Row): OperationRecord {
    const messages = this.#c.db
      .all<{ message: number }>('SELECT message FROM operation_messages WHERE operation = ?', row.id)
      .map((each) => each.message);
    return { ...toRow(row), what: Operation.parse(JSON.parse(row.what)), messages };
  }
}

function toRow(row: Row): OperationRow {
  return {
    id: row.id,
    account: row.account,
    kind: row.kind,
    state: row.state,
    attempts: row.attempts,
    ...(row.error === null ? {} : { error: JSON.parse(row.error) as ErrorValue }),
    created: row.created,
  };
}
