/** One mailbox on disk: a Maildir with an index. Changes are made one after another, and are heard when they are durable. */
import { createReadStream, readFileSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { isCode, syncFolder, writeContent } from '../../base/durable.ts';
import { asMailError, MailError } from '../../base/errors.ts';
import { withCrlf } from './crlf.ts';
import { newGuid, onceKey } from './files.ts';
import { changedFlags, type Flags, flagsOf } from './flags.ts';
import type { IndexFile } from './index-file.ts';
import { Lane } from './lane.ts';
import { READ_AT_ONCE } from './limits.ts';
import { INDEX, junkRecord, type Loaded, loadMailbox } from './load.ts';
import { notFound, PlacedFiles } from './placed.ts';
import type { IndexRecord } from './record.ts';
import { fieldsOf, State } from './state.ts';
import type { AppendOptions, Mailbox, SpoolChange, StoredMessage } from './store.ts';
import { packUids } from './uids.ts';

/** What a mailbox asks of the spool around it. */
export interface Around {
  readonly owner: string;
  now(): number;
  newValidity(): Promise<number>;
  /** Puts so many octets of the owner's quota aside until it is called back. @throws MailError */
  reserve(octets: number): () => void;
  /** Octets that came, or went. */
  holds(octets: number): void;
  /** What the world does to who stores here. @throws MailError */
  strike(): Promise<void>;
}

interface Arrival {
  readonly message: Omit<StoredMessage, 'uid' | 'modseq'>;
  readonly once: boolean;
  /** Gives back what was put aside of the quota. */
  letGo(): void;
  resolve(message: StoredMessage): void;
  reject(thrown: unknown): void;
}

export class MailboxOnDisk implements Mailbox {
  readonly #around: Around;
  #name: string;
  #state: State;
  readonly #index: IndexFile;
  readonly #files: PlacedFiles;
  readonly #lane: Lane<Arrival>;
  readonly #hear = new Set<(change: SpoolChange) => void>();
  /** Deliveries under way, by key. */
  readonly #arriving = new Map<string, Promise<StoredMessage>>();
  #gone = false;

  static async open(around: Around, name: string, folder: string): Promise<MailboxOnDisk> {
    return new MailboxOnDisk(around, name, folder, await loadMailbox(folder, () => around.newValidity()));
  }

  private constructor(around: Around, name: string, folder: string, loaded: Loaded) {
    this.#around = around;
    this.#name = name;
    this.#state = loaded.state;
    this.#index = loaded.index;
    this.#files = new PlacedFiles(folder, loaded, (uid) => (this.#gone ? undefined : this.#state.get(uid)));
    this.#lane = new Lane(
      (batch) => this.#arrive(batch),
      () => this.#files.tidy(),
    );
    around.holds(this.#state.octets);
    if (this.#files.untidy) this.#lane.tidyLater();
  }

  get name(): string {
    return this.#name;
  }
  get owner(): string {
    return this.#around.owner;
  }
  get uidValidity(): number {
    return this.#state.uidValidity;
  }
  get uidNext(): number {
    return this.#state.uidNext;
  }
  get highestModseq(): number {
    return this.#state.modseq;
  }
  get messages(): readonly StoredMessage[] {
    return this.#state.messages;
  }
  get octets(): number {
    return this.#state.octets;
  }
  get acl(): ReadonlyMap<string, string> {
    return this.#state.acl;
  }

  get(uid: number): StoredMessage | undefined {
    return this.#state.get(uid);
  }

  vanishedSince(modseq: number): number[] | null {
    return this.#state.vanishedSince(modseq);
  }

  listen(hear: (change: SpoolChange) => void): () => void {
    this.#hear.add(hear);
    return () => this.#hear.delete(hear);
  }

  read(uid: number): Promise<Buffer> {
    // A small file is here before the thread pool has heard of it: 15 µs to 200. Who reads many must let others have their turn.
    const small = (this.#state.get(uid)?.size ?? 0) <= READ_AT_ONCE;
    return this.#files.use(uid, async (file) => (small ? readFileSync(file) : readFile(file)));
  }

  async stream(uid: number): Promise<Readable> {
    // Open before anything is said: what is expunged later can still be read to its end.
    const handle = await this.#files.use(uid, (file) => open(file, 'r'));
    return createReadStream('', { fd: handle, highWaterMark: 128 * 1024 });
  }

  async append(content: Uint8Array, o: AppendOptions = {}): Promise<StoredMessage> {
    this.#mustExist();
    if (o.once === undefined) return this.#append(content, o, undefined);
    const key = onceKey(o.once);
    const underWay = this.#arriving.get(key);
    if (underWay !== undefined) return underWay;
    const arriving = this.#append(content, o, key).finally(() => this.#arriving.delete(key));
    this.#arriving.set(key, arriving);
    return arriving;
  }

  setFlags(
    uids: Iterable<number>,
    how: 'set' | 'add' | 'remove',
    flags: Iterable<string>,
    unchangedSince = Number.POSITIVE_INFINITY,
  ): Promise<{ changed: StoredMessage[]; modified: number[] }> {
    const wanted = sorted(uids);
    return this.#alone('spool.flags', async () => {
      const given = flagsOf(flags);
      const modified: number[] = [];
      const allowed: number[] = [];
      const next = new Map<Flags, number[]>();
      const modseq = this.#state.modseq + 1;
      for (const uid of wanted) {
        const message = this.#state.get(uid);
        if (message === undefined) continue;
        if (message.modseq > unchangedSince) {
          modified.push(uid);
          continue;
        }
        allowed.push(uid);
        const after = changedFlags(message.flags, how, given);
        if (after === message.flags) continue;
        const same = next.get(after);
        if (same === undefined) next.set(after, [uid]);
        else same.push(uid);
      }
      const records = [...next].map(
        ([f, changed]): IndexRecord => ({ t: 'flags', u: packUids(changed), f: [...f], m: modseq }),
      );
      await this.#commit(records, [...next.values()].flat());
      this.#tell([...next.values()].flat().sort(byNumber), 'flags');
      return { changed: this.#all(allowed), modified };
    });
  }

  expunge(uids: Iterable<number>, _by: 'pop3' | 'imap' | 'lab'): Promise<number[]> {
    const wanted = sorted(uids);
    return this.#alone('spool.expunge', async () => {
      const messages = this.#all(wanted);
      const there = messages.map(({ uid }) => uid);
      if (there.length === 0) return [];
      const files = messages.map((message) => this.#files.of(message));
      const modseq = this.#state.modseq + 1;
      await this.#commit([{ t: 'gone', u: packUids(there), m: modseq }], []);
      this.#files.expunged(there, files);
      this.#lane.tidyLater();
      this.#around.holds(-messages.reduce((sum, { size }) => sum + size, 0));
      for (const uid of there) this.#say({ kind: 'expunged', uid, modseq });
      return there;
    });
  }

  async copy(uids: Iterable<number>, to: Mailbox): Promise<{ from: number; to: number }[]> {
    if (!(to instanceof MailboxOnDisk))
      throw new MailError({ kind: 'bad-input', at: 'spool.copy', reason: 'bad-value', advice: 'report' });
    this.#mustExist();
    return to.#takeFrom(this, sorted(uids));
  }

  renumber(): Promise<void> {
    return this.#alone('spool.renumber', async () => {
      const files = this.#state.messages.map((message) => this.#files.of(message));
      const records = this.#state.renumbered(await this.#around.newValidity());
      await this.#index.rewrite([...records, ...junkRecord(this.#files.junk)]);
      this.#state = new State();
      for (const record of records) this.#state.apply(record);
      this.#files.renumbered(this.#state.messages, files);
    });
  }

  setAcl(identifier: string, rights: string | null): Promise<void> {
    return this.#alone('spool.acl', () => this.#commit([{ t: 'acl', i: identifier, r: rights }], []));
  }

  /** Its folder is somewhere else from now on, under another name. */
  moved(name: string, folder: string, move: () => Promise<void>): Promise<void> {
    return this.#alone('spool.rename', async () => {
      await this.#index.close();
      await move();
      await this.#index.moved(path.join(folder, INDEX));
      this.#name = name;
      this.#files.folder = folder;
    });
  }

  /** Nothing is done with it any more; its folder may be removed. */
  async remove(): Promise<void> {
    this.#gone = true;
    await this.#lane.settled();
    await this.#index.close();
    this.#around.holds(-this.#state.octets);
  }

  async close(): Promise<void> {
    await this.#lane.settled();
    await this.#index.close();
  }

  async #append(content: Uint8Array, o: AppendOptions, key: string | undefined): Promise<StoredMessage> {
    const known = this.#known(key);
    if (known !== undefined) return known;
    await this.#around.strike();
    const octets = withCrlf(content);
    const now = this.#around.now();
    const message = {
      size: octets.length,
      internalDate: o.internalDate ?? now,
      flags: flagsOf(o.flags ?? []),
      guid: newGuid(now, key),
    };
    const letGo = this.#around.reserve(octets.length);
    const inTmp = (): string => this.#files.inTmp(message);
    const { folder } = this.#files;
    try {
      await writeContent(inTmp(), octets).catch((thrown: unknown) => {
        // Renamed meanwhile: once more, where it is now.
        if (folder === this.#files.folder || !isCode(thrown, 'ENOENT')) throw thrown;
        return writeContent(inTmp(), octets);
      });
      return await new Promise<StoredMessage>((resolve, reject) => {
        this.#lane.add({ message, once: key !== undefined, letGo, resolve, reject });
      });
    } catch (thrown) {
      await rm(inTmp(), { force: true }).catch(() => {});
      throw asMailError(thrown, 'spool.append');
    } finally {
      letGo();
    }
  }

  /** The message that was delivered with this key. Where it was expunged, what it was is not known any more; its UID is. */
  #known(key: string | undefined): StoredMessage | undefined {
    const uid = key === undefined ? undefined : this.#state.onceUid(key);
    if (uid === undefined || key === undefined) return undefined;
    return (
      this.#state.get(uid) ?? {
        uid,
        size: 0,
        internalDate: this.#around.now(),
        flags: flagsOf([]),
        modseq: 0,
        guid: newGuid(0, key),
      }
    );
  }

  /** Gives those that wait their UIDs, with one fsync for all. */
  async #arrive(batch: readonly Arrival[]): Promise<void> {
    try {
      this.#mustExist();
      let { uidNext, modseq } = this.#state;
      const messages = batch.map(({ message }): StoredMessage => ({ ...message, uid: uidNext++, modseq: ++modseq }));
      const records = messages.map(
        (message, at): IndexRecord => ({ t: 'add', e: [fieldsOf(message, batch[at]?.once ?? false)] }),
      );
      await syncFolder(path.join(this.#files.folder, 'tmp'));
      await this.#commit(records, []);
      await this.#settle(messages, () => {
        for (const arrival of batch) arrival.letGo();
      });
      batch.forEach((arrival, at) => {
        const message = messages[at];
        if (message !== undefined) arrival.resolve(message);
      });
    } catch (thrown) {
      for (const arrival of batch) arrival.reject(thrown);
    }
  }

  /** Same messages, new UIDs; their files are links to the same octets. One line of the index: all or nothing. */
  #takeFrom(source: MailboxOnDisk, uids: readonly number[]): Promise<{ from: number; to: number }[]> {
    return this.#alone('spool.copy', async () => {
      const wanted = source.#all(uids);
      const letGo = this.#around.reserve(wanted.reduce((sum, { size }) => sum + size, 0));
      const made: { from: number; message: StoredMessage }[] = [];
      try {
        await this.#around.strike();
        let uid = this.#state.uidNext;
        const modseq = this.#state.modseq + 1;
        for (const original of wanted) {
          const message = { ...original, uid, modseq, guid: newGuid(this.#around.now()) };
          if (!(await source.#files.linkTo(original.uid, this.#files.inTmp(message)))) continue;
          made.push({ from: original.uid, message });
          uid++;
        }
        if (made.length === 0) {
          letGo();
          return [];
        }
        await syncFolder(path.join(this.#files.folder, 'tmp'));
        await this.#commit([{ t: 'add', e: made.map(({ message }) => fieldsOf(message, false)) }], []);
      } catch (thrown) {
        letGo();
        await Promise.all(made.map(({ message }) => rm(this.#files.inTmp(message), { force: true })));
        throw thrown;
      }
      await this.#settle(
        made.map(({ message }) => message),
        letGo,
      );
      return made.map(({ from, message }) => ({ from, to: message.uid }));
    });
  }

  /** New messages whose lines are on the disk: their files get their place, and who listens hears of them. */
  async #settle(messages: readonly StoredMessage[], letGo: () => void): Promise<void> {
    await this.#files.settle(messages);
    letGo();
    this.#around.holds(messages.reduce((sum, { size }) => sum + size, 0));
    for (const message of messages) this.#say({ kind: 'added', message });
  }

  /** On the disk, then in memory. `moving`: UIDs whose file names change by it. */
  async #commit(records: readonly IndexRecord[], moving: readonly number[]): Promise<void> {
    if (records.length === 0) return;
    if (this.#index.unsure || this.#index.long)
      await this.#index.rewrite([...this.#state.records(), ...junkRecord(this.#files.junk)]);
    await this.#index.append(records);
    const before = moving.map((uid) => this.#files.of(this.#get(uid)));
    for (const record of records) {
      if (record.t === 'add') for (const [uid, guid, size] of record.e) this.#files.arrived(uid, { guid, size });
      this.#state.apply(record);
    }
    moving.forEach((uid, at) => {
      const file = before[at];
      if (file !== undefined) this.#files.stays(this.#get(uid), file);
    });
    if (moving.length > 0) this.#lane.tidyLater();
  }

  #alone<T>(at: string, work: () => Promise<T>): Promise<T> {
    return this.#lane.run(async () => {
      this.#mustExist();
      try {
        return await work();
      } catch (thrown) {
        throw asMailError(thrown, at);
      }
    });
  }

  #mustExist(): void {
    if (this.#gone) throw notFound('spool.mailbox');
  }

  #get(uid: number): StoredMessage {
    const message = this.#state.get(uid);
    if (message === undefined) throw notFound('spool.mailbox');
    return message;
  }

  #all(uids: readonly number[]): StoredMessage[] {
    return uids.flatMap((uid) => this.#state.get(uid) ?? []);
  }

  #tell(uids: readonly number[], kind: 'added' | 'flags'): void {
    for (const message of this.#all(uids)) this.#say({ kind, message });
  }

  #say(change: SpoolChange): void {
    for (const hear of this.#hear) hear(change);
  }
}

const byNumber = (a: number, b: number): number => a - b;
const sorted = (uids: Iterable<number>): number[] => [...new Set(uids)].sort(byNumber);
