/** Address lists (RFC 5322 §3.4), read tolerantly. Runs in a browser too: imports nothing but a type. */
import type { Address } from '../contract/mail.ts';

/** More than any person writes to; a field of a megabyte is no list of people. */
const maxAddresses = 5000;
/** Characters of one address or name; RFC 5321 §4.5.3.1 stops at 320 for an address. */
const maxLength = 1000;

/**
 * Takes `input` apart by `,` and `;`, through groups (their members are given, their names are not), quoted names and comments. What
 * is not an address is kept, so that the view can show it as wrong: one word as `address`, several as `name`. `decode` is applied to
 * names after the splitting, never before (an encoded comma separates nothing).
 */
export function parseAddresses(input: string, decode: (text: string) => string = (text) => text): Address[] {
  const found: Address[] = [];
  for (const piece of split(input)) {
    const address = toAddress(piece, decode);
    if (address !== null) found.push(address);
    if (found.length >= maxAddresses) break;
  }
  return found;
}

/** As a person writes it: `Name <a@b>`, the name quoted where it must be. `parseAddresses` reads it back. */
export function formatAddress({ name, address }: Address): string {
  const plain = clean(name);
  if (plain === '') return address;
  const shown = /[()<>[\]:;@\\,."、，；＠]/.test(plain) ? `"${plain.replace(/["\\]/g, '\\$&')}"` : plain;
  return address === '' ? shown : `${shown} <${address}>`;
}

/**
 * Whether mail can be sent to it: RFC 5321 §4.1.2 with the UTF-8 of RFC 6531, and the doubled or final dots that Japanese phone
 * addresses have (as `a..b.@docomo.ne.jp`).
 */
export function isAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || text.length > 320) return false;
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  const quoted = /^"(?:[^"\\\r\n]|\\[^\r\n])*"$/.test(local);
  if (!quoted && !/^[^\x00-\x20\x7f()<>[\]:;@\\,"\u3000]+$/.test(local)) return false;
  if (/^\[(\d{1,3}(\.\d{1,3}){3}|IPv6:[0-9a-fA-F:.]+)\]$/.test(domain)) return true;
  return (
    domain.length <= 255 &&
    domain.split('.').every((label) => /^[\p{L}\p{N}]([\p{L}\p{M}\p{N}_-]{0,61}[\p{L}\p{M}\p{N}])?$/u.test(label))
  );
}

/** One address, taken apart but not decided on. */
interface Piece {
  /** Words outside of `<>` and comments. */
  words: string;
  /** Whether any of them stood in quotes (then an `@` in them is no address). */
  quoted: boolean;
  angle: string | null;
  comment: string;
}

function split(input: string): Piece[] {
  const pieces: Piece[] = [];
  let piece: Piece = { words: '', quoted: false, angle: null, comment: '' };
  const end = (): void => {
    if (piece.words.trim() !== '' || piece.angle !== null || piece.comment.trim() !== '') pieces.push(piece);
    piece = { words: '', quoted: false, angle: null, comment: '' };
  };
  // A comment or quote that is never closed is looked for once: the others of its kind are ordinary characters then.
  let comments = true;
  let quotes = true;
  const close = finder(input, '>');
  const open = finder(input, '<');
  let i = 0;
  while (i < input.length && pieces.length <= maxAddresses) {
    const c = input[i] as string;
    if (c === '"' && quotes) {
      const quoted = readQuoted(input, i + 1);
      if (quoted === null) {
        quotes = false;
        continue;
      }
      // A quoted local part ("a b"@c) keeps its quotes, a quoted name loses them.
      const local = input[quoted.next] === '@';
      piece.words += local ? input.slice(i, quoted.next) : quoted.text;
      if (!local) piece.quoted = true;
      i = quoted.next;
    } else if (c === '(' && comments) {
      const comment = readComment(input, i + 1);
      if (comment === null) {
        comments = false;
        continue;
      }
      piece.comment += (piece.comment === '' ? '' : ' ') + comment.text;
      if (piece.words !== '') piece.words += ' ';
      i = comment.next;
    } else if (c === '<' && piece.angle === null) {
      const angle = readAngle(input, i + 1, close, open);
      piece.angle = angle.text;
      i = angle.next;
    } else if (c === ',' || c === ';') {
      end();
      i += 1;
    } else if ((c === '、' || c === '，' || c === '；') && hasAddress(piece)) {
      end(); // typed with a Japanese keyboard
      i += 1;
    } else if (c === ':' && piece.angle === null && !piece.words.includes('@')) {
      piece = { words: '', quoted: false, angle: null, comment: '' }; // the name of a group (RFC 5322 §3.4)
      i += 1;
    } else {
      piece.words += c;
      i += 1;
    }
  }
  end();
  return pieces;
}

function hasAddress(piece: Piece): boolean {
  return piece.angle !== null || (!piece.quoted && /[@＠]/.test(piece.words));
}

type Finder = (from: number) => number;

/** `indexOf` for positions that only grow, so that each stretch of the input is searched once. */
function finder(input: string, character: string): Finder {
  let found = -2;
  return (from) => {
    if (found === -2 || (found >= 0 && found < from)) found = input.indexOf(character, from);
    return found;
  };
}

/** Up to `>`, or to where the next address begins if that was forgotten. */
function readAngle(input: string, from: number, nextClose: Finder, nextOpen: Finder): { text: string; next: number } {
  const close = nextClose(from);
  const open = nextOpen(from);
  const until = (end: number, skip: number) => ({ text: input.slice(from, end), next: end + skip });
  if (close >= 0 && (open < 0 || close < open)) return until(close, 1);
  // `<a@b, <c@d>`: the first was never closed. A source route `<@x,@y:a@b>` (RFC 5322 §4.4) has its comma inside.
  const comma = input.slice(from, open < 0 ? input.length : open).indexOf(',');
  return comma < 0 ? until(open < 0 ? input.length : open, 0) : until(from + comma, 0);
}

/** Null where the quote is never closed: it would swallow every address behind it. */
function readQuoted(input: string, from: number): { text: string; next: number } | null {
  const parts: string[] = [];
  let i = from;
  while (i < input.length && input[i] !== '"') {
    if (input[i] === '\\' && i + 1 < input.length) i += 1;
    parts.push(input[i] as string);
    i += 1;
  }
  return i >= input.length ? null : { text: parts.join(''), next: i + 1 };
}

/** Comments nest (RFC 5322 §3.2.2). */
function readComment(input: string, from: number): { text: string; next: number } | null {
  const parts: string[] = [];
  let depth = 1;
  let i = from;
  for (; i < input.length; i++) {
    const c = input[i] as string;
    if (c === '\\' && i + 1 < input.length) {
      i += 1;
      parts.push(input[i] as string);
      continue;
    }
    if (c === '(') depth += 1;
    if (c === ')') depth -= 1;
    if (depth === 0) return { text: parts.join(''), next: i + 1 };
    parts.push(c);
  }
  return null;
}

function toAddress(piece: Piece, decode: (text: string) => string): Address | null {
  const words = piece.words.trim().slice(0, maxLength);
  const comment = clean(decode(piece.comment));
  if (piece.angle !== null) {
    const address = toSpec(piece.angle);
    const name = clean(decode(words)) || comment;
    if (address === '' && name === '') return null;
    return { name: name === address ? '' : name, address };
  }
  if (words === '') return comment === '' ? null : { name: comment, address: '' };
  if (!piece.quoted) {
    const spec = toSpec(words);
    if (/^\S+@\S+$/.test(spec) || /^"(?:[^"\\]|\\.)*"@/.test(spec)) return { name: comment, address: spec };
    // `Name a@b` without the angle brackets.
    const loose = /^(.*\s)?<?([^\s<>"@]+@[^\s<>"@]+?)>?$/.exec(words);
    if (loose !== null) return { name: clean(decode(loose[1] ?? '')) || comment, address: toSpec(loose[2] as string) };
    if (!/\s/.test(words) && !words.includes('=?') && words.length <= 320) return { name: comment, address: words };
  }
  return { name: clean(decode(words)), address: '' };
}

/** The address alone: no white space, no source route, full-width letters as their narrow forms. */
function toSpec(text: string): string {
  let spec = text.trim().slice(0, maxLength);
  if (/[＠\uff01-\uff5e．。]/.test(spec) && /^[^@]*＠[^@＠]*$/.test(spec))
    spec = spec.normalize('NFKC').replace(/。/g, '.');
  const route = /^@[^:]*:(.*)$/s.exec(spec);
  if (route !== null) spec = route[1] as string;
  spec = spec.replace(/^mailto:/i, '');
  spec = spec.replace(/[\x00-\x1f\x7f]/g, '');
  return spec.startsWith('"') ? spec.trim() : spec.replace(/\s*([@.])\s*/g, '$1').trim();
}

/** A name on one line: no line ends, no controls that turn the reading direction. */
function clean(text: string): string {
  const plain = text
    .replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+/g, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
  // Outlook puts an address that stands for a name into single quotes.
  const quoted = plain.length > 2 && plain.startsWith("'") && plain.endsWith("'") && plain.includes('@');
  return quoted ? plain.slice(1, -1) : plain;
}
