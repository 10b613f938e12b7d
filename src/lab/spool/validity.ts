/** UIDVALIDITY: never the same twice in one spool, also after everything was removed. RFC 9051 §2.3.1.1. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isCode, replaceFile } from '../../base/durable.ts';

/** It is a nonzero 32-bit number. */
const LARGEST = 0xffff_ffff;

export class Validity {
  readonly #file: string;
  readonly #now: () => number;
  #last: number;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string, now: () => number, last: number) {
    this.#file = file;
    this.#now = now;
    this.#last = last;
  }

  static async open(folder: string, now: () => number): Promise<Validity> {
    const file = path.join(folder, 'uidvalidity');
    const text = await readFile(file, 'latin1').catch((thrown: unknown) => {
      if (isCode(thrown, 'ENOENT')) return '';
      throw thrown;
    });
    const last = Number(text);
    return new Validity(file, now, Number.isSafeInteger(last) && last > 0 ? last : 0);
  }

  /** On the disk when it resolves: whatever happens next, nobody else gets it. */
  async next(): Promise<number> {
    const value = Math.min(LARGEST, Math.max(this.#last + 1, Math.floor(this.#now() / 1000)));
    this.#last = value;
    const write = this.#writing.then(() => replaceFile(this.#file, `${value}\n`));
    this.#writing = write.catch(() => {});
    await write;
    return value;
  }
}
