import { asMailError, type MailError } from '../base/errors.ts';
import type { ImapSession } from '../imap/index.ts';
import type { OperationRecord, Vault } from '../vault/index.ts';

/** Hears which UIDs have left which folder on the server, so that a sync under way does not bring them back. */
export type Departed = (folder: number, uids: readonly number[]) => void;

/**
 * Carries what waits to the server, in the order in which it was done. Stops at the first that the connection fails; one that the server
 * refuses for good is given up, with the server's words, and the rest goes on.
 */
export async function runOperations(
  vault: Vault,
  account: number,
  session: ImapSession,
  departed: Departed,
): Promise<void> {
  for (const operation of vault.operations.waiting(account)) {
    try {
      await run(vault, operation, session, departed);
    } catch (thrown) {
      const error = asMailError(thrown, `imap.${operation.kind}`);
      const forGood = isFinal(error);
      vault.write(() => vault.operations.failed(operation.id, error.toValue(), forGood));
      if (!forGood) throw error;
      revert(vault, operation);
    }
  }
}

async function run(vault: Vault, operation: OperationRecord, session: ImapSession, departed: Departed): Promise<void> {
  const { what } = operation;
  if (what.kind === 'flag') return runFlag(vault, operation, session);
  if (what.kind === 'move') return runMove(vault, operation, session, departed);
  if (what.kind === 'append') return runAppend(vault, operation, session);
  const from = vault.folders.get(what.from);
  await session.within(from.path, () => session.remove(what.uids));
  departed(what.from, what.uids);
  vault.write(() => vault.operations.done(operation.id));
}

async function runFlag(vault: Vault, operation: OperationRecord, session: ImapSession): Promise<void> {
  const { what } = operation;
  if (what.kind !== 'flag') return;
  const byFolder = new Map<number, number[]>();
  for (const id of operation.messages) {
    const record = vault.messages.find(id);
    if (record === null) continue;
    if (record.uid === null) return; // its number comes with the next sync; until then this waits
    byFolder.set(record.folder, [...(byFolder.get(record.folder) ?? []), record.uid]);
  }
  for (const [folder, uids] of byFolder)
    await session.within(
      vault.folders.get(folder).path,
      () => session.store(uids, { set: what.set, unset: what.unset }),
      { asIs: true },
    );
  vault.write(() => vault.operations.done(operation.id));
}

async function runMove(
  vault: Vault,
  operation: OperationRecord,
  session: ImapSession,
  departed: Departed,
): Promise<void> {
  const { what } = operation;
  if (what.kind !== 'move') return;
  const from = vault.folders.get(what.from);
  const target = await makeOnServer(vault, what.to, session);
  const uids = what.items.map((item) => item.uid);
  const told = uids.length === 0 ? null : await session.within(from.path, () => session.move(uids, target));
  const numbers = told ?? (await lookUp(vault, what.items, target, session));
  departed(what.from, uids);
  vault.write(() => {
    for (const { message, uid } of what.items) {
      const now = numbers.get(uid);
      if (now !== undefined) takeUid(vault, operation.account, message, what.to, now);
    }
    vault.operations.done(operation.id);
  });
}

/** A server without UIDPLUS does not say under which UIDs the messages arrived: their Message-IDs find them. */
async function lookUp(
  vault: Vault,
  items: readonly { message: number; uid: number }[],
  target: string,
  session: ImapSession,
): Promise<Map<number, number>> {
  const numbers = new Map<number, number>();
  for (const { message, uid } of items) {
    const id = vault.messages.find(message)?.messageId;
    if (id == null) continue;
    const found = (await session.within(target, () => session.findByMessageId(target, id))).at(-1);
    if (found !== undefined) numbers.set(uid, found);
  }
  return numbers;
}

/** After a crash between the server's OK and our commit the message may be there already: it is looked for before it is sent again. */
async function runAppend(vault: Vault, operation: OperationRecord, session: ImapSession): Promise<void> {
  const { what } = operation;
  if (what.kind !== 'append') return;
  const path = await makeOnServer(vault, what.to, session);
  const [there] = await session.within(path, () => session.findByMessageId(path, what.messageId));
  const uid = there ?? (await session.append(path, vault.files.mailPath(what.file), what.flags, what.date)).uid;
  vault.write(() => {
    if (uid !== null) takeUid(vault, operation.account, what.message, what.to, uid);
    vault.operations.done(operation.id);
  });
}

/**
 * The server told the UID under which a message now stands. In the meantime a sync may have made a second row of it, or the person may
 * have moved it on or deleted it, which then follows as an operation of its own.
 */
function takeUid(vault: Vault, account: number, message: number, folder: number, uid: number): void {
  const record = vault.messages.find(message);
  const twin = vault.messages.byUid(folder, uid);
  if (twin !== null && twin.id !== message)
    vault.removeRow(twin.id, `the same as message ${message}, which came to UID ${uid} by our own command`);
  if (record === null) {
    vault.operations.add(account, { kind: 'delete', from: folder, uids: [uid] }, []);
  } else if (record.folder === folder) {
    vault.messages.setUid(message, uid);
  } else {
    vault.operations.add(account, { kind: 'move', from: folder, to: record.folder, items: [{ message, uid }] }, [
      message,
    ]);
  }
}

/** A folder that so far only has a name here (our own Sent or Trash) is made on the server when it is first needed. */
async function makeOnServer(vault: Vault, id: number, session: ImapSession): Promise<string> {
  const folder = vault.folders.get(id);
  if (!folder.local) return folder.path;
  const listed = await session.folders();
  if (!listed.some((each) => each.path === folder.path)) await session.createFolder(folder.path);
  vault.write(() => vault.folders.put({ ...folder, local: false }));
  return folder.path;
}

/** What the server will never take, however often it is asked. */
function isFinal(error: MailError): boolean {
  return error.reason === 'server-refused' || error.reason === 'not-found' || error.reason === 'unexpected';
}

/** A change that the server refused is taken back here, so that what is shown is what is so. */
function revert(vault: Vault, operation: OperationRecord): void {
  const { what } = operation;
  if (what.kind !== 'move') return; // flags come right with the next sync, deleted mail comes back with it
  vault.write(() => {
    for (const { message, uid } of what.items) {
      const record = vault.messages.find(message);
      if (record !== null && record.folder === what.to && vault.messages.byUid(what.from, uid) === null)
        vault.messages.setFolder(message, what.from, uid, 'the server refused the move');
    }
  });
}
