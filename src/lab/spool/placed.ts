/** Where the files of a mailbox's messages are now: in the place that their flags say, or, until a rename that nobody waits for is done, elsewhere. */
import { copyFile, link, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isCode } from '../../base/durable.ts';
import { asMailError, MailError } from '../../base/errors.ts';
import { baseOf, placeOf } from './files.ts';
import { TIDY_AT_ONCE } from './limits.ts';
import type { Loaded } from './load.ts';
import type { StoredMessage } from './store.ts';

type Named = Pick<StoredMessage, 'guid' | 'size'>;

export class PlacedFiles {
  /** Of the mailbox; it may be moved. */
  folder: string;
  /** The message of that UID; undefined: it was expunged. */
  readonly #get: (uid: number) => StoredMessage | undefined;
  readonly #elsewhere: Map<number, string>;
  #junk: string[];

  constructor(
    folder: string,
    { elsewhere, junk }: Pick<Loaded, 'elsewhere' | 'junk'>,
    get: (uid: number) => StoredMessage | undefined,
  ) {
    this.folder = folder;
    this.#elsewhere = elsewhere;
    this.#junk = junk;
    this.#get = get;
  }

  /** Files without a message, inside the folder. */
  get junk(): readonly string[] {
    return this.#junk;
  }

  get untidy(): boolean {
    return this.#elsewhere.size + this.#junk.length > 0;
  }

  /** Where new content is written. */
  inTmp(message: Named): string {
    return path.join(this.folder, tmpOf(message));
  }

  /** Where its file is now, inside the folder. */
  of(message: StoredMessage): string {
    return this.#elsewhere.get(message.uid) ?? placeOf(message);
  }

  /** Until it is renamed, what is new lies where it was written. */
  arrived(uid: number, message: Named): void {
    this.#elsewhere.set(uid, tmpOf(message));
  }

  /** The message may have another place now; its file is still there. */
  stays(message: StoredMessage, file: string): void {
    if (file === placeOf(message)) this.#elsewhere.delete(message.uid);
    else this.#elsewhere.set(message.uid, file);
  }

  /** The messages are gone; their files go when nobody waits. */
  expunged(uids: readonly number[], files: readonly string[]): void {
    for (const uid of uids) this.#elsewhere.delete(uid);
    this.#junk.push(...files);
  }

  /** All UIDs are others now: the files, in the order of the messages. */
  renumbered(messages: readonly StoredMessage[], files: readonly string[]): void {
    this.#elsewhere.clear();
    messages.forEach((message, at) => {
      const file = files[at];
      if (file !== undefined) this.stays(message, file);
    });
  }

  /** New messages get their place. Where that fails it is a message all the same: it is read where it is, and moved later. */
  async settle(messages: readonly StoredMessage[]): Promise<void> {
    await Promise.all(messages.map((message) => this.#place(message.uid, tmpOf(message))));
  }

  /** Some of the renames and removals that nobody waits for; true: there are more. */
  async tidy(): Promise<boolean> {
    const junk = this.#junk.slice(0, TIDY_AT_ONCE);
    const removed = await Promise.all(junk.map((file) => succeeds(rm(path.join(this.folder, file), { force: true }))));
    this.#junk = [...junk.filter((_, at) => removed[at] !== true), ...this.#junk.slice(junk.length)];
    const strays = [...this.#elsewhere].slice(0, TIDY_AT_ONCE);
    const placed = await Promise.all(strays.map(([uid, file]) => this.#place(uid, file)));
    const done = [...removed, ...placed].filter(Boolean).length;
    return done > 0 && this.untidy;
  }

  /** Files are renamed while they are read: it is looked for again as long as the message is there. @throws MailError not-found */
  async use<T>(uid: number, work: (file: string) => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries++) {
      const message = this.#get(uid);
      if (message === undefined) throw notFound('spool.read');
      try {
        return await work(path.join(this.folder, this.of(message)));
      } catch (thrown) {
        if (!isCode(thrown, 'ENOENT')) throw asMailError(thrown, 'spool.read');
        if (tries === LOOKED_FOR) throw notFound('spool.read');
        await pause(5);
      }
    }
  }

  /** The same octets under a second name. False: it was expunged meanwhile. */
  async linkTo(uid: number, file: string): Promise<boolean> {
    try {
      await this.use(uid, (from) => linkOrCopy(from, file));
      return true;
    } catch (thrown) {
      if (thrown instanceof MailError && thrown.reason === 'not-found') return false;
      throw thrown;
    }
  }

  async #place(uid: number, file: string): Promise<boolean> {
    const message = this.#get(uid);
    if (message === undefined) return this.#elsewhere.delete(uid);
    const to = placeOf(message);
    if (!(await succeeds(rename(path.join(this.folder, file), path.join(this.folder, to))))) return false;
    return this.#elsewhere.delete(uid);
  }
}

/** Renames end in microseconds; a file that is not found so often was taken away from outside. */
const LOOKED_FOR = 20;

const tmpOf = (message: Named): string => `tmp/${baseOf(message)}`;

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (thrown) {
    // Where a file system has no links.
    if (!isCode(thrown, 'EPERM', 'EXDEV', 'EMLINK', 'ENOSYS', 'ENOTSUP')) throw thrown;
    await copyFile(from, to);
    const handle = await open(to, 'r+');
    await handle.sync().finally(() => handle.close());
  }
}

const succeeds = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );

export const notFound = (at: string): MailError =>
  new MailError({ kind: 'refused', at, reason: 'not-found', advice: 'check-input' });
