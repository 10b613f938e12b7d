/**
 * Structured fields: a value and its parameters (RFC 2045 §5.1), with continuations and charsets (RFC 2231), and what mailers
 * send instead: encoded words inside quotes (RFC 2047 §5 forbids them; most Japanese mail has them) and raw octets.
 */
import { type ByteString, fromByteString } from './bytes.ts';
import { decodeText } from './charset.ts';
import { hex } from './transfer.ts';
import { decodeWords } from './words.ts';

export interface Structured {
  /** Before the first `;`, lower case, without white space. */
  value: string;
  /** Names in lower case, values decoded. */
  parameters: Record<string, string>;
  /** The boundary's octets, which are never decoded. */
  boundary: ByteString | null;
}

const maxParameters = 200;

export function parseStructured(field: ByteString): Structured {
  const [value, pairs] = readPairs(field);
  const plain = new Map<string, ByteString>();
  const pieces = new Map<string, Map<number, { text: ByteString; encoded: boolean }>>();
  for (const [name, text] of pairs) {
    // RFC 2231 §3 and §4: name*, name*0, name*0*
    const match = /^([^*]+)\*(?:(\d{1,4})(\*)?)?$/.exec(name);
    if (match === null) {
      if (!plain.has(name)) plain.set(name, text);
      continue;
    }
    const base = match[1] as string;
    const section = match[2] === undefined ? 0 : Number(match[2]);
    const encoded = match[2] === undefined || match[3] !== undefined;
    const sections = pieces.get(base) ?? new Map<number, { text: ByteString; encoded: boolean }>();
    if (!sections.has(section)) sections.set(section, { text, encoded });
    pieces.set(base, sections);
  }
  const parameters: [string, string][] = [];
  for (const [name, sections] of pieces) parameters.push([name, joinSections(sections)]);
  for (const [name, text] of plain) if (!pieces.has(name)) parameters.push([name, decodeWords(text)]);
  const boundary = plain.get('boundary') ?? (pieces.has('boundary') ? joinSections(pieces.get('boundary')) : null);
  return {
    value: value.replace(/\s+/g, '').toLowerCase(),
    parameters: Object.fromEntries(parameters),
    boundary: boundary === '' ? null : boundary,
  };
}

/** RFC 2231 §4.1: the charset stands in the first section; sections with `*` are percent-encoded, others as they are. */
function joinSections(sections: Map<number, { text: ByteString; encoded: boolean }> | undefined): string {
  if (sections === undefined) return '';
  const first = sections.has(0) ? 0 : 1; // some mailers count from one
  let charset: string | null = null;
  let octets = '';
  let anyEncoded = false;
  for (let n = first; ; n++) {
    const section = sections.get(n);
    if (section === undefined) break;
    let text = section.text;
    if (section.encoded) {
      anyEncoded = true;
      if (n === first) {
        const match = /^([^']*)'[^']*'/.exec(text);
        if (match !== null) {
          charset = match[1] === '' ? null : (match[1] as string);
          text = text.slice(match[0].length);
        }
      }
      text = unpercent(text);
    }
    octets += text;
  }
  return anyEncoded ? decodeText(fromByteString(octets), charset).text : decodeWords(octets);
}

function unpercent(text: ByteString): ByteString {
  return text.replace(/%([0-9a-fA-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(hex(digits.charCodeAt(0)) * 16 + hex(digits.charCodeAt(1))),
  );
}

function readPairs(field: ByteString): [string, [string, ByteString][]] {
  let at = field.search(/[;(]/);
  if (at < 0) at = field.length;
  const value = field.slice(0, at);
  const pairs: [string, ByteString][] = [];
  let comments = true;
  while (at < field.length && pairs.length < maxParameters) {
    const c = field[at];
    if (c === '(' && comments) {
      const end = skipComment(field, at);
      comments = end !== null; // never closed: it and the others are ordinary characters
      at = end ?? at;
      continue;
    }
    if (c === ';' || c === ' ' || c === '\t') {
      at += 1;
      continue;
    }
    const name = takeUntil(field, at, /[=;]/g);
    at = name.next;
    if (field[at] !== '=') {
      continue;
    }
    at += 1;
    while (field[at] === ' ' || field[at] === '\t') at += 1;
    const text = field[at] === '"' ? readQuoted(field, at + 1) : readBare(field, at);
    at = text.next;
    const key = name.text
      .slice(0, 100)
      .replace(/\([^()]*\)/g, '')
      .trim()
      .toLowerCase();
    if (key !== '') pairs.push([key, text.text]);
    const semicolon = field.indexOf(';', at);
    // Between the value and the next `;` only comments and stray characters can stand.
    at = semicolon < 0 ? field.length : semicolon;
  }
  return [value, pairs];
}

function takeUntil(field: string, from: number, stop: RegExp): { text: string; next: number } {
  stop.lastIndex = from;
  const match = stop.exec(field);
  const next = match === null ? field.length : match.index;
  return { text: field.slice(from, next), next };
}

/** A value without quotes: file names with spaces and parentheses are sent so too; a comment follows white space. */
function readBare(field: string, from: number): { text: string; next: number } {
  if (isEscape(field, from)) {
    const end = escapeEnd(field, from);
    const rest = takeUntil(field, end, /;/g);
    return { text: field.slice(from, end) + rest.text.trimEnd(), next: rest.next };
  }
  const { text, next } = takeUntil(field, from, /;/g);
  const trimmed = text.trim();
  const comment = trimmed.endsWith(')') ? trimmed.lastIndexOf(' (') : -1;
  return { text: comment > 0 ? trimmed.slice(0, comment).trimEnd() : trimmed, next };
}

/**
 * A quoted string. Backslash quotes `"` and `\` only: elsewhere it is a Windows path, or the second octet of a raw Shift_JIS character
 * (表 is 95 5C). Raw ISO-2022-JP runs are copied whole, since their octets look like quotes.
 */
function readQuoted(field: string, from: number): { text: string; next: number } {
  const parts: string[] = [];
  let i = from;
  let run = from;
  while (i < field.length) {
    const c = field[i];
    if (c === '\x1b' && isEscape(field, i)) {
      i = escapeEnd(field, i);
      continue;
    }
    if (c === '"') break;
    if (c === '\\') {
      const next = field[i + 1];
      const afterHigh = i > from && field.charCodeAt(i - 1) >= 0x80;
      const closes = next === '"' && afterHigh && /^"\s*(;|$)/.test(field.slice(i + 1, i + 20));
      if ((next === '"' || next === '\\') && !closes) {
        parts.push(field.slice(run, i));
        run = i + 1;
        i += 2;
        continue;
      }
    }
    i += 1;
  }
  parts.push(field.slice(run, i));
  return { text: parts.join(''), next: Math.min(i + 1, field.length) };
}

function isEscape(field: string, at: number): boolean {
  return field[at] === '\x1b' && field[at + 1] === '$';
}

/** Behind the escape that goes back to ASCII. */
function escapeEnd(field: string, from: number): number {
  const back = field.indexOf('\x1b(', from + 1);
  return back < 0 ? field.length : Math.min(back + 3, field.length);
}

function skipComment(field: string, from: number): number | null {
  let depth = 0;
  for (let i = from; i < field.length; i++) {
    const c = field[i];
    if (c === '\\') i += 1;
    else if (c === '(') depth += 1;
    else if (c === ')' && --depth === 0) return i + 1;
  }
  return null;
}
