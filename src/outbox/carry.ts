import { MailError } from '../base/errors.ts';
import type { ImapSession, Selected } from '../imap/index.ts';
import type { Operation, OperationRecord, Vault } from '../vault/index.ts';

/** Hears which UIDs have left which folder on the server, so that a sync under way does not bring them back. */
export type Departed = (folder: number, uids: readonly number[]) => void;

/** One operation as it lies in the vault, with what it asks. */
type Of<K extends Operation['kind']> = OperationRecord & { readonly what: Extract<Operation, { kind: K }> };

/** Carries one operation to the server. `waits`: it cannot be done yet, and nothing is wrong. @throws MailError the server's no, or the connection's. */
export async function carry(
  vault: Vault,
  operation: OperationRecord,
  session: ImapSession,
  departed: Departed,
): Promise<'done' | 'waits'> {
  const { what } = operation;
  if (what.kind === 'flag') return carryFlags(vault, { ...operation, what }, session);
  if (what.kind === 'move') return carryMove(vault, { ...operation, what }, session, departed);
  if (what.kind === 'append') return carryAppend(vault, { ...operation, what }, session);
  return carryDelete(vault, { ...operation, what }, session, departed);
}

async function carryFlags(vault: Vault, operation: Of<'flag'>, session: ImapSession): Promise<'done' | 'waits'> {
  const { what } = operation;
  const byFolder = new Map<number, number[]>();
  for (const id of operation.messages) {
    const record = vault.messages.find(id);
    if (record === null) continue;
    if (record.uid === null) return 'waits'; // its number comes with the next sync
    byFolder.set(record.folder, [...(byFolder.get(record.folder) ?? []), record.uid]);
  }
  for (const [id, uids] of byFolder) {
    const { path } = vault.folders.get(id);
    const known = await session.within(
      path,
      async (server) => {
        if (!sameNumbers(vault.folders.cursor(id).uidValidity, server)) return false;
        await session.store(uids, { set: what.set, unset: what.unset });
        return true;
      },
      { asIs: true },
    );
    if (!known) return 'waits'; // renumbered: the sync finds out what is called how now
  }
  vault.write(() => vault.operations.done(operation.id));
  return 'done';
}

async function carryMove(
  vault: Vault,
  operation: Of<'move'>,
  session: ImapSession,
  departed: Departed,
): Promise<'done'> {
  const { what } = operation;
  const from = vault.folders.get(what.from);
  const target = await makeOnServer(vault, what.to, session);
  let { items, validity } = what;
  let told: Map<number, number> | null = null;
  if (items.length > 0) {
    const now = await session.within(from.path, async (server) => server.uidValidity);
    if (validity != null && validity !== now) items = await renumbered(vault, items, from.path, session);
    validity = now;
    const uids = items.map((item) => item.uid);
    if (uids.length > 0) told = await session.within(from.path, () => session.move(uids, target));
  }
  const numbers = told ?? (await lookUp(vault, items, target, session));
  const uids = items.map((item) => item.uid);
  departed(what.from, uids);
  vault.write(() => {
    for (const { message, uid } of items) {
      const now = numbers.get(uid);
      if (now !== undefined) takeUid(vault, operation.account, message, what.to, now);
    }
    // Without MOVE and UIDPLUS the originals may stay behind, marked as deleted, until an expunge takes nobody else's mail with it.
    if (uids.length > 0 && !session.capabilities.has('MOVE') && !session.capabilities.has('UIDPLUS'))
      vault.operations.add(operation.account, { kind: 'delete', from: what.from, uids, validity }, []);
    vault.operations.done(operation.id);
  });
  return 'done';
}

/**
 * For good. Where the server could only mark them (no UIDPLUS, and others' mail is marked beside them) the operation stays: it keeps them
 * out of sight, and is tried again with each sync.
 */
async function carryDelete(
  vault: Vault,
  operation: Of<'delete'>,
  session: ImapSession,
  departed: Departed,
): Promise<'done' | 'waits'> {
  const { what } = operation;
  const { path } = vault.folders.get(what.from);
  const outcome = await session.within(path, async (server) => {
    if (!sameNumbers(what.validity ?? null, server)) throw staleNumbers(path);
    return session.remove(what.uids);
  });
  departed(what.from, what.uids);
  if (outcome === 'marked') return 'waits';
  vault.write(() => vault.operations.done(operation.id));
  return 'done';
}

/** After a crash between the server's OK and our commit the message may be there already: it is looked for before it is sent again. */
async function carryAppend(vault: Vault, operation: Of<'append'>, session: ImapSession): Promise<'done'> {
  const { what } = operation;
  const path = await makeOnServer(vault, what.to, session);
  const [there] = await session.within(path, () => session.findByMessageId(path, what.messageId));
  const uid = there ?? (await session.append(path, vault.files.mailPath(what.file), what.flags, what.date)).uid;
  vault.write(() => {
    if (uid !== null) takeUid(vault, operation.account, what.message, what.to, uid);
    vault.operations.done(operation.id);
  });
  return 'done';
}

/** UIDs mean the same only under the same UIDVALIDITY (RFC 3501 §2.3.1.1). A command with old ones would hit other mail. */
function sameNumbers(noted: string | null, server: Selected): boolean {
  return noted === null || noted === server.uidValidity;
}

function staleNumbers(path: string): MailError {
  return new MailError({
    kind: 'refused',
    at: 'imap.select',
    reason: 'not-found',
    advice: 'check-input',
    said: `UIDVALIDITY of "${path}" has changed`,
  });
}

/** The same messages under the numbers that they have now. */
async function renumbered(
  vault: Vault,
  items: readonly { message: number; uid: number }[],
  path: string,
  session: ImapSession,
): Promise<{ message: number; uid: number }[]> {
  const found = await lookUp(vault, items, path, session);
  return items.flatMap(({ message, uid }) => {
    const now = found.get(uid);
    return now === undefined ? [] : [{ message, uid: now }];
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
