/** Grammar of one FETCH response (RFC 9051 §7.5.2), read from its octets without a connection. */

/** NIL, an atom, number, string or literal as latin1 text (one character per octet), or a list. */
export type Value = null | string | Value[];

export interface FetchRow {
  readonly seq: number;
  /** By upper-case item name, as `FLAGS`, `RFC822.SIZE`. */
  readonly items: ReadonlyMap<string, Value>;
  /** Message data by upper-case section name, as `1.2`, `HEADER.FIELDS (REFERENCES)`; null for NIL. */
  readonly bodies: ReadonlyMap<string, Buffer | null>;
}

enum C {
  LF = 10,
  CR = 13,
  Space = 32,
  Quote = 34,
  Open = 40,
  Close = 41,
  Less = 60,
  BracketOpen = 91,
  Backslash = 92,
  BracketClose = 93,
  BraceOpen = 123,
  Tilde = 126,
}

/** Deeper lists than any mail has; RFC 9051 sets no limit. */
const deepest = 200;

/**
 * @param line the response without its last CRLF; a literal stands in it as its `{n}` and CRLF only
 * @param literals their octets, in order
 * @returns null where the line is not a FETCH response. @throws Error where its grammar is broken
 */
export function readFetchRow(line: Buffer, literals: readonly Buffer[]): FetchRow | null {
  if (line[0] !== 42 || line[1] !== C.Space) return null;
  let at = 2;
  let seq = 0;
  for (; at < line.length; at++) {
    const digit = (line[at] as number) - 48;
    if (digit < 0 || digit > 9) break;
    seq = seq * 10 + digit;
  }
  if (at === 2 || line.toString('latin1', at, at + 8).toUpperCase() !== ' FETCH (') return null;
  const reader = new Reader(line, literals, at + 8);
  return reader.row(seq);
}

class Reader {
  private readonly b: Buffer;
  private readonly literals: readonly Buffer[];
  private at: number;
  private nextLiteral = 0;

  constructor(b: Buffer, literals: readonly Buffer[], at: number) {
    this.b = b;
    this.literals = literals;
    this.at = at;
  }

  row(seq: number): FetchRow {
    const items = new Map<string, Value>();
    const bodies = new Map<string, Buffer | null>();
    for (;;) {
      this.spaces();
      if (this.at >= this.b.length) throw this.broken('list not closed');
      if (this.b[this.at] === C.Close) break;
      const name = this.name();
      this.spaces();
      if (name.startsWith('BODY[') || name.startsWith('BINARY[')) bodies.set(section(name), this.octets());
      else items.set(name, this.value(0));
    }
    return { seq, items, bodies };
  }

  /** An item's name with its section: `BODY[HEADER.FIELDS (REFERENCES)]<0>`. */
  private name(): string {
    const start = this.at;
    for (let inside = false; this.at < this.b.length; this.at++) {
      const c = this.b[this.at];
      if (c === C.BracketOpen) inside = true;
      else if (c === C.BracketClose) inside = false;
      else if (!inside && (c === C.Space || c === C.Open || c === C.Close)) break;
    }
    if (this.at === start) throw this.broken('item without a name');
    return this.b.toString('latin1', start, this.at).toUpperCase();
  }

  private value(depth: number): Value {
    const c = this.b[this.at];
    if (c === C.Open) {
      if (depth >= deepest) throw this.broken('lists too deep');
      this.at++;
      const list: Value[] = [];
      for (;;) {
        this.spaces();
        if (this.at >= this.b.length) throw this.broken('list not closed');
        if (this.b[this.at] === C.Close) break;
        list.push(this.value(depth + 1));
      }
      this.at++;
      return list;
    }
    if (c === C.Quote) return this.quoted();
    if (c === C.BraceOpen || (c === C.Tilde && this.b[this.at + 1] === C.BraceOpen))
      return this.literal().toString('latin1');
    return this.atom();
  }

  private octets(): Buffer | null {
    const c = this.b[this.at];
    if (c === C.BraceOpen || (c === C.Tilde && this.b[this.at + 1] === C.BraceOpen)) return this.literal();
    if (c === C.Quote) return Buffer.from(this.quoted(), 'latin1');
    return this.atom() === null ? null : Buffer.alloc(0);
  }

  private quoted(): string {
    const { b } = this;
    const start = ++this.at;
    let escaped = false;
    for (; ; this.at++) {
      if (this.at >= b.length) throw this.broken('string not closed');
      const c = b[this.at];
      if (c === C.Quote) break;
      if (c === C.Backslash) {
        escaped = true;
        this.at++;
      }
    }
    const text = b.toString('latin1', start, this.at++);
    return escaped ? text.replace(/\\(.)/gs, '$1') : text;
  }

  private literal(): Buffer {
    const end = this.b.indexOf(C.LF, this.at);
    const literal = this.literals[this.nextLiteral++];
    if (end < 0 || !literal) throw this.broken('literal missing');
    this.at = end + 1;
    return literal;
  }

  private atom(): string | null {
    const start = this.at;
    for (; this.at < this.b.length; this.at++) {
      const c = this.b[this.at];
      if (c === C.Space || c === C.Open || c === C.Close) break;
    }
    if (this.at === start) throw this.broken('value missing');
    const text = this.b.toString('latin1', start, this.at);
    return text.length === 3 && text.toUpperCase() === 'NIL' ? null : text;
  }

  /** Also line ends: some servers break a line after a literal. */
  private spaces(): void {
    for (; ; this.at++) {
      const c = this.b[this.at];
      if (c !== C.Space && c !== C.CR && c !== C.LF) return;
    }
  }

  private broken(what: string): Error {
    return new Error(`${what} at octet ${this.at}`);
  }
}

function section(name: string): string {
  return name.slice(name.indexOf('[') + 1, name.lastIndexOf(']')).replaceAll('"', '');
}
