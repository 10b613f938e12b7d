/** Address lists as ENVELOPE wants them. RFC 3501 §7.4.2, RFC 5322 §3.4 and §4.4. */
import { Lexer } from './lexer.ts';

/** One entry of an address structure. A group begins with `host` null and ends with `mailbox` null too. */
export interface EnvelopeAddress {
  readonly name: string | null;
  readonly route: string | null;
  readonly mailbox: string | null;
  readonly host: string | null;
}

/** More than this are not listed: no reader shows them. */
const MOST = 5000;
const atomText = /[^\x00-\x20()<>[\]:;@\\,."\x7f]+/y;

export function readAddresses(value: string): EnvelopeAddress[] {
  const lexer = new Lexer(value);
  const list: EnvelopeAddress[] = [];
  let inGroup = false;
  while (list.length < MOST) {
    lexer.comment = null;
    lexer.skip();
    if (lexer.done) break;
    const char = lexer.peek();
    if (char === ',') {
      lexer.next();
      continue;
    }
    if (char === ';') {
      lexer.next();
      if (inGroup) list.push({ name: null, route: null, mailbox: null, host: null });
      inGroup = false;
      continue;
    }
    const phrase = readPhrase(lexer);
    const after = lexer.peek();
    if (after === ':' && !inGroup) {
      lexer.next();
      list.push({ name: null, route: null, mailbox: phrase.words, host: null });
      inGroup = true;
    } else if (after === '<') list.push(readAngle(lexer, phrase.words));
    else list.push(readBare(lexer, phrase.local));
  }
  if (inGroup) list.push({ name: null, route: null, mailbox: null, host: null });
  return list;
}

/** Words before `<`, `:`, `@` or `,`: joined by spaces as a name, without them as a local part. */
function readPhrase(lexer: Lexer): { words: string; local: string } {
  let words = '';
  let local = '';
  let gap = false;
  for (;;) {
    gap = lexer.skip() || gap;
    const char = lexer.peek();
    let word: string;
    if (char === '"') word = lexer.quoted();
    else if (char === '.') word = lexer.next();
    else word = lexer.take(atomText);
    if (word === '' && char !== '"') {
      // What cannot stand here is passed over.
      if (char === '' || '<>:;@,'.includes(char)) return { words, local };
      lexer.next();
      continue;
    }
    words += (gap && words !== '' ? ' ' : '') + word;
    local += word;
    gap = false;
  }
}

function readAngle(lexer: Lexer, words: string): EnvelopeAddress {
  lexer.next();
  lexer.skip();
  let route: string | null = null;
  if (lexer.peek() === '@') {
    route = lexer.take(/[^:>]*/y).replace(/[ \t]+/g, '');
    if (lexer.peek() === ':') lexer.next();
  }
  const { local } = readPhrase(lexer);
  const host = lexer.peek() === '@' ? readHost(lexer) : null;
  lexer.take(/[^>,;]*/y);
  if (lexer.peek() === '>') lexer.next();
  const comment = words === '' ? trailingComment(lexer) : null;
  if (words !== '') trailingComment(lexer);
  const name = words !== '' ? words : comment;
  return { name, route, mailbox: local === '' ? missingMailbox : local, host: host ?? missingHost };
}

function readBare(lexer: Lexer, local: string): EnvelopeAddress {
  const host = lexer.peek() === '@' ? readHost(lexer) : null;
  const name = trailingComment(lexer);
  const skipped = lexer.take(/[^,;]*/y);
  if (host === null && local === '' && skipped === '' && !lexer.done && !',;'.includes(lexer.peek())) lexer.next();
  return { name, route: null, mailbox: local === '' ? missingMailbox : local, host: host ?? missingHost };
}

/** What Dovecot writes, and UW IMAP before it: a missing part must not look like a group. */
const missingMailbox = 'MISSING_MAILBOX';
const missingHost = 'MISSING_DOMAIN';

function readHost(lexer: Lexer): string | null {
  lexer.next();
  let host = '';
  for (;;) {
    lexer.skip();
    const char = lexer.peek();
    if (char === '[') host += lexer.take(/\[[^\]]*\]?/y);
    else if (char === '.') host += lexer.next();
    else {
      const word = lexer.take(atomText);
      if (word === '') break;
      host += word;
    }
  }
  return host === '' ? null : host;
}

/** `aiko@hana.test (Aiko)`: the old way of saying a name. */
function trailingComment(lexer: Lexer): string | null {
  lexer.skip();
  const { comment } = lexer;
  lexer.comment = null;
  return comment === '' ? null : comment;
}
