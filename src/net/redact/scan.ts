/** Cuts one direction of a conversation into lines and into blocks that are only counted. */
import { decode } from '../errors.ts';
import { limits } from '../limits.ts';

/** What comes next in this direction: lines, so many octets, or everything up to the line that is a single dot. */
export type Next = { lines: true } | { octets: number } | { untilDot: true };

export const lines: Next = { lines: true };

export interface ScanEvents {
  /**
   * A line without its line end. `cut` is how many octets of it were left out.
   * @returns what comes after it
   */
  line(text: string, cut: number): Next;
  /** A block has ended: it had so many octets. */
  block(octets: number): void;
}

const LF = 10;
const CR = 13;
const DOT = 46;

/** How much of a line is kept: enough to show, and to know a literal's size at its end. */
const tailKept = 64;

export class Scan {
  #next: Next = lines;
  #head: Buffer[] = [];
  #headSize = 0;
  #tail = Buffer.alloc(0);
  #size = 0;
  #left = 0;
  #octets = 0;
  /** Octets of a line in a dot-ended block that may still turn out to be the dot. */
  #start = Buffer.alloc(0);
  #atStart = true;

  constructor(private readonly events: ScanEvents) {}

  /** Changes what comes next from outside, between chunks (the other direction has decided). */
  expect(next: Next): void {
    this.#next = next;
    if ('octets' in next) this.#left = next.octets;
    this.#octets = 0;
    this.#start = Buffer.alloc(0);
    this.#atStart = true;
    if ('octets' in next && next.octets === 0) this.#blockEnds();
  }

  feed(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) {
      if ('octets' in this.#next) rest = this.#feedOctets(rest);
      else if ('untilDot' in this.#next) rest = this.#feedUntilDot(rest);
      else rest = this.#feedLine(rest);
    }
  }

  /** Drops what is half said. */
  restart(): void {
    this.#clearLine();
    this.expect(lines);
  }

  /** Tells what is half said. */
  end(): void {
    if ('lines' in this.#next) {
      if (this.#size > 0) this.#lineEnds();
    } else if (this.#octets > 0) this.#blockEnds();
  }

  #feedLine(chunk: Buffer): Buffer {
    const end = chunk.indexOf(LF);
    const piece = end < 0 ? chunk : chunk.subarray(0, end);
    const keep = limits.transcriptLine * 4 - this.#headSize;
    if (keep > 0 && piece.length > 0) {
      const kept = piece.subarray(0, keep);
      this.#head.push(Buffer.from(kept));
      this.#headSize += kept.length;
    }
    this.#size += piece.length;
    this.#tail =
      piece.length >= tailKept
        ? Buffer.from(piece.subarray(-tailKept))
        : Buffer.concat([this.#tail, piece]).subarray(-tailKept);
    if (end < 0) return chunk.subarray(chunk.length);
    this.#lineEnds();
    return chunk.subarray(end + 1);
  }

  #lineEnds(): void {
    let head = this.#head.length === 1 ? (this.#head[0] as Buffer) : Buffer.concat(this.#head);
    let size = this.#size;
    if (this.#tail.at(-1) === CR) {
      size--;
      if (head.length > size) head = head.subarray(0, size);
    }
    const full = decode(head);
    const cutText = full.length > limits.transcriptLine ? full.slice(0, limits.transcriptLine) : full;
    const cut = cutText === full ? size - head.length : size - Buffer.byteLength(cutText);
    const text = cut > 0 ? cutText + literalMark(this.#tail) : cutText;
    this.#clearLine();
    this.expect(this.events.line(text, Math.max(0, cut)));
  }

  #clearLine(): void {
    this.#head = [];
    this.#headSize = 0;
    this.#size = 0;
    this.#tail = Buffer.alloc(0);
  }

  #feedOctets(chunk: Buffer): Buffer {
    const taken = Math.min(this.#left, chunk.length);
    this.#left -= taken;
    this.#octets += taken;
    if (this.#left === 0) this.#blockEnds();
    return chunk.subarray(taken);
  }

  #feedUntilDot(chunk: Buffer): Buffer {
    let at = 0;
    while (at < chunk.length) {
      if (this.#atStart) {
        // At most three octets decide: "." CR LF, or "." LF.
        const byte = chunk[at] as number;
        const seen = this.#start.length;
        if (byte === LF && seen > 0) {
          this.#start = Buffer.alloc(0);
          this.#blockEnds();
          return chunk.subarray(at + 1);
        }
        if ((seen === 0 && byte === DOT) || (seen === 1 && byte === CR)) {
          this.#start = Buffer.concat([this.#start, Buffer.from([byte])]);
          at++;
          continue;
        }
        this.#octets += seen;
        this.#start = Buffer.alloc(0);
        this.#atStart = false;
      }
      const end = this.#nextLineWithDot(chunk, at);
      this.#octets += end - at;
      at = end;
      this.#atStart = at > 0 && chunk[at - 1] === LF;
    }
    return chunk.subarray(chunk.length);
  }

  /** Where the next line begins that could be the dot, or the end of the chunk. */
  #nextLineWithDot(chunk: Buffer, from: number): number {
    const found = chunk.indexOf('\n.', from);
    return found < 0 ? chunk.length : found + 1;
  }

  #blockEnds(): void {
    const octets = this.#octets;
    this.expect(lines);
    this.events.block(octets);
  }
}

/** A literal's announcement stays visible where the middle of its line was cut. RFC 9051 §4.3 */
function literalMark(tail: Buffer): string {
  const mark = /\{\d+\+?\}\r?$/.exec(tail.toString('latin1'));
  return mark ? ` … ${mark[0].trim()}` : '';
}

/** "… 1,532 octets" */
export function octets(n: number): string {
  return `… ${n.toLocaleString('en-US')} octet${n === 1 ? '' : 's'}`;
}

/** A line as it is told. */
export function shown(text: string, cut: number): string {
  return cut > 0 ? `${text} ${octets(cut)}` : text;
}

export const secret = '***';
