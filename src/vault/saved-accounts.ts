import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../base/durable.ts';
import { AccountRow } from '../contract/account.ts';

const name = 'accounts.json';

/** Accounts without secrets, beside the database, for `vault rebuild`. */
export async function saveAccounts(root: string, accounts: readonly AccountRow[]): Promise<void> {
  await replaceFile(join(root, name), JSON.stringify(accounts, null, 2));
}

/** The accounts as saved; those that can be read. */
export async function readSavedAccounts(root: string): Promise<AccountRow[]> {
  try {
    const saved: unknown = JSON.parse(await readFile(join(root, name), 'utf8'));
    return (Array.isArray(saved) ? saved : []).flatMap((each) => {
      const row = AccountRow.safeParse(each);
      return row.success ? [row.data] : [];
    });
  } catch {
    return [];
  }
}
