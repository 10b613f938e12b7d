/** A letter of about a given length. */
import { letters } from './letters.ts';
import { pick } from './random.ts';

export interface Wanted {
  readonly lang: 'en' | 'ja';
  /** Octets in UTF-8, about. */
  readonly octets: number;
  /** Stands in a line of its own, after at least `deep` characters. */
  readonly word: string | undefined;
  /** Who signs. */
  readonly name: string;
}

/** Octets before the word: a list shows the first 200 characters of a mail, for which 600 octets are fetched. */
const deep = 1800;

/** Paragraphs, none of them with a line break. */
export function letter({ lang, octets, word, name }: Wanted, random: () => number): string[] {
  if (octets === 0 && word === undefined) return [];
  const { openings, sentences, closings, with: saying } = letters[lang];
  const next = inTurn(sentences, random);
  const opening = pick(random, openings);
  const end = [pick(random, closings), name];
  const room = Math.max(octets, word === undefined ? 0 : deep * 1.3) - lengthOf([opening, ...end]);
  const body: string[] = [];
  let said = word === undefined;
  for (let length = 0; length < room || !said; ) {
    if (word !== undefined && !said && length >= Math.max(deep, room * 0.7)) {
      body.push(saying(word));
      said = true;
    } else body.push(paragraph(next, 2 + Math.floor(random() * 3), room - length, lang));
    length += lengthOf(body.slice(-1));
  }
  return [opening, ...body, ...end];
}

/** With the empty lines between them. */
const lengthOf = (paragraphs: readonly string[]): number =>
  paragraphs.reduce((sum, each) => sum + Buffer.byteLength(each) + 4, 0);

/** So many sentences, or as many as there is room for; one at least. */
function paragraph(next: () => string, most: number, room: number, lang: 'en' | 'ja'): string {
  let text = next();
  for (let n = 1; n < most && Buffer.byteLength(text) < room - 40; n++) text += (lang === 'en' ? ' ' : '') + next();
  return text;
}

/** All of them in a shuffled order, then again in another. */
function inTurn(all: readonly [string, ...string[]], random: () => number): () => string {
  let left: string[] = [];
  return () => {
    if (left.length === 0) left = [...all];
    return left.splice(Math.floor(random() * left.length), 1)[0] ?? all[0];
  };
}

/** As plain text: lines of at most 72 columns where words allow it, ends as RFC 5322 §2.3 has them. */
export function plain(paragraphs: readonly string[], lang: 'en' | 'ja', word: string | undefined): string {
  const whole = (paragraph: string): boolean => word !== undefined && paragraph.includes(word);
  const wrapped = paragraphs.map((each) => (whole(each) ? each : lang === 'en' ? wrap(each) : wrapAnywhere(each)));
  return `${wrapped.join('\r\n\r\n')}\r\n`;
}

const wrap = (text: string): string => text.replace(/(?=.{73})(.{1,72}) /g, '$1\r\n');
/** Two columns each; a line does not begin with a mark that ends a sentence. */
const wrapAnywhere = (text: string): string => text.replace(/(.{35}[、。」]?)(?=.)/gu, '$1\r\n');

export function html(paragraphs: readonly string[], lang: 'en' | 'ja', title: string): string {
  const body = paragraphs.map((each) => `<p>${escaped(each)}</p>`).join('\r\n');
  return [
    '<!DOCTYPE html>',
    `<html lang="${lang}">`,
    `<head><meta charset="utf-8"><title>${escaped(title)}</title></head>`,
    '<body style="font-family: Georgia, serif; line-height: 1.6; color: #1d2433">',
    body,
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
