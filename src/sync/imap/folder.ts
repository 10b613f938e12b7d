import type { AccountRow } from '../../contract/account.ts';
import type { FolderRow } from '../../contract/mail.ts';
import { chooseText, type FlagState, type ImapSession, type Selected, type Summary } from '../../imap/index.ts';
import type { Vault } from '../../vault/index.ts';
import { emptyTally, goOn, type SyncPorts, type Tally } from '../port.ts';
import { adopt } from './adopt.ts';
import { newestFirst, overlay, planFolder, uidSet } from './plan.ts';
import { newMessage, previewsOf } from './summary.ts';

/** One folder's sync under way. */
interface Course {
  readonly vault: Vault;
  readonly account: AccountRow;
  readonly folder: FolderRow;
  readonly session: ImapSession;
  readonly ports: SyncPorts;
  readonly tally: Tally;
  /** UIDs that left this folder on the server by our own commands in this run: a listing from just before may still name them. */
  readonly departed: (uid: number) => boolean;
}

/** Brings one folder in step with the server: flags, what is new (newest first), what is gone. */
export async function syncFolder(
  vault: Vault,
  account: AccountRow,
  folder: FolderRow,
  session: ImapSession,
  ports: SyncPorts,
  departed: (folder: number, uid: number) => boolean,
): Promise<Tally> {
  const tally = emptyTally();
  const course: Course = {
    vault,
    account,
    folder,
    session,
    ports,
    tally,
    departed: (uid) => departed(folder.id, uid),
  };
  // Looked up before SELECT: what was on its way before is there by now, or it is nowhere.
  const homeless = vault.messages.withoutUid(folder.id).filter((record) => !record.pending);
  await session.within(folder.path, (server) =>
    inStep(
      course,
      server,
      homeless.map((record) => record.id),
    ),
  );
  return tally;
}

async function inStep(course: Course, server: Selected, homeless: readonly number[]): Promise<void> {
  const { vault, folder } = course;
  const cursor = vault.folders.cursor(folder.id);
  const plan = planFolder(cursor, server, onServer(course, server));
  if (plan.kind === 'unchanged') return dropUnmatched(course, homeless);
  const renumbered = plan.kind === 'renumber' ? forgetUids(course, cursor.uidValidity, server.uidValidity) : [];

  if (plan.kind === 'changed-since') await changedSince(course, server, plan.modseq);
  else await compare(course, server);

  await dropUnmatched(course, [...homeless, ...renumbered]);
  vault.write(() =>
    vault.folders.setCursor(folder.id, {
      uidValidity: server.uidValidity,
      uidNext: server.uidNext,
      modseq: server.highestModseq,
    }),
  );
}

/** How many messages we believe the folder to hold there: those known here, and those that left it here only. */
function onServer({ vault, folder }: Course, server: Selected): number {
  return vault.messages.uids(folder.id).size + vault.operations.leaving(folder.id, server.uidValidity).size;
}

async function changedSince(course: Course, server: Selected, modseq: string): Promise<void> {
  const { vault, folder, session } = course;
  const report = await session.flags('1:*', modseq);
  const known = vault.messages.uids(folder.id);
  applyFlags(course, report.messages, known);
  await bring(
    course,
    server,
    report.messages.map((each) => each.uid).filter((uid) => !known.has(uid)),
  );
  if (report.vanished !== null) await removeUids(course, report.vanished, 'IMAP VANISHED');
  // The counts must agree now. Where they do not, something went or came without a word: look at all of it.
  if (onServer(course, server) !== server.exists) await settleByListing(course, server, new Set(await session.uids()));
}

/** All UIDs and flags against all rows: RFC 4549 §4.3. */
async function compare(course: Course, server: Selected): Promise<void> {
  const { vault, folder, session } = course;
  const known = vault.messages.uids(folder.id);
  if (known.size === 0) {
    await bring(course, server, server.exists === 0 ? [] : await session.uids());
    return;
  }
  const report = server.exists === 0 ? { messages: [] } : await session.flags('1:*');
  applyFlags(course, report.messages, known);
  await settleByListing(course, server, new Set(report.messages.map((each) => each.uid)));
}

/** What the listing has and we have not comes; what we have and two listings have not goes. */
async function settleByListing(course: Course, server: Selected, listed: ReadonlySet<number>): Promise<void> {
  const { vault, folder, session } = course;
  const known = vault.messages.uids(folder.id);
  await bring(
    course,
    server,
    [...listed].filter((uid) => !known.has(uid)),
  );
  const missing = [...known.keys()].filter((uid) => !listed.has(uid));
  if (missing.length === 0) return;
  const again = new Set((await session.flags(uidSet(missing))).messages.map((each) => each.uid));
  await removeUids(
    course,
    missing.filter((uid) => !again.has(uid)),
    'two IMAP listings without it',
  );
}

