import { MailError } from '../base/errors.ts';
import type { AccountRow } from '../contract/account.ts';
import type { MessageRecord, Operation, Vault } from '../vault/index.ts';
import { folderFor } from './place.ts';

/**
 * What a person does to messages. The effect here and the operation that carries it to the server are one transaction: what was seen to
 * happen does happen, after a crash and after a tunnel too. A POP3 account has no server side to these, so there the effect is all.
 */

/** Sets and clears flags. Gives the accounts for which an operation now waits. */
export function changeFlags(
  vault: Vault,
  ids: readonly number[],
  set: readonly string[],
  unset: readonly string[],
): Set<number> {
  return vault.write(() => {
    const changed: MessageRecord[] = [];
    for (const record of records(vault, ids)) {
      const flags = new Set(record.flags);
      for (const flag of set) flags.add(flag.toLowerCase());
      for (const flag of unset) flags.delete(flag.toLowerCase());
      if (vault.messages.setFlags(record.id, [...flags], 'done here, by hand')) changed.push(record);
    }
    const what: Operation = {
      kind: 'flag',
      set: set.map((f) => f.toLowerCase()),
      unset: unset.map((f) => f.toLowerCase()),
    };
    return queue(vault, changed, () => what);
  });
}

/** To another folder of the same account. @throws MailError bad-value where it belongs to another. */
export function moveTo(vault: Vault, ids: readonly number[], to: number, why = 'moved here, by hand'): Set<number> {
  const target = vault.folders.get(to);
  return vault.write(() => {
    const moving = records(vault, ids).filter((record) => record.folder !== to);
    const stranger = moving.find((record) => record.account !== target.account);
    if (stranger !== undefined)
      throw new MailError({
        kind: 'bad-input',
        at: 'outbox.move',
        reason: 'bad-value',
        advice: 'check-input',
        said: 'the folder belongs to another account',
      });
    const waiting = queue(vault, moving, (group) => ({
      kind: 'move',
      from: group[0]?.folder ?? 0,
      to,
      items: group.flatMap((record) => (record.uid === null ? [] : [{ message: record.id, uid: record.uid }])),
      validity: vault.folders.cursor(group[0]?.folder ?? 0).uidValidity,
    }));
    for (const record of moving) vault.messages.setFolder(record.id, to, null, why);
    return waiting;
  });
}

/** To the account's Trash; what is in the Trash already goes for good. */
export async function deleteMessages(
  vault: Vault,
  ids: readonly number[],
  accountOf: (id: number) => AccountRow,
): Promise<Set<number>> {
  const waiting = new Set<number>();
  const freed: ReturnType<Vault['removeRow']>[] = [];
  const groups = new Map<number, MessageRecord[]>();
  for (const record of records(vault, ids)) groups.set(record.account, [...(groups.get(record.account) ?? []), record]);
  for (const [accountId, group] of groups) {
    const trash = folderFor(vault, accountOf(accountId), 'trash');
    const forGood = group.filter((record) => record.folder === trash.id);
    const away = group.filter((record) => record.folder !== trash.id).map((record) => record.id);
    vault.write(() => {
      for (const account of away.length > 0 ? moveTo(vault, away, trash.id, 'deleted here, by hand: to the Trash') : [])
        waiting.add(account);
      const uids = forGood.flatMap((record) => (record.uid === null ? [] : [record.uid]));
      if (uids.length > 0 && isOnServer(vault, accountId)) {
        const validity = vault.folders.cursor(trash.id).uidValidity;
        vault.operations.add(accountId, { kind: 'delete', from: trash.id, uids, validity }, []);
        waiting.add(accountId);
      }
      for (const record of forGood)
        freed.push(vault.removeRow(record.id, 'deleted here for good, by hand, from the Trash'));
    });
  }
  await vault.dropFiles(freed);
  return waiting;
}

/**
 * One operation for each folder that the messages are in. Those whose place on the server is not known yet (another operation is bringing
 * them there) are carried on by that one when it is done.
 */
function queue(
  vault: Vault,
  messages: readonly MessageRecord[],
  what: (group: readonly MessageRecord[]) => Operation,
): Set<number> {
  const waiting = new Set<number>();
  const groups = new Map<number, MessageRecord[]>();
  for (const record of messages)
    if (isOnServer(vault, record.account)) groups.set(record.folder, [...(groups.get(record.folder) ?? []), record]);
  for (const group of groups.values()) {
    const account = group[0]?.account;
    if (account === undefined) continue;
    vault.operations.add(
      account,
      what(group),
      group.map((record) => record.id),
    );
    waiting.add(account);
  }
  return waiting;
}

function isOnServer(vault: Vault, account: number): boolean {
  return vault.accounts.get(account).settings.protocol === 'imap';
}

/** @throws MailError not-found where one of them is gone. */
function records(vault: Vault, ids: readonly number[]): MessageRecord[] {
  return [...new Set(ids)].map((id) => vault.messages.get(id));
}
