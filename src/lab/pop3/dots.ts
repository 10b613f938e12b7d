/** A message as it goes over the line: lines that begin with a dot get another one, and a line with a dot alone ends it. RFC 1939 §3. */
const LF = 10;
const CR = 13;
const DOT = 46;
const dot = Buffer.from('.');

export class Stuffing {
  /** The last two octets that were given; a message begins at the beginning of a line. */
  #last = LF;
  #before = CR;

  /** Pieces may end anywhere. */
  piece(octets: Buffer): Buffer {
    if (octets.length === 0) return octets;
    const parts: Buffer[] = [];
    let from = 0;
    if (this.#last === LF && octets[0] === DOT) parts.push(dot);
    for (let at = octets.indexOf('\n.'); at >= 0; at = octets.indexOf('\n.', at + 1)) {
      parts.push(octets.subarray(from, at + 1), dot);
      from = at + 1;
    }
    this.#before = octets[octets.length - 2] ?? this.#last;
    this.#last = octets[octets.length - 1] ?? this.#last;
    if (parts.length === 0) return octets;
    parts.push(octets.subarray(from));
    return Buffer.concat(parts);
  }

  /** What ends it; where the message's last line had no end, it gets one. */
  end(): string {
    return this.#last === LF && this.#before === CR ? '.\r\n' : '\r\n.\r\n';
  }
}

/** Finds where TOP ends: after the empty line and so many lines more. RFC 1939 §7. */
export class TopCut {
  /** Lines of the body still wanted; null: still in the header. */
  #left: number | null = null;
  readonly #lines: number;
  /** Octets of the line under way in the pieces before, and the last of them. */
  #length = 0;
  #last = 0;
  #done = false;

  constructor(lines: number) {
    this.#lines = lines;
  }

  get isDone(): boolean {
    return this.#done;
  }

  /** The part of this piece that belongs to it. */
  piece(octets: Buffer): Buffer {
    let from = 0;
    while (!this.#done) {
      const end = octets.indexOf(LF, from);
      if (end < 0) {
        this.#length += octets.length - from;
        this.#last = octets[octets.length - 1] ?? this.#last;
        return octets;
      }
      const before = end === from ? this.#last : octets[end - 1];
      const whole = this.#length + end - from;
      const length = whole > 0 && before === CR ? whole - 1 : whole;
      this.#length = 0;
      from = end + 1;
      if (this.#left !== null) this.#left--;
      else if (length === 0) this.#left = this.#lines;
      this.#done = this.#left === 0;
    }
    return octets.subarray(0, from);
  }
}
