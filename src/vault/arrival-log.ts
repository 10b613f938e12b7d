import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { syncFolder } from '../base/durable.ts';

/** What a message that is held whole was, last we knew: enough to give it its place back when the database is lost. */
export const ArrivalLine = z.object({
  /** The message's row id: later lines replace earlier ones. 0 in a line that only remembers a UIDL. */
  id: z.number().int().min(0),
  account: z.number().int(),
  /** Path of its folder, or null when the message was removed. */
  folder: z.string().nullable(),
  role: z.string().nullable(),
  uidl: z.string().nullable(),
  /** SHA-256 that names its file; empty where there is none. */
  file: z.string().regex(/^([0-9a-f]{64})?$/),
  flags: z.array(z.string()),
});
export type ArrivalLine = z.infer<typeof ArrivalLine>;

export const arrivalLogName = 'log.jsonl';

export function arrivalLogPath(root: string, name = arrivalLogName): string {
  return join(root, 'mail', name);
}

/** The log as a file: lines of JSON, appended, on disk when flush() resolves. One write at a time, in order. */
export class ArrivalLog {
  readonly #file: string;
  #handle: FileHandle | null = null;
  #lines: string[] = [];
  #torn = true; // the last line of an earlier run, or of a write that failed, may have no end
  #queue: Promise<void> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  note(line: ArrivalLine): void {
    this.#lines.push(`${JSON.stringify(line)}\n`);
  }

  flush(): Promise<void> {
    const next = this.#queue.then(() => this.#write());
    this.#queue = next.catch(() => {});
    return next;
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.#handle?.close();
      this.#handle = null;
    }
  }

  async #write(): Promise<void> {
    if (this.#lines.length === 0) return;
    const lines = this.#lines;
    this.#lines = [];
    try {
      if (this.#handle === null) {
        this.#handle = await open(this.#file, 'a', 0o600);
        await syncFolder(dirname(this.#file));
      }
      await this.#handle.appendFile(`${this.#torn ? '\n' : ''}${lines.join('')}`);
      this.#torn = false;
      await this.#handle.sync();
    } catch (thrown) {
      this.#torn = true;
      this.#lines = [...lines, ...this.#lines];
      throw thrown;
    }
  }
}

/** The last line of each message, and every UIDL. What a crash cut off, or a bad disk changed, is passed over. */
export async function readArrivals(file: string): Promise<ArrivalLine[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const last = new Map<number, ArrivalLine>();
  const onlyUidls: ArrivalLine[] = [];
  for (const line of text.split('\n')) {
    const arrival = line === '' ? null : parseLine(line);
    if (arrival === null) continue;
    if (arrival.id === 0) {
      onlyUidls.push(arrival);
      continue;
    }
    const before = last.get(arrival.id);
    last.set(arrival.id, {
      ...arrival,
      uidl: arrival.uidl ?? before?.uidl ?? null,
      file: arrival.file === '' ? (before?.file ?? '') : arrival.file,
    });
  }
  return [...last.values(), ...onlyUidls];
}

/** Takes a log away that was begun and never put into use. */
export async function clearArrivals(file: string): Promise<void> {
  await rm(file, { force: true });
}

/** A new life of the vault begins with its own log. */
export async function replaceArrivals(from: string, to: string): Promise<void> {
  await rename(from, to);
  await syncFolder(dirname(to));
}

function parseLine(line: string): ArrivalLine | null {
  try {
    const parsed = ArrivalLine.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
