/** Reads the arguments of one command from left to right, as its grammar in RFC 3501 §9 goes. Knows no connection: the literals are there already. */
import { DEPTH } from '../limits.ts';
import { bad } from '../refusal.ts';
import { decodeMailbox } from './mailbox-name.ts';
import { readSequenceSet, type SequenceSet } from './sequence-set.ts';

/** A command as it came: text (Latin-1, without CRLF) and literals by turns. Text before a literal ends with `{n}`. */
export type CommandPart = string | Buffer;

const atomChars = /[^\x00-\x20\x7f-\xff(){%*"\\\]]+/y;
const astringChars = /[^\x00-\x20\x7f-\xff(){%*"\\]+/y;
const patternChars = /[^\x00-\x20\x7f(){"\\]+/y;
const flagChars = /\\?[^\x00-\x20\x7f-\xff(){%*"\\\]]+/y;
const digits = /\d+/y;
const setChars = /[\d:,*]+|\$/y;
const quotedString = /"((?:[^"\\\r\n\x00]|\\["\\])*)"/y;
const announced = /\{\d+\+?\}$/;

export class Scanner {
  readonly #parts: readonly CommandPart[];
  #part = 0;
  #at = 0;
  #depth = 0;

  constructor(parts: readonly CommandPart[]) {
    this.#parts = parts;
  }

  /** The next octet as a character; '' at the end of the command. */
  peek(): string {
    return this.#text().charAt(this.#at);
  }

  /** Whether all was read. */
  get done(): boolean {
    return this.#at >= this.#text().length && this.#part >= this.#parts.length - 1;
  }

  /** Nothing may follow. @throws Refusal BAD */
  end(): void {
    if (!this.done) throw bad(`Nothing was expected at "${this.#rest()}"`);
  }

  /** True and gone where exactly this comes next, case ignored. */
  take(word: string): boolean {
    const text = this.#text();
    if (text.slice(this.#at, this.#at + word.length).toUpperCase() !== word.toUpperCase()) return false;
    this.#at += word.length;
    return true;
  }

  /** @throws Refusal BAD */
  expect(word: string): void {
    if (!this.take(word)) throw bad(`Expected ${word === ' ' ? 'a space' : word} at "${this.#rest()}"`);
  }

  sp(): void {
    this.expect(' ');
    // Not in the grammar; some clients send two, and nothing is lost by taking them.
    while (this.take(' '));
  }

  /** A mailbox's name, and nothing else. @throws Refusal BAD */
  onlyMailbox(): string {
    this.sp();
    const name = this.mailbox();
    this.end();
    return name;
  }

  /** Upper or lower case as it came. */
  atom(): string {
    return this.#match(atomChars) ?? this.#wanted('an atom');
  }

  /** A word of the grammar in upper case, as `SINCE` or `BODY.PEEK`. Stops before `[`. */
  word(): string {
    return (this.#match(/[A-Za-z0-9.\-=]+/y) ?? this.#wanted('a word')).toUpperCase();
  }

  /** As `\Seen` or `$Forwarded`. */
  flag(): string {
    return this.#match(flagChars) ?? this.#wanted('a flag');
  }

  /** Atom or string, as octets (Latin-1). */
  astring(): string {
    return this.#match(astringChars) ?? this.string();
  }

  /** Quoted or literal, as octets (Latin-1). */
  string(): string {
    const next = this.peek();
    if (next === '{' || next === '~') return this.literal().toString('latin1');
    const quoted = this.#match(quotedString);
    if (quoted === null) return this.#wanted('a string');
    return quoted.slice(1, -1).replace(/\\(["\\])/g, '$1');
  }

  /** String or NIL. */
  nstring(): string | null {
    return this.take('NIL') ? null : this.string();
  }

  literal(): Buffer {
    const text = this.#text();
    const literal = this.#parts[this.#part + 1];
    if (!announced.test(text.slice(this.#at)) || !(literal instanceof Buffer)) return this.#wanted('a literal');
    const rest = text.slice(this.#at).replace(/^~/, '');
    if (rest.indexOf('}') !== rest.length - 1) return this.#wanted('a literal');
    this.#part += 2;
    this.#at = 0;
    return literal;
  }

  /** Mailbox name, decoded (modified UTF-7, RFC 3501 §5.1.3; UTF-8 is taken where it comes). */
  mailbox(): string {
    return decodeMailbox(this.astring());
  }

  /** As `mailbox`, with the wildcards of LIST. */
  pattern(): string {
    return decodeMailbox(this.#match(patternChars) ?? this.string());
  }

  /** At most 2^53-1: a mod-sequence fits. */
  number(): number {
    const value = Number(this.#match(digits) ?? this.#wanted('a number'));
    if (!Number.isSafeInteger(value)) throw bad('That number is too large');
    return value;
  }

  sequenceSet(): SequenceSet {
    return readSequenceSet(this.#match(setChars) ?? this.#wanted('a set of numbers'));
  }

  /** Whether a set of numbers comes next. */
  get atSet(): boolean {
    return /[\d*$]/.test(this.peek());
  }

  /** `(a b c)`, possibly empty. */
  list<T>(read: () => T): T[] {
    const items: T[] = [];
    this.expect('(');
    if (++this.#depth > DEPTH) throw bad('Too many parentheses');
    while (this.take(' '));
    while (!this.take(')')) {
      items.push(read());
      if (this.peek() !== ')') this.sp();
    }
    this.#depth -= 1;
    return items;
  }

  /** For own rules of a verb; `pattern` must be sticky (`y`). */
  match(pattern: RegExp): string | null {
    return this.#match(pattern);
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text());
    if (found === null) return null;
    this.#at += found[0].length;
    return found[0];
  }

  #text(): string {
    const part = this.#parts[this.#part];
    return typeof part === 'string' ? part : '';
  }

  #rest(): string {
    const rest = this.#text().slice(this.#at);
    return rest.length > 40 ? `${rest.slice(0, 40)}...` : rest;
  }

  #wanted(what: string): never {
    throw bad(this.done ? `Expected ${what}, and the command ended` : `Expected ${what} at "${this.#rest()}"`);
  }
}
