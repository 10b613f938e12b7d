import { createHash } from 'node:crypto';
import { constants, createWriteStream, unlinkSync } from 'node:fs';
import { copyFile, type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { syncFolder } from '../base/durable.ts';
import { syncAndClose, writeAll, writeAndSync } from './bytes.ts';
import { Claim, Room, sizeOf, type Use } from './room.ts';

/** A whole message that lies on disk but is not yet named by a row. */
export interface StagedFile {
  /** SHA-256 of its bytes, lower-case hex: its name once it is sealed. */
  readonly sha256: string;
  readonly size: number;
  readonly temporary: string;
  /** Null once its bytes are on disk, else why they are not. Never rejects: seal() throws it. */
  readonly synced: Promise<unknown>;
}

/** Up to so many octets a message is gathered before it is written: one write, and none that the next message waits for. */
const smallOctets = 1 << 18;

/**
 * The vault's files: whole messages under mail/, named by their SHA-256, and decoded parts under parts/.
 *
 * The durability rule: stage() writes and fsyncs, seal() renames and fsyncs the folders, and only then may a row name the file,
 * and only after that commit may anything be told to the other side.
 */
export class VaultFiles {
  readonly #root: string;
  readonly #room: Room;
  #count = 0;
  /** How often each was sealed and waits for a row. */
  readonly #unnamed = new Map<string, number>();
  /** Folders of mail/ that are surely on disk. */
  readonly #folders = new Set<string>();

  constructor(root: string, room = new Room(root)) {
    this.#root = root;
    this.#room = room;
  }

  /** Makes the folders and clears what a crash left half written; nothing in incoming/ is named by a row. */
  async prepare(): Promise<void> {
    for (const folder of ['mail', 'parts', 'uploads', 'incoming'])
      await mkdir(join(this.#root, folder), { recursive: true, mode: 0o700 });
    for (const name of await readdir(join(this.#root, 'incoming')))
      await rm(join(this.#root, 'incoming', name), { force: true });
  }

  mailPath(sha256: string): string {
    return join(this.#root, 'mail', sha256.slice(0, 2), `${sha256}.eml`);
  }

  partPath(message: number, part: string): string {
    // Part numbers are digits and dots; anything else never becomes a path.
    if (!/^[0-9A-Za-z]+(\.[0-9A-Za-z]+)*$/.test(part)) throw new RangeError(`not a part number: ${part}`);
    return join(this.#root, 'parts', String(message % 256), `${message}-${part}`);
  }

  uploadPath(id: number): string {
    return join(this.#root, 'uploads', String(id));
  }

  #temporaryPath(): string {
    this.#count += 1;
    return join(this.#root, 'incoming', `${process.pid}-${this.#count}`);
  }

  /**
   * Writes a message as it arrives; its fsync goes on beside the next one and is awaited by seal(). A small one is gathered and written
   * beside the next one too; of a large one memory holds one chunk at a time.
   */
  async stage(content: AsyncIterable<Uint8Array>): Promise<StagedFile> {
    const temporary = this.#temporaryPath();
    const claim = new Claim(this.#room);
    const hash = createHash('sha256');
    let size = 0;
    let gathered: Uint8Array[] = [];
    let handle: FileHandle | null = null;
    try {
      for await (const chunk of content) {
        hash.update(chunk);
        claim.take(chunk.byteLength);
        size += chunk.byteLength;
        gathered.push(chunk);
        if (size <= smallOctets) continue;
        handle ??= await open(temporary, 'wx', 0o600);
        for (const each of gathered) await writeAll(handle, each);
        gathered = [];
      }
    } catch (thrown) {
      await handle?.close().catch(() => {});
      await rm(temporary, { force: true });
      claim.giveBack();
      throw thrown;
    }
    this.#room.rows(1);
    const synced = handle === null ? writeAndSync(temporary, Buffer.concat(gathered)) : syncAndClose(handle);
    return { sha256: hash.digest('hex'), size, temporary, synced };
  }

  /**
   * A mail that another hand writes, through the same steps. `before` may be called before octets are written: what it throws is as if
   * the disk had refused them.
   */
  async receive<T>(
    write: (file: string, before: (octets: number) => void) => Promise<T>,
  ): Promise<{ staged: StagedFile; result: T }> {
    const temporary = this.#temporaryPath();
    const claim = new Claim(this.#room);
    try {
      const result = await write(temporary, claim.take);
      claim.take((await stat(temporary)).size - claim.octets);
      const staged = await this.#stageFile(temporary);
      this.#room.rows(1);
      return { staged, result };
    } catch (thrown) {
      await rm(temporary, { force: true });
      claim.giveBack();
      throw thrown;
    }
  }

  /** A file that is needed only for this work. `before` as with receive(). */
  async temporarily<T>(work: (file: string, before: (octets: number) => void) => Promise<T>): Promise<T> {
    const temporary = this.#temporaryPath();
    const claim = new Claim(this.#room);
    try {
      return await work(temporary, claim.take);
    } finally {
      await rm(temporary, { force: true });
      claim.giveBack();
    }
  }

  async #stageFile(temporary: string): Promise<StagedFile> {
    const handle = await open(temporary, 'r+');
    const hash = createHash('sha256');
    let size = 0;
    try {
      for await (const chunk of handle.createReadStream({ autoClose: false, start: 0 })) {
        hash.update(chunk as Buffer);
        size += (chunk as Buffer).byteLength;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    return { sha256: hash.digest('hex'), size, temporary, synced: Promise.resolve(null) };
  }

  /** Gives staged files their names for good. After this, and not before, a row may name them. When it throws, none of them is left behind. */
  async seal(staged: readonly StagedFile[]): Promise<void> {
    for (const { sha256 } of staged) this.#unnamed.set(sha256, (this.#unnamed.get(sha256) ?? 0) + 1);
    try {
      await this.#rename(staged);
    } catch (thrown) {
      this.#folders.clear(); // one may have been removed by another hand
      for (const { sha256 } of staged) this.#forget(sha256);
      await this.discard(staged);
      throw thrown;
    }
  }

  /** Removes staged files that will not be sealed. */
  async discard(staged: readonly StagedFile[]): Promise<void> {
    for (const file of staged) {
      await file.synced; // its handle is closed
      await rm(file.temporary, { force: true }).catch(() => {}); // cleared at the next opening
      this.#room.give(file.size);
      this.#room.rows(-1);
    }
  }

  /** SHA-256 of files that were sealed and that no committed row names yet. */
  unnamed(): string[] {
    return [...this.#unnamed.keys()];
  }

  /** A row that names them is committed. */
  named(files: readonly string[]): void {
    for (const file of files) {
      this.#room.rows(-(this.#unnamed.get(file) ?? 0));
      this.#unnamed.delete(file);
    }
  }

  /** No row will name it for this one that was sealed: it goes, unless the same bytes are named, or wait for another row. */
  abandon(sha256: string, isNamed: () => boolean): void {
    if (this.#unnamed.has(sha256)) this.#room.rows(-1);
    this.#forget(sha256);
    if (!isNamed()) this.removeMail(sha256);
  }

  #forget(sha256: string): void {
    const left = (this.#unnamed.get(sha256) ?? 0) - 1;
    if (left > 0) this.#unnamed.set(sha256, left);
    else this.#unnamed.delete(sha256);
  }

  async #rename(staged: readonly StagedFile[]): Promise<void> {
    for (const failure of await Promise.all(staged.map((file) => file.synced))) if (failure !== null) throw failure;
    const folders = new Set<string>();
    for (const file of staged) folders.add(dirname(this.mailPath(file.sha256)));
    const fresh = [...folders].filter((folder) => !this.#folders.has(folder));
    for (const folder of fresh) await mkdir(folder, { recursive: true, mode: 0o700 });
    const twice = this.#countTwice(staged);
    await Promise.all(staged.map((file) => rename(file.temporary, this.mailPath(file.sha256))));
    this.#room.give(twice);
    if (fresh.length > 0) folders.add(join(this.#root, 'mail'));
    await Promise.all([...folders].map(syncFolder));
    for (const folder of folders) this.#room.folder(folder);
    for (const folder of fresh) this.#folders.add(folder);
  }

  /** Octets that are counted though the same bytes lie here, and will lie here once. */
  #countTwice(staged: readonly StagedFile[]): number {
    if (!this.#room.counts) return 0;
    const met = new Set<string>();
    let octets = 0;
    for (const { sha256, size } of staged) {
      if (met.has(sha256)) octets += size;
      else octets += sizeOf(this.mailPath(sha256));
      met.add(sha256);
    }
    return octets;
  }

  /**
   * Removes a message's file that no row names; one that is gone already is no error. The same bytes may just have come again and wait for
   * their row: then they stay. At once and not by a promise, so that nothing happens between the caller's question and the answer.
   */
  removeMail(sha256: string): void {
    if (this.#unnamed.has(sha256)) return;
    try {
      const size = this.#room.counts ? sizeOf(this.mailPath(sha256)) : 0;
      unlinkSync(this.mailPath(sha256));
      this.#room.give(size);
    } catch (thrown) {
      ignoreMissing(thrown);
    }
  }

  /** Writes a decoded part: renamed when complete, not fsynced, since it can be made again. */
  async writePart(
    message: number,
    part: string,
    fill: (file: string) => Promise<unknown>,
    use: Use = 'arrival',
  ): Promise<{ file: string; size: number }> {
    const temporary = this.#temporaryPath();
    const file = this.partPath(message, part);
    let taken = 0;
    try {
      await fill(temporary);
      const { size } = await stat(temporary);
      this.#room.take(size, use);
      taken = size;
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      const before = this.#room.counts ? sizeOf(file) : 0;
      await rename(temporary, file);
      this.#room.give(before);
      this.#room.folder(dirname(file));
      return { file, size };
    } catch (thrown) {
      await rm(temporary, { force: true });
      this.#room.give(taken);
      throw thrown;
    }
  }

  async removeParts(message: number, parts: readonly string[]): Promise<void> {
    for (const part of parts) await this.#remove(this.partPath(message, part));
  }

  async #remove(path: string): Promise<void> {
    const size = this.#room.counts ? sizeOf(path) : 0;
    await rm(path, { force: true });
    this.#room.give(size);
  }

  /** The bytes of one message file under another name too. */
  async copyMail(from: string, to: string): Promise<void> {
    const { staged } = await this.receive((file) => copyFile(this.mailPath(from), file));
    await this.seal([{ ...staged, sha256: to }]);
  }

  /** Every message file: its SHA-256 by name. */
  async *mails(): AsyncGenerator<string> {
    for (const folder of await readdir(join(this.#root, 'mail'), { withFileTypes: true })) {
      if (!folder.isDirectory()) continue;
      for (const name of await readdir(join(this.#root, 'mail', folder.name)))
        if (/^[0-9a-f]{64}\.eml$/.test(name)) yield name.slice(0, 64);
    }
  }

  async appendUpload(id: number, bytes: Uint8Array): Promise<void> {
    this.#room.take(bytes.byteLength);
    const before = this.#room.counts ? sizeOf(this.uploadPath(id)) : 0;
    try {
      const stream = createWriteStream(this.uploadPath(id), { flags: 'a', mode: 0o600 });
      stream.end(bytes);
      await finished(stream);
    } finally {
      // As much as the disk took of it.
      if (this.#room.counts) this.#room.give(before + bytes.byteLength - sizeOf(this.uploadPath(id)));
    }
  }

  async copyToUpload(from: string, id: number): Promise<number> {
    const { size } = await stat(from);
    this.#room.take(size);
    try {
      await copyFile(from, this.uploadPath(id), constants.COPYFILE_FICLONE);
    } catch (thrown) {
      this.#room.give(size);
      await rm(this.uploadPath(id), { force: true });
      throw thrown;
    }
    return size;
  }

  async syncUpload(id: number): Promise<number> {
    const handle = await open(this.uploadPath(id), 'a+', 0o600);
    try {
      await handle.sync();
      return (await handle.stat()).size;
    } finally {
      await handle.close();
      await syncFolder(join(this.#root, 'uploads'));
    }
  }

  /** Removes every upload but these. */
  async keepUploads(ids: ReadonlySet<number>): Promise<void> {
    for (const name of await readdir(join(this.#root, 'uploads')))
      if (!ids.has(Number(name))) await rm(join(this.#root, 'uploads', name), { force: true });
  }

  async removeUpload(id: number): Promise<void> {
    await this.#remove(this.uploadPath(id));
  }
}

function ignoreMissing(thrown: unknown): void {
  if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')) throw thrown;
}
