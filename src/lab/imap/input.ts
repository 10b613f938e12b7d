/** Octets that came and were not read yet: handed out by line or by count, however the network cut them. */
import { INPUT_HIGH } from './limits.ts';

export class TooLong extends Error {}

interface Source {
  pause(): unknown;
  resume(): unknown;
}

export class Input {
  #chunks: Buffer[] = [];
  #size = 0;
  #ended = false;
  #wake: (() => void) | null = null;
  #source: Source | null = null;
  #paused = false;

  /** Who is asked to be silent while enough is here. */
  from(source: Source): void {
    this.#source = source;
    this.#paused = false;
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size > INPUT_HIGH && !this.#paused) {
      this.#paused = true;
      this.#source?.pause();
    }
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** Octets that nobody has read. */
  get waiting(): number {
    return this.#size;
  }

  /** What is here is thrown away. */
  discard(): void {
    this.#take(this.#size);
  }

  /** Without its CRLF (or LF); null: nothing more will come. @throws TooLong */
  async line(longest: number): Promise<Buffer | null> {
    let looked = 0;
    let octets = 0;
    for (;;) {
      for (; looked < this.#chunks.length; looked += 1) {
        const chunk = this.#chunks[looked] ?? Buffer.alloc(0);
        const at = chunk.indexOf(10);
        if (octets + (at < 0 ? chunk.length : at) > longest) throw new TooLong();
        if (at < 0) {
          octets += chunk.length;
          continue;
        }
        const line = this.#take(octets + at + 1);
        return line.subarray(0, line.at(-2) === 13 ? -2 : -1);
      }
      if (this.#ended) return null;
      await this.#more();
    }
  }

  /** Exactly so many; null: they will not come. */
  async octets(count: number): Promise<Buffer | null> {
    const parts: Buffer[] = [];
    let missing = count;
    while (missing > 0) {
      if (this.#size === 0) {
        if (this.#ended) return null;
        await this.#more();
        continue;
      }
      const part = this.#take(Math.min(missing, this.#size));
      parts.push(part);
      missing -= part.length;
    }
    return parts.length === 1 ? (parts[0] ?? null) : Buffer.concat(parts, count);
  }

  /** Reads and forgets so many. False: they will not come. */
  async skip(count: number): Promise<boolean> {
    let missing = count;
    while (missing > 0) {
      if (this.#size === 0) {
        if (this.#ended) return false;
        await this.#more();
        continue;
      }
      missing -= this.#take(Math.min(missing, this.#size)).length;
    }
    return true;
  }

  #more(): Promise<void> {
    if (this.#paused) {
      this.#paused = false;
      this.#source?.resume();
    }
    return new Promise((done) => {
      this.#wake = () => {
        this.#wake = null;
        done();
      };
    });
  }

  #take(count: number): Buffer {
    const taken: Buffer[] = [];
    let missing = count;
    let whole = 0;
    while (missing > 0) {
      const chunk = this.#chunks[whole];
      if (chunk === undefined) break;
      if (chunk.length <= missing) {
        taken.push(chunk);
        missing -= chunk.length;
        whole += 1;
      } else {
        taken.push(chunk.subarray(0, missing));
        this.#chunks[whole] = chunk.subarray(missing);
        missing = 0;
      }
    }
    if (whole > 0) this.#chunks = this.#chunks.slice(whole);
    this.#size -= count;
    if (this.#paused && this.#size <= INPUT_HIGH / 2) {
      this.#paused = false;
      this.#source?.resume();
    }
    return taken.length === 1 ? (taken[0] ?? Buffer.alloc(0)) : Buffer.concat(taken);
  }
}
