import { Draft } from '../contract/outbox.ts';
import { Database } from './database.ts';
import type { SavedOutbox } from './outbox.ts';

/** What could still be read of a damaged database. Each table by itself, so that one that cannot be read does not cost the others. */
export interface Salvage {
  readonly accounts: unknown[];
  readonly uidls: { account: number; uidl: string; first_seen: number }[];
  readonly drafts: Draft[];
  readonly outbox: SavedOutbox[];
}

export function readSalvage(file: string): Salvage {
  let db: Database;
  try {
    db = new Database(file);
  } catch {
    return { accounts: [], uidls: [], drafts: [], outbox: [] };
  }
  const read = <Row>(sql: string): Row[] => {
    try {
      return db.all<Row>(sql);
    } catch {
      return [];
    }
  };
  const salvage: Salvage = {
    accounts: read<{ id: number; settings: string; created: number }>('SELECT id, settings, created FROM accounts').map(
      (row) => ({
        ...row,
        settings: JSON.parse(row.settings) as unknown,
      }),
    ),
    uidls: read('SELECT account, uidl, first_seen FROM uidls'),
    drafts: read<{ draft: string }>('SELECT draft FROM drafts').flatMap((row) => {
      const draft = Draft.safeParse(JSON.parse(row.draft));
      return draft.success ? [draft.data] : [];
    }),
    outbox: read<SavedOutbox>("SELECT * FROM outbox WHERE state <> 'sent'"),
  };
  try {
    db.close();
  } catch {
    // it is damaged; nothing more is wanted of it
  }
  return salvage;
}
