import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../base/durable.ts';
import { MailError } from '../base/errors.ts';
import type { Clock } from '../base/ports.ts';
import type { ParsedMessage } from '../message/index.ts';
import { adopt } from './adopt.ts';
import {
  type ArrivalLine,
  arrivalLogName,
  arrivalLogPath,
  clearArrivals,
  readArrivals,
  replaceArrivals,
} from './arrival-log.ts';
import { ProfileLock } from './lock.ts';
import { asVaultError, databaseName, inspect } from './open.ts';
import type { RebuildReport } from './rebuild-report.ts';
import { repairVault } from './repair.ts';
import { readSalvage, type Salvage } from './salvage.ts';
import { readSavedAccounts } from './saved-accounts.ts';
import { Vault } from './vault.ts';

const fresh = `${databaseName}.new`;
const freshLog = `${arrivalLogName}.new`;

/**
 * Rebuilds what can be rebuilt from the files. The old database is put aside, never deleted.
 * @throws MailError vault-locked, vault-newer, disk-full; nothing is changed then.
 */
export async function rebuildVault(
  root: string,
  clock: Clock,
  parse: (file: string) => Promise<ParsedMessage>,
): Promise<RebuildReport> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  const lock = ProfileLock.take(root);
  try {
    return isSound(root) ? await repairVault(root, lock, clock, parse) : await afresh(root, lock, clock, parse);
  } catch (thrown) {
    throw asVaultError(thrown, root);
  } finally {
    lock.release();
  }
}

function isSound(root: string): boolean {
  try {
    inspect(root, 'integrity_check');
    return true;
  } catch (thrown) {
    if (thrown instanceof MailError && thrown.reason === 'vault-damaged') return false;
    throw thrown;
  }
}

/**
 * The new database and its log are made beside the old ones and take their places when they are complete. A crash before that changes
 * nothing; one between the renames leaves a profile without a database, which is refused, and is rebuilt from the one put aside.
 */
async function afresh(
  root: string,
  lock: ProfileLock,
  clock: Clock,
  parse: (file: string) => Promise<ParsedMessage>,
): Promise<RebuildReport> {
  for (const end of ['', '-wal', '-shm']) await rm(join(root, fresh + end), { force: true });
  await clearArrivals(arrivalLogPath(root, freshLog));
  const before = existsSync(join(root, databaseName)) ? databaseName : await lastPutAside(root);
  const saved = await readSavedAccounts(root);
  const salvage = before === null ? null : readSalvage(join(root, before));
  const lines = merged(await readArrivals(arrivalLogPath(root)), salvage?.messages ?? []);

  const vault = await Vault.open(root, clock, { lock, database: fresh, log: freshLog });
  let report: Omit<RebuildReport, 'old'>;
  try {
    restore(vault, saved, salvage, lines);
    report = { how: 'rebuilt', ...(await adopt(vault, lines, parse)), accounts: vault.accounts.list().length };
    await vault.saveAccounts();
  } finally {
    await vault.close(); // the file alone is the database from here on
  }

  const old = `${databaseName}.damaged-${clock.now()}`;
  for (const end of ['-wal', '-shm', ''])
    if (existsSync(join(root, databaseName + end))) await rename(join(root, databaseName + end), join(root, old + end));
  if (existsSync(arrivalLogPath(root, freshLog)))
    await replaceArrivals(arrivalLogPath(root, freshLog), arrivalLogPath(root));
  for (const end of ['-wal', '-shm']) await rm(join(root, fresh + end), { force: true });
  await rename(join(root, fresh), join(root, databaseName));
  await syncFolder(root);
  return { ...report, old: existsSync(join(root, old)) ? join(root, old) : null };
}

/** What a rebuild that was cut short has put aside already. */
async function lastPutAside(root: string): Promise<string | null> {
  const names = (await readdir(root)).filter((name) => /^vault\.db\.damaged-\d+$/.test(name));
  const time = (name: string): number => Number(name.split('-').at(-1));
  return names.sort((a, b) => time(a) - time(b)).at(-1) ?? null;
}

/** The log goes first; the database knows what the log has lost. */
function merged(log: readonly ArrivalLine[], database: readonly ArrivalLine[]): ArrivalLine[] {
  const ids = new Set(log.map((line) => line.id));
  const files = new Set(log.map((line) => line.file));
  return [...log, ...database.filter((line) => !ids.has(line.id) && !files.has(line.file))];
}

/** Accounts, drafts and outbox under their old ids, what was taken by POP3, and why things are as they are. */
function restore(
  vault: Vault,
  saved: Awaited<ReturnType<typeof readSavedAccounts>>,
  salvage: Salvage | null,
  lines: readonly ArrivalLine[],
): void {
  vault.write(() => {
    vault.accounts.restore([...saved, ...(salvage?.accounts ?? [])]);
    const exists = (account: number): boolean => vault.accounts.find(account) !== null;
    for (const { account, uidl, first_seen } of salvage?.uidls ?? [])
      if (exists(account)) vault.uidls.add(account, uidl, first_seen);
    for (const { account, uidl } of lines)
      if (uidl !== null && exists(account)) vault.uidls.add(account, uidl, vault.now());
    for (const account of vault.accounts.list())
      vault.rememberUidls([...vault.uidls.known(account.id).keys()].map((uidl) => ({ account: account.id, uidl })));
    const last = Math.max(salvage?.lastMessage ?? 0, ...lines.map((line) => line.id));
    vault.messages.continueAfter(last);
    for (const upload of salvage?.uploads ?? [])
      if (existsSync(vault.files.uploadPath(upload.id))) vault.uploads.restore(upload);
    for (const { id, draft } of salvage?.drafts ?? []) if (exists(draft.account)) vault.drafts.restore(id, draft);
    for (const { row, draft } of salvage?.outbox ?? []) {
      if (!exists(row.account)) continue;
      if (existsSync(vault.files.mailPath(row.file))) vault.outbox.restore(row);
      else vault.drafts.save(null, draft); // its bytes are lost; what was written is not
    }
    for (const line of salvage?.ledger ?? []) vault.ledger.restore(line);
  });
}
