import { Draft } from '../contract/outbox.ts';
import type { ArrivalLine } from './arrival-log.ts';
import { Database, type Value } from './database.ts';
import type { SavedOutbox } from './outbox.ts';

type SavedLedger = { at: number; account: number; message: number; what: string; cause: string };
type SavedUpload = { id: number; name: string; type: string; size: number; complete: number };

/** What could still be read of a damaged database. Each table by itself, so that one that cannot be read does not cost the others. */
export interface Salvage {
  readonly accounts: unknown[];
  readonly uidls: { account: number; uidl: string; first_seen: number }[];
  readonly uploads: SavedUpload[];
  readonly drafts: { id: number; draft: Draft }[];
  readonly outbox: { row: SavedOutbox; draft: Draft }[];
  readonly messages: ArrivalLine[];
  readonly ledger: SavedLedger[];
  /** The highest message id that was ever given, as far as it can be known. */
  readonly lastMessage: number;
}

const nothing: Salvage = {
  accounts: [],
  uidls: [],
  uploads: [],
  drafts: [],
  outbox: [],
  messages: [],
  ledger: [],
  lastMessage: 0,
};

/** Reads without writing: what was put aside stays as it was. */
export function readSalvage(file: string): Salvage {
  let db: Database;
  try {
    db = new Database(file, { readonly: true });
  } catch {
    return nothing;
  }
  const salvage: Salvage = {
    accounts: rows<{ id: number; settings: string; created: number }>(db, 'accounts', 'id').flatMap((row) => {
      const settings = parsed(row.settings);
      return settings === undefined ? [] : [{ ...row, settings }];
    }),
    uidls: rows(db, 'uidls', 'account, uidl'),
    uploads: rows(db, 'uploads', 'id'),
    drafts: rows<{ id: number; draft: string }>(db, 'drafts', 'id').flatMap(({ id, draft: text }) => {
      const draft = Draft.safeParse(parsed(text));
      return draft.success ? [{ id, draft: draft.data }] : [];
    }),
    outbox: rows<SavedOutbox>(db, 'outbox', 'id').flatMap((row) => {
      const draft = Draft.safeParse(parsed(row.draft));
      return draft.success && Array.isArray(parsed(row.recipients)) && row.state !== 'sent'
        ? [{ row, draft: draft.data }]
        : [];
    }),
    messages: messages(db),
    ledger: rows(db, 'ledger', 'id'),
    lastMessage: Math.max(
      0,
      ...rows<{ name: string; seq: number }>(db, 'sqlite_sequence', 'rowid')
        .filter((row) => row.name === 'messages')
        .map((row) => row.seq),
    ),
  };
  try {
    db.close();
  } catch {
    // it is damaged; nothing more is wanted of it
  }
  return salvage;
}

function messages(db: Database): ArrivalLine[] {
  const folders = new Map(
    rows<{ id: number; path: string; role: string | null }>(db, 'folders', 'id').map((row) => [row.id, row]),
  );
  type Row = { id: number; account: number; folder: number; uidl: string | null; file: string | null; flags: string };
  return rows<Row>(db, 'messages', 'id').flatMap(({ id, account, folder: folderId, uidl, file, flags: text }) => {
    const folder = folders.get(folderId);
    if (folder === undefined || typeof file !== 'string' || !/^[0-9a-f]{64}$/.test(file)) return [];
    const flags = parsed(text);
    const sound = Array.isArray(flags) && flags.every((each) => typeof each === 'string') ? (flags as string[]) : [];
    return [{ id, account, folder: folder.path, role: folder.role, uidl, file, flags: sound }];
  });
}

/** The rows of a table that can be reached from its beginning, and those that can be reached from its end. */
function rows<Row>(db: Database, table: string, key: string): Row[] {
  const found = new Map<string, Row>();
  const keys = key.split(', ');
  for (const way of ['ASC', 'DESC']) {
    try {
      for (const row of db.iterate<Record<string, Value>>(
        `SELECT * FROM ${table} ORDER BY ${keys.map((each) => `${each} ${way}`).join(', ')}`,
      ))
        found.set(JSON.stringify(keys.map((each) => row[each])), row as Row);
      break; // all of it was read
    } catch {
      // as far as it went
    }
  }
  return [...found.values()];
}

function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? (JSON.parse(text) as unknown) : undefined;
  } catch {
    return undefined;
  }
}
