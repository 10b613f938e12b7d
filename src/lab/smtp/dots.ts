/**
 * The content after DATA, RFC 5321 §4.1.1.4 and §4.5.2: where it ends, and without the dots that were put before dots. Only CRLF.CRLF ends it.
 * A CR or LF that stands alone (§2.3.8) makes the whole message unacceptable: what one server takes for the end of a mail and another does not
 * is how a second mail is smuggled in. Keeps its place between chunks of any size.
 */
const CR = 13;
const LF = 10;
const DOT = 46;

/** Where the next octet stands. */
const LINE = 0; // within a line
const BEGIN = 1; // first of a line
const AFTER_CR = 2;
const AFTER_DOT = 3; // a line's first octet was a dot
const AFTER_DOT_CR = 4;

export class DotReader {
  readonly #stuffed: boolean;
  #place = BEGIN;
  #lineLength = 0;
  /** A CR or LF that stands alone was seen: the message must be refused. */
  bare: 'CR' | 'LF' | null = null;
  /** Octets of the longest line with its CRLF, as sent. */
  longestLine = 0;

  /** @param stuffed false: the content of BDAT, whose end is counted and whose dots are its own; only its line ends are watched. */
  constructor(stuffed = true) {
    this.#stuffed = stuffed;
  }

  /** What was read so far is whole lines. */
  get wholeLines(): boolean {
    return this.#place === BEGIN;
  }

  /** Hands on what is content in `chunk`. Gives the place after the end of the message, or -1 where more must come. */
  read(chunk: Buffer, give: (piece: Buffer) => void): number {
    let place = this.#place;
    let lineBegan = -this.#lineLength;
    let from = 0;
    let at = 0;
    const size = chunk.length;
    // The next CR and LF at or after `at`; looked for once each, so that no order of them costs more than one pass.
    let cr = -1;
    let lf = -1;
    while (at < size) {
      if (place === LINE) {
        if (cr < at) cr = seek(chunk, CR, at);
        if (lf < at) lf = seek(chunk, LF, at);
        if (lf < cr) {
          this.bare ??= 'LF';
          at = lf + 1;
        } else if (cr < size) {
          place = AFTER_CR;
          at = cr + 1;
        } else at = size;
        continue;
      }
      const octet = chunk[at++] as number;
      switch (place) {
        case BEGIN:
          if (octet === DOT && this.#stuffed) {
            // Not content, whatever follows: stuffed, or the end.
            if (at - 1 > from) give(chunk.subarray(from, at - 1));
            from = at;
            place = AFTER_DOT;
          } else place = this.#within(octet);
          break;
        case AFTER_CR:
          if (octet === LF) {
            if (at - lineBegan > this.longestLine) this.longestLine = at - lineBegan;
            lineBegan = at;
            place = BEGIN;
          } else {
            this.bare ??= 'CR';
            place = this.#within(octet);
          }
          break;
        case AFTER_DOT:
          if (octet === CR) place = AFTER_DOT_CR;
          else place = this.#within(octet);
          break;
        default: // AFTER_DOT_CR
          if (octet === LF) return at;
          // The CR after the dot stands alone; `bare` refuses the message, so it need not be handed on.
          this.bare ??= 'CR';
          place = this.#within(octet);
      }
    }
    this.#place = place;
    this.#lineLength = size - lineBegan;
    if (this.#lineLength > this.longestLine) this.longestLine = this.#lineLength;
    // A CR after a line's first dot is content only if no LF follows; then the message is refused anyway.
    const to = place === AFTER_DOT_CR ? size - 1 : size;
    if (to > from) give(chunk.subarray(from, to));
    return -1;
  }

  #within(octet: number): number {
    if (octet === CR) return AFTER_CR;
    if (octet === LF) this.bare ??= 'LF';
    return LINE;
  }
}

/** The end of the chunk where there is none. */
function seek(chunk: Buffer, octet: number, from: number): number {
  const at = chunk.indexOf(octet, from);
  return at < 0 ? chunk.length : at;
}
