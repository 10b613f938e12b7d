import { asMailError, type MailError } from '../base/errors.ts';
import type { ImapSession } from '../imap/index.ts';
import type { OperationRecord, Vault } from '../vault/index.ts';
import { carry, type Departed } from './carry.ts';

/**
 * Carries what waits to the server, in the order in which it was done. Stops at the first that the connection fails; one that the server
 * refuses for good is given up, with the server's words, and the rest goes on. One may leave behind another (a mail that was moved on
 * while it was on its way), so it goes round until nothing more moves. Gives how many were given up: a sync then sets right what is shown.
 */
export async function runOperations(
  vault: Vault,
  account: number,
  session: ImapSession,
  departed: Departed,
): Promise<number> {
  let givenUp = 0;
  for (let moved = true; moved; ) {
    moved = false;
    const held = new Set<number>(); // messages whose flags wait: later changes of their flags wait behind
    for (const operation of vault.operations.waiting(account)) {
      const { kind, messages } = operation;
      const behind = kind === 'flag' && messages.some((id) => held.has(id));
      try {
        if (!behind && (await carry(vault, operation, session, departed)) === 'done') moved = true;
        else if (kind === 'flag') for (const id of messages) held.add(id);
      } catch (thrown) {
        const error = asMailError(thrown, `imap.${kind}`);
        const forGood = isFinal(error);
        vault.write(() => {
          vault.operations.failed(operation.id, error.toValue(), forGood);
          if (forGood) revert(vault, operation);
        });
        if (!forGood) throw error;
        givenUp += 1;
        moved = true;
      }
    }
  }
  return givenUp;
}

/** What the server will never take, however often it is asked. */
function isFinal(error: MailError): boolean {
  return ['server-refused', 'flag-not-kept', 'not-found', 'bad-value', 'unexpected'].includes(error.reason);
}

/**
 * Within the transaction that gives it up: a move is taken back, so that what is shown is what is so. Flags are looked at anew by the next
 * sync (the server's MODSEQ has not changed, so it must be told to look), and what was to be deleted comes back with it.
 */
function revert(vault: Vault, operation: OperationRecord): void {
  const { what } = operation;
  if (what.kind === 'move' && vault.folders.find(what.from) !== null) {
    const valid = what.validity == null || what.validity === vault.folders.cursor(what.from).uidValidity;
    for (const { message, uid } of what.items) {
      const record = vault.messages.find(message);
      if (record === null || record.uid !== null || vault.messages.byUid(what.from, uid) !== null) continue;
      vault.messages.setFolder(message, what.from, valid ? uid : null, 'the server refused the move');
    }
  }
  if (what.kind === 'flag')
    for (const folder of new Set(operation.messages.flatMap((id) => vault.messages.find(id)?.folder ?? [])))
      vault.folders.setCursor(folder, { ...vault.folders.cursor(folder), modseq: null });
}
