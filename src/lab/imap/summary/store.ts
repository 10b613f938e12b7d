/**
 * Summaries on the disk, so that they are made once per message and not held in memory: one file that grows, a record for each message by its guid. A cache:
 * what is missing or broken is made again from the message.
 *
 * Record: `guid size envelope body bodyStructure LF` (the numbers are octets), then the three texts, then LF.
 */
import { closeSync, ftruncateSync, mkdirSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { BATCH, WINDOW } from './limits.ts';
import type { Summary } from './summary.ts';

interface At {
  readonly offset: number;
  readonly head: number;
  readonly lengths: readonly [envelope: number, body: number, bodyStructure: number];
  /** Octets of the message it was made from. */
  readonly size: number;
}

export class SummaryStore {
  readonly #file: number;
  readonly #index = new Map<string, At>();
  #end = 0;
  #window: { readonly from: number; readonly octets: Buffer } = { from: 0, octets: Buffer.alloc(0) };
  /** Made and not written yet. */
  readonly #fresh = new Map<string, { readonly size: number; readonly summary: Summary }>();
  #freshOctets = 0;
  #alarm: NodeJS.Timeout | null = null;

  private constructor(file: number, size: number) {
    this.#file = file;
    this.#load(size);
  }

  /** Null: there is no file to be had; then summaries are held in memory only. */
  static open(folder: string): SummaryStore | null {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const file = path.join(folder, 'summaries');
      return new SummaryStore(openSync(file, 'a+', 0o600), statSync(file).size);
    } catch {
      return null;
    }
  }

  get(guid: string, size: number): Summary | undefined {
    const fresh = this.#fresh.get(guid);
    if (fresh !== undefined) return fresh.size === size ? fresh.summary : undefined;
    const at = this.#index.get(guid);
    if (at === undefined || at.size !== size) return undefined;
    const [envelope, body, bodyStructure] = at.lengths;
    const octets = this.#read(at.offset + at.head, envelope + body + bodyStructure);
    if (octets === null) return undefined;
    return {
      envelope: octets.toString('latin1', 0, envelope),
      body: octets.toString('latin1', envelope, envelope + body),
      bodyStructure: octets.toString('latin1', envelope + body),
    };
  }

  put(guid: string, size: number, summary: Summary): void {
    this.#fresh.set(guid, { size, summary });
    this.#freshOctets += summary.envelope.length + summary.body.length + summary.bodyStructure.length;
    if (this.#freshOctets >= BATCH) this.flush();
    else {
      this.#alarm ??= setTimeout(() => this.flush(), 1000);
      this.#alarm.unref();
    }
  }

  flush(): void {
    if (this.#alarm !== null) clearTimeout(this.#alarm);
    this.#alarm = null;
    const records: string[] = [];
    let offset = this.#end;
    for (const [guid, { size, summary }] of this.#fresh) {
      const { envelope, body, bodyStructure } = summary;
      const lengths = [envelope.length, body.length, bodyStructure.length] as const;
      const head = `${guid} ${size} ${lengths.join(' ')}\n`;
      records.push(head, envelope, body, bodyStructure, '\n');
      this.#index.set(guid, { offset, head: head.length, lengths, size });
      offset += head.length + lengths[0] + lengths[1] + lengths[2] + 1;
    }
    this.#fresh.clear();
    this.#freshOctets = 0;
    try {
      const written = writeSync(this.#file, Buffer.from(records.join(''), 'latin1'));
      if (this.#end + written === offset) this.#end = offset;
      // The last of the disk: only a part of it was written.
      else this.#forget();
    } catch {
      // A full disk: what was written in part is not trusted.
      this.#forget();
    }
  }

  close(): void {
    this.flush();
    closeSync(this.#file);
  }

  #read(from: number, length: number): Buffer | null {
    const start = from - this.#window.from;
    if (start >= 0 && start + length <= this.#window.octets.length)
      return this.#window.octets.subarray(start, start + length);
    const octets = Buffer.alloc(Math.max(length, Math.min(WINDOW, this.#end - from)));
    const got = readSync(this.#file, octets, 0, octets.length, from);
    if (got < length) return null;
    this.#window = { from, octets: octets.subarray(0, got) };
    return octets.subarray(0, length);
  }

  /** Reads where each record lies. What does not go on as it should is cut off. */
  #load(size: number): void {
    const head = /([\x21-\x7e]{1,200}) (\d{1,12}) (\d{1,9}) (\d{1,9}) (\d{1,9})\n/y;
    this.#end = size;
    let offset = 0;
    while (offset < size) {
      const line = this.#read(offset, Math.min(300, size - offset))?.toString('latin1') ?? '';
      head.lastIndex = 0;
      const found = head.exec(line);
      if (found === null) break;
      const lengths = [Number(found[3]), Number(found[4]), Number(found[5])] as const;
      const after = offset + found[0].length + lengths[0] + lengths[1] + lengths[2];
      if (after >= size || this.#read(after, 1)?.[0] !== 10) break;
      this.#index.set(found[1] ?? '', { offset, head: found[0].length, lengths, size: Number(found[2]) });
      offset = after + 1;
    }
    if (offset === size) return;
    ftruncateSync(this.#file, offset);
    this.#end = offset;
    this.#window = { from: 0, octets: Buffer.alloc(0) };
  }

  #forget(): void {
    this.#index.clear();
    this.#end = 0;
    this.#window = { from: 0, octets: Buffer.alloc(0) };
    try {
      ftruncateSync(this.#file, 0);
    } catch {
      // Then the next start cuts it.
    }
  }
}
