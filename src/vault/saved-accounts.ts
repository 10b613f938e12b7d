import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { AccountRow } from '../contract/account.ts';
import { syncFolder } from './files.ts';

const name = 'accounts.json';

/** Accounts without secrets, beside the database, for `vault rebuild`. */
export async function saveAccounts(root: string, accounts: readonly AccountRow[]): Promise<void> {
  const file = join(root, name);
  const handle = await open(`${file}.new`, 'w', 0o600);
  try {
    await handle.writeFile(JSON.stringify(accounts, null, 2));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
  await syncFolder(root);
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
