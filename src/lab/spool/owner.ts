/** What is known about one owner's mailboxes beside what is in them: names, special uses, subscriptions. One small file, replaced whole. */
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { isCode, replaceFile, syncFolder } from '../../base/durable.ts';
import { INDEX } from './load.ts';
import { folderOf, nameOfFolder } from './names.ts';

const FILE = 'tegami-owner.json';

/** RFC 6154. */
const atFirst: readonly (readonly [string, string | null])[] = [
  ['INBOX', null],
  ['Drafts', '\\Drafts'],
  ['Sent', '\\Sent'],
  ['Junk', '\\Junk'],
  ['Trash', '\\Trash'],
];

interface Written {
  readonly version: 1;
  readonly mailboxes: readonly (readonly [string, string | null])[];
  readonly subscribed: readonly string[];
  /** Folders that are being renamed, or removed (null): done again after a crash. */
  readonly pending: readonly (readonly [string, string | null])[];
}

export interface Names {
  /** Name -> special use. */
  readonly mailboxes: ReadonlyMap<string, string | null>;
  readonly subscribed: ReadonlySet<string>;
}

export class Owner implements Names {
  readonly folder: string;
  mailboxes: ReadonlyMap<string, string | null>;
  subscribed: ReadonlySet<string>;

  /** As a new one is: a user has five mailboxes, the public has none. */
  constructor(folder: string, user: boolean) {
    this.folder = folder;
    this.mailboxes = new Map(user ? atFirst : []);
    this.subscribed = new Set(this.mailboxes.keys());
  }

  /** As it was left, with what a crash left undone. */
  static async load(folder: string, user: boolean): Promise<Owner> {
    const owner = new Owner(folder, user);
    const written = await read(path.join(folder, FILE));
    if (written !== null) {
      for (const [from, to] of written.pending) await moveFolder(folder, from, to);
      owner.mailboxes = new Map(written.mailboxes);
      owner.subscribed = new Set(written.subscribed);
    }
    // Folders that another program made, or a create that was not finished.
    const found = (await readdir(folder, { withFileTypes: true }))
      .flatMap((entry) => (entry.isDirectory() ? (nameOfFolder(entry.name) ?? []) : []))
      .filter((name) => !owner.mailboxes.has(name));
    const adopted = new Map(owner.mailboxes);
    for (const name of found) adopted.set(name, null);
    owner.mailboxes = adopted;
    if (written !== null && written.pending.length > 0) await owner.change(owner);
    return owner;
  }

  /** Durable when it resolves; only then is it so in memory. */
  async change(names: Names, moves: readonly (readonly [string, string | null])[] = []): Promise<void> {
    const write = (pending: Written['pending']): Promise<void> =>
      replaceFile(
        path.join(this.folder, FILE),
        `${JSON.stringify({
          version: 1,
          mailboxes: [...names.mailboxes],
          subscribed: [...names.subscribed],
          pending,
        } satisfies Written)}\n`,
      );
    await write(moves);
    this.mailboxes = names.mailboxes;
    this.subscribed = names.subscribed;
    if (moves.length === 0) return;
    for (const [from, to] of moves) await moveFolder(this.folder, from, to);
    await write([]);
  }

  folderOf(name: string): string {
    return path.join(this.folder, folderOf(name));
  }
}

/** Done once or twice, it is the same. */
async function moveFolder(folder: string, from: string, to: string | null): Promise<void> {
  if (to === null) {
    // INBOX is the owner's own folder, with all the others inside.
    if (from !== '') await rm(path.join(folder, from), { recursive: true, force: true });
  } else {
    try {
      await rename(path.join(folder, from), path.join(folder, to));
    } catch (thrown) {
      if (!isCode(thrown, 'ENOENT')) throw thrown;
    }
  }
  await syncFolder(folder);
}

async function read(file: string): Promise<Written | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Written;
  } catch (thrown) {
    if (isCode(thrown, 'ENOENT') || thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}

/** Whether something of this owner is on the disk. */
export async function isOwnersFolder(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  return names.some((name) => name === FILE || name === INDEX || name === 'cur' || nameOfFolder(name) !== null);
}
