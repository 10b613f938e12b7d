/** What a FETCH asks for. RFC 3501 §6.4.5, §9 (fetch-att). */
import type { Scanner } from '../grammar/scanner.ts';
import { writeAstring } from '../grammar/write.ts';
import type { Section } from '../mime/section.ts';
import { bad } from '../refusal.ts';

type Plain = 'UID' | 'FLAGS' | 'INTERNALDATE' | 'RFC822.SIZE' | 'ENVELOPE' | 'BODY' | 'BODYSTRUCTURE' | 'MODSEQ';

export type FetchItem =
  | { readonly kind: Plain }
  | {
      readonly kind: 'section';
      readonly section: Section;
      /** Does not set \Seen. */
      readonly peek: boolean;
      readonly partial: { readonly from: number; readonly count: number } | null;
      /** As the answer names it: `BODY[1.2]<0>`. */
      readonly label: string;
    };

const plain: readonly string[] = ['UID', 'FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE', 'BODYSTRUCTURE', 'MODSEQ'];
const macros: Readonly<Record<string, readonly Plain[]>> = {
  FAST: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE'],
  ALL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE'],
  FULL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE', 'BODY'],
};

/** One, or a list in parentheses. @throws Refusal BAD */
export function readFetchItems(args: Scanner): FetchItem[] {
  if (args.peek() === '(') {
    const items = args.list(() => readItem(args));
    if (items.length === 0) throw bad('Nothing is asked for');
    return items;
  }
  const macro = args.match(/(?:ALL|FAST|FULL)(?= |$)/iy);
  if (macro !== null) return (macros[macro.toUpperCase()] ?? []).map((kind) => ({ kind }));
  return [readItem(args)];
}

const whole: Section = { path: [], what: 'all', names: [] };

function readItem(args: Scanner): FetchItem {
  const word = args.word();
  if (word === 'RFC822') return { kind: 'section', section: whole, peek: false, partial: null, label: word };
  if (word === 'RFC822.HEADER')
    return { kind: 'section', section: { ...whole, what: 'HEADER' }, peek: true, partial: null, label: word };
  if (word === 'RFC822.TEXT')
    return { kind: 'section', section: { ...whole, what: 'TEXT' }, peek: false, partial: null, label: word };
  if (word === 'BODY' && args.peek() !== '[') return { kind: 'BODY' };
  if (word === 'BODY' || word === 'BODY.PEEK') return readSection(args, word === 'BODY.PEEK');
  const kind = plain.find((each) => each === word);
  if (kind === undefined) throw bad(`${word} cannot be fetched`);
  return { kind: kind as Plain };
}

function readSection(args: Scanner, peek: boolean): FetchItem {
  args.expect('[');
  const path = (args.match(/[1-9]\d{0,8}(?:\.[1-9]\d{0,8})*/y) ?? '')
    .split('.')
    .filter((n) => n !== '')
    .map(Number);
  let what: Section['what'] = 'all';
  let names: string[] = [];
  if (args.peek() !== ']') {
    if (path.length > 0) args.expect('.');
    what = sectionText(args.word(), path.length > 0);
    if (what === 'HEADER.FIELDS' || what === 'HEADER.FIELDS.NOT') {
      args.sp();
      names = args.list(() => args.astring());
      if (names.length === 0) throw bad('No field is named');
    }
  }
  args.expect(']');
  const partial = readPartial(args);
  const spec = [path.join('.'), what === 'all' ? '' : what].filter((each) => each !== '').join('.');
  const list = names.length === 0 ? '' : ` (${names.map(writeAstring).join(' ')})`;
  const origin = partial === null ? '' : `<${partial.from}>`;
  return { kind: 'section', section: { path, what, names }, peek, partial, label: `BODY[${spec}${list}]${origin}` };
}

function sectionText(word: string, inPart: boolean): Section['what'] {
  if (word === 'HEADER' || word === 'TEXT' || word === 'HEADER.FIELDS' || word === 'HEADER.FIELDS.NOT') return word;
  if (word === 'MIME' && inPart) return word;
  throw bad(`${word} is no section`);
}

function readPartial(args: Scanner): { from: number; count: number } | null {
  if (!args.take('<')) return null;
  const from = args.number();
  args.expect('.');
  const count = args.number();
  args.expect('>');
  if (count === 0) throw bad('Nothing is asked for');
  return { from, count };
}
