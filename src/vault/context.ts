import type { Change } from '../contract/changes.ts';
import type { Database } from './database.ts';

/** What a thing of the journal is. */
export type Kind = Change['kind'];

/** What the vault's stores share: the database, the journal's pen, and the ledger's. */
export interface Context {
  readonly db: Database;
  now(): number;
  /** Notes in the journal that this thing is new, changed or gone. Within a transaction. */
  touch(kind: Kind, id: number, gone?: boolean): void;
  /** Asks for a folder's counts to be taken again before the transaction ends. */
  recount(folder: number): void;
  /** Writes down why: what happened to a message and which command, response or person caused it. */
  because(entry: { account: number; message: number; what: string; cause: string }): void;
}
