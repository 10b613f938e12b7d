/**
 * A mailbox as its folder says, after whatever happened to it. The index decides: a file is a message when its line is on the disk.
 *
 * - The line is there, the file still in tmp/ or under old flags: the crash came before the rename; it is done now.
 * - The file is in tmp/, no line: it was never confirmed, and goes.
 * - The line says expunged, the file is there: the crash came before the removal; it goes.
 * - A file in new/ or cur/ that the index does not know: another program put it there, or the index was damaged. It gets a new UID.
 * - The line is there, the file nowhere: somebody took it away. It is expunged.
 */
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isCode, syncFolder, writeContent } from '../../base/durable.ts';
import { MailError } from '../../base/errors.ts';
import { withCrlf } from './crlf.ts';
import { baseOf, baseOfFile, foreignGuid, guidOfBase, lettersOfFile, placeOf } from './files.ts';
import { flagsOfLetters } from './flags.ts';
import { IndexFile } from './index-file.ts';
import { type IndexRecord, type ReadIndex, readRecords } from './record.ts';
import { fieldsOf, State } from './state.ts';
import { unpackUids } from './uids.ts';

export const INDEX = 'tegami-index';

export interface Loaded {
  readonly state: State;
  readonly index: IndexFile;
  /** Where the file of a message is, when it is not where its flags say. */
  readonly elsewhere: Map<number, string>;
  /** Files without a message; to be removed. */
  readonly junk: string[];
}

export async function loadMailbox(folder: string, newValidity: () => Promise<number>): Promise<Loaded> {
  await makeFolders(folder);
  const read = await readIndex(folder);
  const state = new State();
  const expunged = replay(state, read?.records ?? []);
  const lost = read === null || read.damaged || state.uidValidity === 0;
  if (lost)
    state.apply({
      t: 'mailbox',
      v: 1,
      uidValidity: await newValidity(),
      uidNext: state.uidNext,
      modseq: state.modseq,
      floor: 0,
    });

  const files = await listFiles(folder);
  const elsewhere = new Map<number, string>();
  const missing = new Map<string, number>();
  for (const message of state.messages) {
    const base = baseOf(message);
    const found = files.get(base);
    files.delete(base);
    if (found === undefined) missing.set(message.guid, message.uid);
    else if (found !== placeOf(message)) elsewhere.set(message.uid, found);
  }

  const known = new Set(files.size === 0 ? [] : state.messages.map(({ guid }) => guid));
  const news: IndexRecord[] = [];
  const junk: string[] = [];
  for (const [base, file] of [...files].sort()) {
    const guid = guidOfBase(base) ?? foreignGuid(base);
    const uid = missing.get(guid);
    if (uid !== undefined) {
      // Adopted before; only the rename was not done.
      missing.delete(guid);
      elsewhere.set(uid, file);
    } else if (expunged.has(guid) || known.has(guid)) junk.push(file);
    // What is in tmp/ was never confirmed. With a lost index nobody can tell, and nothing that is whole is thrown away.
    else if (file.startsWith('tmp/') && !(lost && (await isWhole(folder, file, base))))
      await rm(path.join(folder, file), { force: true });
    else {
      const adopted = await adopt(folder, file, guid, state, elsewhere, junk);
      news.push(adopted);
      state.apply(adopted);
    }
  }
  if (missing.size > 0) {
    const gone: IndexRecord = { t: 'gone', u: [...missing.values()].join(','), m: state.modseq + 1 };
    news.push(gone);
    state.apply(gone);
  }

  const needed = state.count;
  const index = new IndexFile(path.join(folder, INDEX), {
    length: read?.sound ?? 0,
    lines: read?.records.length ?? 0,
    needed,
    unsure: false,
  });
  if (lost && read !== null && read.records.length > 0) {
    // UIDs that clients know may have been lost: they must start over. RFC 9051 §2.3.1.1.
    const renumbered = renumber(state, elsewhere);
    await index.rewrite([...renumbered.records(), ...junkRecord(junk)]);
    return { state: renumbered, index, elsewhere, junk };
  }
  if (lost || read.torn) await index.rewrite([...state.records(), ...junkRecord(junk)]);
  else if (news.length > 0) await index.append(news);
  return { state, index, elsewhere, junk };
}

