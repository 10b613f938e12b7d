/** Arguments of SEARCH to criteria: RFC 3501 §9 (search-key), RFC 4731 (RETURN), RFC 5182 ($), RFC 7162 §3.1.5 (MODSEQ), RFC 5032 (OLDER, YOUNGER). */
import type { Scanner } from '../grammar/scanner.ts';
import { bad, no } from '../refusal.ts';
import { charset, type Decode, known } from './charset.ts';
import type { Criterion, ReturnOption, When } from './criteria.ts';
import { fold } from './fold.ts';
import { CRITERIA, DEPTH } from './limits.ts';

/** `RETURN (…)`, which comes first; null: it is not there, and the answer is `* SEARCH`. @throws Refusal BAD */
export function readReturn(args: Scanner): ReadonlySet<ReturnOption> | null {
  args.sp();
  if (!args.take('RETURN ')) return null;
  const options = args.list(() => {
    const name = args.word();
    if (!returnOptions.has(name)) throw bad(`I do not know the RETURN option ${name.slice(0, 40)}`);
    return name as ReturnOption;
  });
  args.sp();
  return new Set(options.length === 0 ? ['ALL'] : options); // RFC 4731 §3.1
}

/** All that follows. @throws Refusal BAD, or NO [BADCHARSET] */
export function readCriteria(args: Scanner): Criterion {
  const reader = new Reader(args);
  if (args.take('CHARSET ')) {
    reader.charset(args.astring());
    args.sp();
  }
  const criterion = reader.row(() => args.done);
  args.end();
  return criterion;
}

const returnOptions: ReadonlySet<string> = new Set<ReturnOption>(['MIN', 'MAX', 'COUNT', 'ALL', 'SAVE']);

/** One command from left to right. */
class Reader {
  readonly args: Scanner;
  #decode: Decode = charset(null) as Decode;
  #criteria = 0;
  #depth = 0;

  constructor(args: Scanner) {
    this.args = args;
  }

  charset(name: string): void {
    const decode = charset(name);
    if (decode === null) throw no('I do not know this charset', `BADCHARSET (${known.join(' ')})`);
    this.#decode = decode;
  }

  /** Criteria with spaces between them, all of which must hold. */
  row(ended: () => boolean): Criterion {
    const all = [this.one()];
    while (!ended()) {
      this.args.sp();
      all.push(this.one());
    }
    return all.length === 1 ? (all[0] as Criterion) : { kind: 'and', of: all };
  }

