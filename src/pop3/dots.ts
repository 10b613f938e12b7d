/** Takes the dots away that RFC 1939 §3 put before lines, and finds the one that ends a response. No connection here. */

const LF = 10;
const CR = 13;
const DOT = 46;
const lineWithDot = Buffer.from('\n.');

// Where we are in a line.
const MID = 0;
const START = 1;
const AFTER_DOT = 2;
const AFTER_DOT_CR = 3;

/**
 * One multi-line response. Octets go through as they are, except that `..` at a line's start becomes `.`. A line ends with LF, with or
 * without CR, because some servers send messages as they lie on their disk. A single dot that is not doubled stays (RFC 1939 would
 * drop it): only servers that forget to stuff send it.
 */
export class Dots {
  #state = START;

  /**
   * @param out gets slices of the chunk, without a copy
   * @returns where in the chunk the response has ended, or -1: it goes on
   */
  feed(chunk: Buffer, out: Buffer[]): number {
    let at = 0;
    let from = 0; // what is not given out yet begins here
    let held = this.#state === AFTER_DOT ? '.' : this.#state === AFTER_DOT_CR ? '.\r' : '';
    while (at < chunk.length) {
      const byte = chunk[at];
      switch (this.#state) {
        case MID: {
          const found = chunk.indexOf(lineWithDot, at);
          if (found < 0) {
            this.#state = chunk[chunk.length - 1] === LF ? START : MID;
            at = chunk.length;
          } else {
            at = found + 1;
            this.#state = START;
          }
          continue;
        }
        case START:
          if (byte !== DOT) {
            this.#state = MID;
            continue;
          }
          if (at > from) out.push(chunk.subarray(from, at));
          from = at++;
          this.#state = AFTER_DOT;
          continue;
        case AFTER_DOT:
          if (byte === CR) {
            at++;
            this.#state = AFTER_DOT_CR;
            continue;
          }
          if (byte === LF) return at + 1;
          if (byte === DOT) {
            from = at; // the second dot is the message's own
            held = '';
          }
          break;
        default:
          if (byte === LF) return at + 1;
      }
      // It was not the end: what was held belongs to the message.
      if (held) out.push(Buffer.from(held));
      held = '';
      this.#state = MID;
    }
    const end = this.#state === AFTER_DOT || this.#state === AFTER_DOT_CR ? from : chunk.length;
    if (end > from) out.push(chunk.subarray(from, end));
    return -1;
  }
}
