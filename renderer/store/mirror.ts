/**
 * The window's copy of what the views list, in IndexedDB. Nothing lives only here: it is filled by changes.since and may be
 * deleted at any time.
 */
import Dexie, { type Table } from 'dexie';
import type { AccountRow } from '../../src/contract/account.ts';
import type { Cursor } from '../../src/contract/changes.ts';
import type { FolderRow, MessageRow } from '../../src/contract/mail.ts';
import type { DraftRow, OperationRow, OutboxRow } from '../../src/contract/outbox.ts';

/** A message with two keys that exist only where they are true, so that their indexes hold just those rows. */
export interface MirroredMessage extends MessageRow {
  readonly unread?: 1;
  readonly flagged?: 1;
}

export interface Mirror {
  readonly db: Dexie;
  readonly keyRange: typeof IDBKeyRange;
  readonly accounts: Table<AccountRow, number>;
  readonly folders: Table<FolderRow, number>;
  readonly messages: Table<MirroredMessage, number>;
  readonly drafts: Table<DraftRow, number>;
  readonly outbox: Table<OutboxRow, number>;
  readonly operations: Table<OperationRow, number>;
  readonly meta: Table<{ key: 'cursor'; cursor: Cursor }, string>;
}

/** @param factory another IndexedDB, for tests. */
export function openMirror(
  name = 'tegami',
  factory?: { indexedDB: IDBFactory; IDBKeyRange: typeof IDBKeyRange },
): Mirror {
  // Dexie's result cache replays every put on every cached list: with 10,000 rows that costs more than reading the index again.
  const db = new Dexie(name, { ...factory, cache: 'disabled' });
  db.version(1).stores({
    accounts: 'id',
    folders: 'id',
    messages: 'id, [folder+date], [folder+unread+date], [folder+flagged+date]',
    drafts: 'id',
    outbox: 'id',
    operations: 'id',
    meta: 'key',
  });
  return {
    db,
    keyRange: factory?.IDBKeyRange ?? IDBKeyRange,
    accounts: db.table('accounts'),
    folders: db.table('folders'),
    messages: db.table('messages'),
    drafts: db.table('drafts'),
    outbox: db.table('outbox'),
    operations: db.table('operations'),
    meta: db.table('meta'),
  };
}

export function mirrored(row: MessageRow): MirroredMessage {
  return {
    ...row,
    ...(row.flags.includes('seen') ? {} : { unread: 1 as const }),
    ...(row.flags.includes('flagged') ? { flagged: 1 as const } : {}),
  };
}
