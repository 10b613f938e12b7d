/** A file of lines that is written behind: gathered for a moment, then written at once, in order. Nobody waits for it, except at its end. */
import { closeSync, openSync, write } from 'node:fs';
import { GATHERED_MS, GATHERED_OCTETS } from './limits.ts';

export class Lines {
  readonly #fd: number;
  #waiting: string[] = [];
  #octets = 0;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();

  /** Begins the file anew. */
  constructor(file: string) {
    this.#fd = openSync(file, 'w', 0o600);
  }

  add(line: string): void {
    this.#waiting.push(line, '\n');
    this.#octets += line.length + 1;
    if (this.#octets >= GATHERED_OCTETS) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), GATHERED_MS);
  }

  async close(): Promise<void> {
    this.#flush();
    await this.#writing;
    closeSync(this.#fd);
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.length === 0) return;
    const octets = Buffer.from(this.#waiting.join(''), 'utf8');
    this.#waiting = [];
    this.#octets = 0;
    this.#writing = this.#writing.then(() => this.#write(octets));
  }

  /** A full disk must not end the lab: what is missing is missing in this file only. */
  #write(octets: Buffer): Promise<void> {
    return new Promise((done) => {
      write(this.#fd, octets, (error, written) => {
        if (error === null && written < octets.length) void this.#write(octets.subarray(written)).then(done);
        else done();
      });
    });
  }
}