  one(): Criterion {
    const { args } = this;
    if (++this.#criteria > CRITERIA) throw bad('SEARCH has too many criteria');
    if (++this.#depth > DEPTH) throw bad('SEARCH is nested too deeply');
    const criterion = args.take('(') ? this.row(() => args.take(')')) : this.#simple();
    this.#depth -= 1;
    return criterion;
  }

  #simple(): Criterion {
    const { args } = this;
    if (args.take('$')) return { kind: 'saved' };
    if (args.atSet) return { kind: 'numbers', of: 'seq', set: args.sequenceSet() };
    const word = args.word();
    const read = Object.hasOwn(keys, word) ? keys[word] : undefined;
    if (read === undefined) throw bad(`I do not know how to search for ${word.slice(0, 40)}`);
    return read(this);
  }

  /** What follows NOT and OR. */
  next(): Criterion {
    this.args.sp();
    return this.one();
  }

  astring(): string {
    this.args.sp();
    return this.args.astring();
  }

  /** A text to look for, in the charset of the command, folded. */
  sought(): string {
    this.args.sp();
    // Not in the grammar, but sent: text as it is, without quotes.
    const octets = this.args.match(/[^\x00-\x20\x7f(){%*"\\]+/y) ?? this.args.string();
    const text = this.#decode(Buffer.from(octets, 'latin1'));
    if (text === null) throw bad('This text is not of the charset that was named');
    return fold(text);
  }

  number(): number {
    this.args.sp();
    return this.args.number();
  }

  day(): number {
    return readDay(this.astring());
  }
}

const flag =
  (name: string, set = true) =>
  (): Criterion => ({ kind: 'flag', flag: name, set });
const arrived =
  (when: When) =>
  (reader: Reader): Criterion => ({ kind: 'arrived', when, day: reader.day() });
const sent =
  (when: When) =>
  (reader: Reader): Criterion => ({ kind: 'sent', when, day: reader.day() });
const header =
  (name: string) =>
  (reader: Reader): Criterion => ({ kind: 'header', name, text: reader.sought() });

const keys: Readonly<Record<string, (reader: Reader) => Criterion>> = {
  ALL: () => ({ kind: 'all' }),
  ANSWERED: flag('\\answered'),
  BCC: header('bcc'),
  BEFORE: arrived('before'),
  BODY: (reader) => ({ kind: 'body', text: reader.sought() }),
  CC: header('cc'),
  DELETED: flag('\\deleted'),
  DRAFT: flag('\\draft'),
  FLAGGED: flag('\\flagged'),
  FROM: header('from'),
  HEADER: (reader) => {
    const name = reader.astring().toLowerCase().replace(/:$/, '');
    return { kind: 'header', name, text: reader.sought() };
  },
  KEYWORD: (reader) => ({ kind: 'flag', flag: reader.astring().toLowerCase(), set: true }),
  LARGER: (reader) => ({ kind: 'size', than: 'larger', octets: reader.number() }),
  MODSEQ: readModseq,
  NEW: () => ({ kind: 'and', of: [{ kind: 'recent', set: true }, flag('\\seen', false)()] }),
  NOT: (reader) => ({ kind: 'not', of: reader.next() }),
  OLD: () => ({ kind: 'recent', set: false }),
  OLDER: (reader) => ({ kind: 'age', than: 'older', seconds: reader.number() }),
  ON: arrived('on'),
  OR: (reader) => ({ kind: 'or', of: [reader.next(), reader.next()] }),
  RECENT: () => ({ kind: 'recent', set: true }),
  SEEN: flag('\\seen'),
  SENTBEFORE: sent('before'),
  SENTON: sent('on'),
  SENTSINCE: sent('since'),
  SINCE: arrived('since'),
  SMALLER: (reader) => ({ kind: 'size', than: 'smaller', octets: reader.number() }),
  SUBJECT: header('subject'),
  TEXT: (reader) => ({ kind: 'text', text: reader.sought() }),
  TO: header('to'),
  UID: ({ args }) => {
    args.sp();
    return args.take('$') ? { kind: 'saved' } : { kind: 'numbers', of: 'uid', set: args.sequenceSet() };
  },
  UNANSWERED: flag('\\answered', false),
  UNDELETED: flag('\\deleted', false),
  UNDRAFT: flag('\\draft', false),
  UNFLAGGED: flag('\\flagged', false),
  UNKEYWORD: (reader) => ({ kind: 'flag', flag: reader.astring().toLowerCase(), set: false }),
  UNSEEN: flag('\\seen', false),
  YOUNGER: (reader) => ({ kind: 'age', than: 'younger', seconds: reader.number() }),
};

/** RFC 7162 §3.1.5: `MODSEQ "/flags/\\Draft" all 620162338`; what kind of flag changed is not kept, so any change counts. */
function readModseq(reader: Reader): Criterion {
  const { args } = reader;
  args.sp();
  if (args.peek() === '"') {
    args.string();
    const kind = reader.astring().toLowerCase();
    if (!['priv', 'shared', 'all'].includes(kind)) throw bad('MODSEQ needs priv, shared or all here');
    args.sp();
  }
  return { kind: 'modseq', least: args.number() };
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `21-Nov-2026` as a day since 1970. RFC 3501 §9, date-text. */
function readDay(text: string): number {
  const found = /^(\d{1,2})-([a-z]{3})-(\d{4})$/i.exec(text);
  const month = months.indexOf(found?.[2]?.toLowerCase() ?? '');
  const [day, year] = [Number(found?.[1]), Number(found?.[3])];
  if (found === null || month < 0 || day < 1 || day > new Date(Date.UTC(year, month + 1, 0)).getUTCDate())
    throw bad(`This is no date like 21-Nov-2026: ${shown(text)}`);
  return Date.UTC(year, month, day) / 86_400_000;
}

const shown = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 40);
