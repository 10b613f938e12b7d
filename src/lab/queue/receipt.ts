/** A message on its way into the queue: in memory while it is small, in a temporary file when it is not. */
import { type FileHandle, open, readFile, rm } from 'node:fs/promises';
import { asMailError } from '../../base/errors.ts';
import { HELD_OCTETS } from './limits.ts';

export class Incoming {
  readonly #temporary: string;
  #chunks: Buffer[] = [];
  #held = 0;
  size = 0;
  #file: FileHandle | null = null;
  /** Writes in the order in which they were asked for. */
  #tail: Promise<void> = Promise.resolve();
  #failed: unknown = null;

  constructor(temporary: string) {
    this.#temporary = temporary;
  }

  write(chunk: Uint8Array): void {
    if (this.#failed !== null) return;
    // The caller may use its buffer again.
    this.#chunks.push(Buffer.from(chunk));
    this.#held += chunk.length;
    this.size += chunk.length;
    if (this.#held > HELD_OCTETS) this.#spill();
  }

  async content(): Promise<Buffer> {
    await this.#settled();
    const written = this.#file === null ? Buffer.alloc(0) : await readFile(this.#temporary);
    return Buffer.concat([written, ...this.#chunks]);
  }

  /** The file with `tail` behind the content, fsynced, still under its temporary name. @throws MailError disk-full, disk-failed */
  async finish(tail: Uint8Array): Promise<void> {
    try {
      await this.#settled();
      const file = this.#file ?? (await open(this.#temporary, 'wx', 0o600));
      this.#file = file;
      await writeAll(file, Buffer.concat([...this.#chunks, tail]));
      await file.sync();
      await file.close();
      this.#file = null;
      this.#chunks = [];
    } catch (thrown) {
      await this.drop();
      throw asMailError(thrown, 'queue.store');
    }
  }

  /** Nothing of it is left. */
  async drop(): Promise<void> {
    this.#failed ??= 'dropped';
    this.#chunks = [];
    await this.#tail.catch(() => {});
    await this.#file?.close().catch(() => {});
    this.#file = null;
    await rm(this.#temporary, { force: true }).catch(() => {});
  }

  #spill(): void {
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#held = 0;
    this.#tail = this.#tail.then(async () => {
      if (this.#failed !== null) return;
      try {
        this.#file ??= await open(this.#temporary, 'wx', 0o600);
        await writeAll(this.#file, Buffer.concat(chunks));
      } catch (thrown) {
        this.#failed = thrown;
      }
    });
  }

  async #settled(): Promise<void> {
    await this.#tail;
    if (this.#failed !== null) throw asMailError(this.#failed, 'queue.store');
  }
}

async function writeAll(file: FileHandle, octets: Buffer): Promise<void> {
  for (let at = 0; at < octets.length; ) at += (await file.write(octets, at)).bytesWritten;
}
