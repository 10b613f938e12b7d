/** The index as a file: lines are added at its end and are on the disk when that resolves; now and then it is written anew. */
import { type FileHandle, open } from 'node:fs/promises';
import { replaceFile } from '../../base/durable.ts';
import { COMPACT_LINES } from './limits.ts';
import { type IndexRecord, writeRecord } from './record.ts';

export class IndexFile {
  #path: string;
  #handle: FileHandle | null = null;
  /** Octets that are known to be sound. */
  #length: number;
  /** Lines now, and when it was last written anew. */
  #lines: number;
  #linesThen: number;
  /** After a write that failed nobody knows what is at the end. */
  #unsure: boolean;

  constructor(path: string, o: { length: number; lines: number; needed: number; unsure: boolean }) {
    this.#path = path;
    this.#length = o.length;
    this.#lines = o.lines;
    this.#linesThen = o.needed;
    this.#unsure = o.unsure;
  }

  /** So much was added that writing it anew pays. */
  get long(): boolean {
    return this.#lines > COMPACT_LINES + 2 * this.#linesThen;
  }

  /** The next `append` cannot be trusted to the file as it is: write it anew first. */
  get unsure(): boolean {
    return this.#unsure;
  }

  /** All of these or none; on the disk when it resolves. */
  async append(records: readonly IndexRecord[]): Promise<void> {
    const octets = Buffer.from(records.map(writeRecord).join(''));
    this.#handle ??= await open(this.#path, 'r+');
    try {
      for (let at = 0; at < octets.length; )
        at += (await this.#handle.write(octets, at, octets.length - at, this.#length + at)).bytesWritten;
      await this.#handle.datasync();
    } catch (thrown) {
      this.#unsure = true;
      // What was refused must not come to life at the next start.
      await this.#handle.truncate(this.#length).catch(() => {});
      throw thrown;
    }
    this.#length += octets.length;
    this.#lines += records.length;
  }

  async rewrite(records: readonly IndexRecord[]): Promise<void> {
    const text = records.map(writeRecord).join('');
    await this.close();
    await replaceFile(this.#path, text);
    this.#length = Buffer.byteLength(text);
    this.#lines = records.length;
    this.#linesThen = records.length;
    this.#unsure = false;
  }

  /** Its folder was renamed. */
  async moved(path: string): Promise<void> {
    await this.close();
    this.#path = path;
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
  }
}
