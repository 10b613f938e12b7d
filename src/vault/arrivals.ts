import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a whole message was, last we knew: enough to give it its place back when the database is lost. */
export interface ArrivalLine {
  readonly account: number;
  /** Path of its folder, or null when it was removed. */
  readonly folder: string | null;
  readonly role: string | null;
  readonly uidl: string | null;
  readonly file: string;
  readonly flags: readonly string[];
  /** The message's row id, so that later lines replace earlier ones. */
  readonly id: number;
}

/**
 * A log beside the message files, a line each time a message that is held whole arrives, changes or goes. The database is the truth; this
 * is what `vault rebuild` reads when the database cannot be read.
 */
export class ArrivalLog {
  readonly #file: string;
  #handle: FileHandle | null = null;
  #lines: string[] = [];
  #queue: Promise<void> = Promise.resolve();

  constructor(root: string) {
    this.#file = join(root, 'mail', 'log.jsonl');
  }

  note(line: ArrivalLine): void {
    this.#lines.push(`${JSON.stringify(line)}\n`);
  }

  /** Writes what was noted; with `durable` it is on disk when this resolves. One write at a time, in order. */
  flush(durable: boolean): Promise<void> {
    const next = this.#queue.then(() => this.#write(durable));
    this.#queue = next.catch(() => {});
    return next;
  }

  async close(): Promise<void> {
    await this.flush(false).catch(() => {});
    await this.#handle?.close();
    this.#handle = null;
  }

  async #write(durable: boolean): Promise<void> {
    if (this.#lines.length === 0 && !durable) return;
    this.#handle ??= await open(this.#file, 'a', 0o600);
    const lines = this.#lines;
    this.#lines = [];
    try {
      if (lines.length > 0) await this.#handle.appendFile(lines.join(''));
      if (durable) await this.#handle.sync();
    } catch (thrown) {
      this.#lines = [...lines, ...this.#lines];
      throw thrown;
    }
  }

  /** The last line of each message. A line that a crash cut off is passed over. */
  async read(): Promise<ArrivalLine[]> {
    const text = await readFile(this.#file, 'utf8').catch(() => '');
    const last = new Map<string, ArrivalLine>();
    for (const line of text.split('\n')) {
      if (line === '') continue;
      try {
        const arrival = JSON.parse(line) as ArrivalLine;
        last.set(`${arrival.account} ${arrival.id} ${arrival.file}`, arrival);
      } catch {
        // cut off in the middle of a write
      }
    }
    return [...last.values()];
  }
}
