import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { MailError } from '../base/errors.ts';
import type { Clock } from '../base/ports.ts';
import { AccountRow } from '../contract/account.ts';
import { Role } from '../contract/mail.ts';
import { type ParsedMessage, summaryOf } from '../message/index.ts';
import { type ArrivalLine, ArrivalLog } from './arrivals.ts';
import { checkVault } from './check.ts';
import { databaseName } from './open.ts';
import { readSalvage, type Salvage } from './salvage.ts';
import { readSavedAccounts, Vault } from './vault.ts';

export interface RebuildReport {
  /** `repaired`: the database was sound and was brought in line with the files. `rebuilt`: it was not, and a new one was made. */
  readonly how: 'repaired' | 'rebuilt';
  readonly accounts: number;
  /** Messages that got a row again. */
  readonly adopted: number;
  /** Messages whose bytes are nowhere: their rows say so and stay. */
  readonly lost: number[];
  /** Where the old database was put; null where it was kept. */
  readonly old: string | null;
}

/** Rebuilds what can be rebuilt from the files. The old database is put aside, never deleted. */
export async function rebuildVault(
  root: string,
  clock: Clock,
  parse: (file: string) => Promise<ParsedMessage>,
): Promise<RebuildReport> {
  try {
    const vault = await Vault.open(root, clock);
    try {
      const check = await checkVault(vault);
      if (check.database[0] === 'ok') return await repair(vault, root, check, parse);
    } finally {
      await vault.close();
    }
  } catch (thrown) {
    if (!(thrown instanceof MailError) || thrown.reason !== 'vault-damaged') throw thrown;
  }
  return afresh(root, clock, parse);
}

async function repair(
  vault: Vault,
  root: string,
  check: Awaited<ReturnType<typeof checkVault>>,
  parse: (file: string) => Promise<ParsedMessage>,
): Promise<RebuildReport> {
  const lost = [...check.missing, ...check.damaged].filter((id) => id > 0);
  vault.write(() => {
    // What the server still has is simply fetched again; what only lay here is kept as a row that tells what it was.
    for (const id of lost) vault.db.run('UPDATE messages SET file = NULL WHERE id = ? AND structure IS NOT NULL', id);
  });
  const orphans = new Set(check.orphans);
  const lines = (await new ArrivalLog(root).read()).filter((line) => line.folder !== null && orphans.has(line.file));
  const adopted = await adopt(vault, lines, parse);
  return { how: 'repaired', accounts: vault.accounts.list().length, adopted, lost, old: null };
}

async function afresh(
  root: string,
  clock: Clock,
  parse: (file: string) => Promise<ParsedMessage>,
): Promise<RebuildReport> {
  const old = join(root, `${databaseName}.damaged-${clock.now()}`);
  for (const end of ['', '-wal', '-shm'])
    if (existsSync(join(root, databaseName + end))) await rename(join(root, databaseName + end), old + end);
  const saved = await readSavedAccounts(root);
  const lines = await new ArrivalLog(root).read();
  const vault = await Vault.open(root, clock);
  try {
    const salvage = readSalvage(old);
    restore(vault, saved, salvage, lines);
    const adopted = await adopt(
      vault,
      lines.filter((line) => line.folder !== null),
      parse,
    );
    await vault.saveAccounts();
    const missing = lines.filter((line) => line.folder !== null && !existsSync(vault.files.mailPath(line.file)));
    return {
      how: 'rebuilt',
      accounts: vault.accounts.list().length,
      adopted,
      lost: missing.map((line) => line.id),
      old,
    };
  } finally {
    await vault.close();
  }
}

/** Accounts under their old ids, what was taken by POP3, and what could still be read of drafts and outbox. */
function restore(vault: Vault, saved: readonly unknown[], salvage: Salvage, lines: readonly ArrivalLine[]): void {
  vault.write(() => {
    for (const account of [...salvage.accounts, ...saved]) {
      const row = AccountRow.safeParse(account);
      if (row.success && vault.accounts.find(row.data.id) === null) vault.accounts.add(row.data.settings, row.data.id);
    }
    const exists = (account: number): boolean => vault.accounts.find(account) !== null;
    for (const { account, uidl, first_seen } of salvage.uidls)
      if (exists(account)) vault.uidls.add(account, uidl, first_seen);
    for (const { account, uidl } of lines)
      if (uidl !== null && exists(account)) vault.uidls.add(account, uidl, vault.now());
    for (const draft of salvage.drafts) if (exists(draft.account)) vault.drafts.save(null, draft);
    for (const mail of salvage.outbox) if (exists(mail.account)) vault.outbox.restore(mail);
  });
}

async function adopt(
  vault: Vault,
  lines: readonly ArrivalLine[],
  parse: (file: string) => Promise<ParsedMessage>,
): Promise<number> {
  let adopted = 0;
  for (const line of lines) {
    const path = vault.files.mailPath(line.file);
    const account = vault.accounts.find(line.account);
    if (line.folder === null || account === null || !existsSync(path)) continue;
    const mail = await parse(path);
    const { date, ...fields } = summaryOf(mail);
    const folderPath = line.folder;
    vault.write(() => {
      const role = Role.safeParse(line.role);
      const folder =
        vault.folders.byPath(account.id, folderPath)?.id ??
        vault.folders.put({
          account: account.id,
          parent: null,
          name: folderPath.split(/[./]/).at(-1) ?? folderPath,
          path: folderPath,
          role: role.success ? role.data : null,
          selectable: true,
          local: account.settings.protocol === 'pop3',
        });
      vault.messages.add(
        {
          ...fields,
          inReplyTo: mail.inReplyTo,
          references: mail.references,
          bcc: mail.bcc,
          replyTo: mail.replyTo,
          account: account.id,
          folder,
          uid: null,
          uidl: line.uidl,
          date: date ?? vault.now(),
          size: mail.size,
          flags: [...line.flags],
          structure: null,
          file: line.file,
        },
        'rebuilt from its file',
      );
    });
    adopted += 1;
  }
  return adopted;
}