/** Fetches and commits messages that are not here, newest first. A batch that is committed stays, whatever happens to the next. */
async function bring(course: Course, server: Selected, uids: readonly number[]): Promise<void> {
  const { vault, session, ports, folder, tally } = course;
  const leaving = vault.operations.leaving(folder.id, server.uidValidity);
  const wanted = uids.filter((uid) => !course.departed(uid) && !leaving.has(uid));
  let done = 0;
  if (wanted.length > 0) ports.progress({ folder: folder.name, done, total: wanted.length });
  for (const batch of newestFirst(wanted)) {
    goOn(ports, 'imap.fetch');
    const summaries: Summary[] = [];
    await session.summaries(batch, (summary) => summaries.push(summary));
    const chosen = summaries.map((summary) => ({ uid: summary.uid, summary, choice: chooseText(summary.structure) }));
    const previews = await previewsOf(session, chosen);
    tally.added += addBatch(course, server, chosen, previews);
    done += batch.length;
    ports.progress({ folder: folder.name, done, total: wanted.length });
  }
}

function addBatch(
  course: Course,
  server: Selected,
  chosen: readonly { uid: number; summary: Summary; choice: ReturnType<typeof chooseText> }[],
  previews: ReadonlyMap<number, string>,
): number {
  const { vault, account, folder } = course;
  return vault.write(() => {
    let added = 0;
    const homeless = vault.messages.withoutUid(folder.id);
    const leaving = vault.operations.leaving(folder.id, server.uidValidity);
    for (const { uid, summary, choice } of chosen) {
      if (leaving.has(uid) || course.departed(uid) || vault.messages.byUid(folder.id, uid) !== null) continue;
      const message = newMessage(summary, choice, previews.get(uid) ?? '', { account: account.id, folder: folder.id });
      const own = adopt(message, homeless);
      if (own === null) {
        vault.messages.add(message, `IMAP FETCH UID ${uid} from "${folder.path}" at ${account.settings.incoming.host}`);
        added += 1;
      } else {
        vault.messages.setUid(own.id, uid);
        const changes = vault.operations.flagChanges(own.id);
        vault.messages.setFlags(own.id, overlay(summary.flags, changes), `IMAP FETCH FLAGS of UID ${uid}`);
      }
    }
    return added;
  }, 'arrival');
}

function applyFlags(course: Course, messages: readonly FlagState[], known: ReadonlyMap<number, number>): void {
  const { vault, tally } = course;
  vault.write(() => {
    for (const { uid, flags } of messages) {
      const id = known.get(uid);
      if (id === undefined) continue;
      const merged = overlay(flags, vault.operations.flagChanges(id));
      if (vault.messages.setFlags(id, merged, `IMAP FETCH FLAGS of UID ${uid}`)) tally.updated += 1;
    }
  });
}

async function removeUids(course: Course, uids: readonly number[], cause: string): Promise<void> {
  const { vault, folder, tally } = course;
  const known = vault.messages.uids(folder.id);
  const gone = uids.flatMap((uid) => {
    const id = known.get(uid);
    return id === undefined ? [] : [{ id, uid }];
  });
  if (gone.length === 0) return;
  const freed: { id: number; file: string | null; parts: string[] }[] = [];
  vault.write(() => {
    for (const { id, uid } of gone) freed.push(vault.removeRow(id, `${cause}: UID ${uid} of "${folder.path}"`));
  });
  await vault.dropFiles(freed);
  tally.removed += gone.length;
}

/** Gives the ids of those that lost their number. */
function forgetUids(course: Course, before: string | null, now: string): number[] {
  const { vault, folder } = course;
  const ids = [...vault.messages.uids(folder.id).values()];
  vault.write(() => {
    for (const id of ids)
      vault.messages.clearUid(
        id,
        `UIDVALIDITY of "${folder.path}" went from ${before} to ${now}: its UID has no meaning any more`,
      );
    vault.folders.setCursor(folder.id, { uidValidity: null, uidNext: null, modseq: null });
  });
  return ids;
}

/**
 * What had no number before this sync, and was matched by nothing that the server lists now, is a copy of something that is gone: the
 * folder was renumbered, or a message that was moved here was moved on by another client at once.
 */
async function dropUnmatched(course: Course, homeless: readonly number[]): Promise<void> {
  const { vault, folder, session, tally } = course;
  const unmatched = homeless.filter((id) => {
    const record = vault.messages.find(id);
    return record !== null && record.folder === folder.id && record.uid === null && !record.pending;
  });
  if (unmatched.length === 0) return;
  const listed = await session.uids();
  const here = vault.messages.uids(folder.id);
  const leaving = vault.operations.leaving(folder.id);
  // Something came in between: the next sync looks again.
  if (!listed.every((uid) => here.has(uid) || leaving.has(uid) || course.departed(uid))) return;
  await vault.removeMessages(unmatched, `not among the messages that the server lists in "${folder.path}"`);
  tally.removed += unmatched.length;
}
