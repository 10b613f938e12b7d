import type { Address, Problem } from '../contract/mail.ts';
import type { Lang } from '../contract/words/index.ts';
import { formatAddress } from '../message/address.ts';
import { htmlToText } from '../message/html-text.ts';
import { moment, size } from './look/measures.ts';
import { columnsOf, line, lines } from './look/width.ts';
import type { Words } from './words/index.ts';

export interface Readable {
  readonly from: Address | null;
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly date: number | null;
  readonly subject: string;
  readonly text: string | null;
  readonly html: string | null;
  readonly attachments: readonly { part: string; name: string; type: string; size: number }[];
  readonly problems: readonly Problem[];
}

/** A mail for a person at a terminal: its fields, its text, its attachments. Nothing in it commands the terminal. */
export function readable(mail: Readable, words: Words, lang: Lang): string[] {
  const people = (list: readonly Address[]): string => list.map(formatAddress).join(', ');
  const fields: [string, string][] = [
    [words.head.from, mail.from === null ? '' : people([mail.from])],
    [words.head.to, people(mail.to)],
    [words.head.cc, people(mail.cc)],
    [words.head.date, mail.date === null ? '' : moment(mail.date, lang)],
    [words.head.subject, mail.subject || words.noSubject],
    ...mail.problems.map((each): [string, string] => [
      words.problem,
      [each.code, each.detail].filter(Boolean).join(': '),
    ]),
  ];
  const files = mail.attachments.map((each) => `  ${each.part}  ${line(each.name)}  ${size(each.size, lang)}`);
  const body = mail.text ?? (mail.html === null ? '' : htmlToText(mail.html, { quotes: true, enough: 1_000_000 }));
  return [
    ...fields.filter(([, value]) => value !== '').map(([head, value]) => field(head, value, fields)),
    '',
    ...lines(body.trimEnd()),
    ...(files.length === 0 ? [] : ['', `${words.head.attachments}:`, ...files]),
  ];
}

function field(head: string, value: string, all: readonly [string, string][]): string {
  const widest = Math.max(...all.filter(([, each]) => each !== '').map(([each]) => columnsOf(each)));
  return `${head}:${' '.repeat(widest - columnsOf(head))} ${line(value)}`;
}
