import { existsSync } from 'node:fs';
import { Role } from '../contract/mail.ts';
import type { ParsedMessage } from '../message/index.ts';
import type { ArrivalLine } from './arrival-log.ts';
import { digestOf } from './bytes.ts';
import type { Vault } from './vault.ts';
import { wholeMessage } from './whole-message.ts';

export interface Adopted {
  /** Messages that got a row again. */
  readonly adopted: number;
  readonly lost: number[];
  readonly changed: number[];
  readonly unclaimed: string[];
}

/** Gives message files their rows again, under their old ids, as the log of arrivals tells. */
export async function adopt(
  vault: Vault,
  lines: readonly ArrivalLine[],
  parse: (file: string) => Promise<ParsedMessage>,
): Promise<Adopted> {
  const lost: number[] = [];
  const changed: number[] = [];
  const claimed = new Set(lines.map((line) => line.file));
  let adopted = 0;
  for (const line of lines) {
    if (line.folder === null || vault.accounts.find(line.account) === null || vault.messages.find(line.id) !== null)
      continue;
    if (!existsSync(vault.files.mailPath(line.file))) {
      lost.push(line.id);
      continue;
    }
    const file = await digestOf(vault.files.mailPath(line.file));
    if (file !== line.file) {
      changed.push(line.id);
      claimed.add(file);
      await vault.files.copyMail(line.file, file);
    }
    const mail = await parse(vault.files.mailPath(file));
    vault.write(() => addRow(vault, { ...line, file }, mail, file === line.file));
    adopted += 1;
  }
  for (const file of new Set(lines.filter((line) => changed.includes(line.id)).map((line) => line.file)))
    vault.files.removeMail(file); // it lies under its true name now
  const unclaimed: string[] = [];
  for await (const file of vault.files.mails())
    if (!claimed.has(file) && !vault.messages.names(file)) unclaimed.push(file);
  return { adopted, lost, changed, unclaimed };
}

function addRow(vault: Vault, line: ArrivalLine, mail: ParsedMessage, whole: boolean): void {
  const account = vault.accounts.get(line.account);
  const path = line.folder ?? '';
  const role = Role.safeParse(line.role);
  const folder =
    vault.folders.byPath(account.id, path)?.id ??
    vault.folders.put({
      account: account.id,
      parent: null,
      name: path.split(/[./]/).at(-1) || path,
      path,
      role: role.success ? role.data : null,
      selectable: true,
      local: account.settings.protocol === 'pop3',
    });
  vault.messages.add(
    wholeMessage(mail, {
      account: account.id,
      folder,
      uidl: line.uidl,
      received: vault.now(),
      size: mail.size,
      flags: [...line.flags],
      file: line.file,
    }),
    whole ? 'rebuilt from its file' : 'rebuilt from its file, whose bytes are not the ones that were stored',
    line.id,
  );
}
