import type { Clock } from '../base/ports.ts';
import type { ParsedMessage } from '../message/index.ts';
import { adopt } from './adopt.ts';
import { arrivalLogPath, readArrivals } from './arrival-log.ts';
import { digestOf } from './bytes.ts';
import { checkVault } from './check.ts';
import type { ProfileLock } from './lock.ts';
import type { RebuildReport } from './rebuild-report.ts';
import { Vault } from './vault.ts';

/** The database is sound: brings it and the files in line. */
export async function repairVault(
  root: string,
  lock: ProfileLock,
  clock: Clock,
  parse: (file: string) => Promise<ParsedMessage>,
): Promise<RebuildReport> {
  const vault = await Vault.open(root, clock, { lock });
  try {
    const check = await checkVault(vault);
    vault.write(() => {
      for (const { message, part } of check.parts) vault.parts.forget(message, part); // made again when asked for
    });
    for (const id of check.missing) giveBack(vault, id, 'its file is gone');
    const changed: number[] = [];
    for (const id of check.damaged) if (await keepAsItIs(vault, id)) changed.push(id);

    const orphans = new Set(check.orphans);
    const lines = (await readArrivals(arrivalLogPath(root))).filter((line) => orphans.has(line.file));
    const living = lines.filter((line) => line.folder !== null && !vault.journal.isGone('message', line.id));
    const result = await adopt(vault, living, parse);
    // What the vault itself removed: a crash came between the commit and the removal of the file.
    const wanted = new Set(living.map((line) => line.file));
    const removed = new Set(lines.map((line) => line.file).filter((file) => !wanted.has(file)));
    for (const file of removed) vault.files.removeMail(file);
    return {
      how: 'repaired',
      accounts: vault.accounts.list().length,
      adopted: result.adopted,
      lost: [...check.missing, ...check.damaged.filter((id) => !changed.includes(id))].filter((id) => id > 0),
      changed: [...changed, ...result.changed],
      unclaimed: result.unclaimed.filter((file) => !removed.has(file)),
      old: null,
    };
  } finally {
    await vault.close();
  }
}

/** The bytes are the server's to give again; where it has them no more, the row still tells what it was. Below zero it is an outbox row. */
function giveBack(vault: Vault, id: number, why: string): void {
  vault.write(() => {
    if (id < 0) {
      const mail = vault.outbox.get(-id);
      vault.outbox.remove(-id);
      if (mail.state !== 'sent') vault.drafts.save(null, mail.draft); // what was written is not lost
      return;
    }
    const { account, uidl } = vault.messages.get(id);
    vault.messages.loseFile(id, why);
    if (uidl !== null) vault.uidls.forget(account, uidl);
  });
}

/** A mail that lies only here is kept with the bytes that are left of it. False: the server has it whole, and gives it again. */
async function keepAsItIs(vault: Vault, id: number): Promise<boolean> {
  const why = 'its file is not what was stored';
  const record = id < 0 ? null : vault.messages.get(id);
  const file = record?.file ?? null;
  if (record === null || file === null || record.structure !== null) {
    const broken = record === null ? vault.outbox.get(-id).file : file;
    giveBack(vault, id, why);
    if (broken !== null && !vault.messages.names(broken)) vault.files.removeMail(broken);
    return false;
  }
  const now = await digestOf(vault.files.mailPath(file));
  await vault.files.copyMail(file, now);
  vault.write(() => {
    vault.messages.loseFile(id, why);
    vault.messages.setFile(id, now);
    if (record.uidl !== null) vault.uidls.forget(record.account, record.uidl);
  });
  if (!vault.messages.names(file)) vault.files.removeMail(file);
  return true;
}