export const junkRecord = (junk: readonly string[]): IndexRecord[] =>
  junk.length === 0
    ? []
    : [
        {
          t: 'junk',
          g: junk
            .map((file) => baseOfFile(path.posix.basename(file)))
            .map((base) => guidOfBase(base) ?? foreignGuid(base)),
        },
      ];

/** tmp, new and cur, and their names on the disk. */
async function makeFolders(folder: string): Promise<void> {
  let made = false;
  for (const name of ['tmp', 'new', 'cur'])
    if ((await mkdir(path.join(folder, name), { recursive: true, mode: 0o700 })) !== undefined) made = true;
  if (!made) return;
  await syncFolder(folder);
  await syncFolder(path.dirname(folder));
}

async function readIndex(folder: string): Promise<ReadIndex | null> {
  try {
    const read = readRecords(await readFile(path.join(folder, INDEX)));
    const head = read.records[0];
    if (head?.t === 'mailbox' && head.v !== 1)
      throw new MailError({ kind: 'not-stored', at: 'spool.open', reason: 'vault-newer', advice: 'update-app' });
    return head?.t === 'mailbox' ? read : { ...read, damaged: true };
  } catch (thrown) {
    if (isCode(thrown, 'ENOENT')) return null;
    throw thrown;
  }
}

/** Gives the guids that are expunged for good. */
function replay(state: State, records: readonly IndexRecord[]): Set<string> {
  const expunged = new Set<string>();
  for (const record of records) {
    if (record.t === 'gone')
      for (const uid of unpackUids(record.u)) {
        const guid = state.get(uid)?.guid;
        if (guid !== undefined) expunged.add(guid);
      }
    else if (record.t === 'junk') for (const guid of record.g) expunged.add(guid);
    state.apply(record);
  }
  return expunged;
}

/** Name without flags -> path inside the mailbox. What stands in cur/ goes before the same in new/ or tmp/. */
async function listFiles(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const place of ['tmp', 'new', 'cur'])
    for (const name of await readdir(path.join(folder, place)))
      if (!name.startsWith('.')) files.set(baseOfFile(name), `${place}/${name}`);
  return files;
}

async function isWhole(folder: string, file: string, base: string): Promise<boolean> {
  const said = /,S=(\d+)$/.exec(base)?.[1];
  return said !== undefined && (await stat(path.join(folder, file))).size === Number(said);
}

async function adopt(
  folder: string,
  file: string,
  guid: string,
  state: State,
  elsewhere: Map<number, string>,
  junk: string[],
): Promise<IndexRecord> {
  const from = path.join(folder, file);
  const content = await readFile(from);
  const octets = withCrlf(content);
  const message = {
    uid: state.uidNext,
    guid,
    size: octets.length,
    internalDate: Math.floor((await stat(from)).mtimeMs),
    flags: flagsOfLetters(lettersOfFile(path.posix.basename(file))),
    modseq: state.modseq + 1,
  };
  if (octets === content || octets.length === content.length) elsewhere.set(message.uid, file);
  else {
    const made = `tmp/${baseOf(message)}`;
    await writeContent(path.join(folder, made), octets);
    await syncFolder(path.join(folder, 'tmp'));
    elsewhere.set(message.uid, made);
    junk.push(file);
  }
  return { t: 'add', e: [fieldsOf(message, true)] };
}

function renumber(state: State, elsewhere: Map<number, string>): State {
  const files = state.messages.map(({ uid }) => elsewhere.get(uid));
  const next = new State();
  for (const record of state.renumbered(state.uidValidity)) next.apply(record);
  elsewhere.clear();
  next.messages.forEach(({ uid }, at) => {
    const file = files[at];
    if (file !== undefined) elsewhere.set(uid, file);
  });
  return next;
}
