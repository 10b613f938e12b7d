/** Replies and forwards: recipients, subject and quoted text, from the message that is answered. Pure. */
import type { Address, OpenMessage } from '../../../src/contract/mail.ts';
import { formatAddress } from '../../../src/message/address.ts';
import { emptyLetter, type Letter } from './letter.ts';

/** Words of the language in which the letter is written. */
export interface AnswerWords {
  /** `On 21 Nov 2026, 09:12, Aiko Tanaka wrote:` */
  attribution(who: string, at: number): string;
  /** The line above a forwarded mail. */
  forwarded: string;
  from: string;
  date: string;
  subject: string;
  to: string;
  cc: string;
  dateOf(at: number): string;
}

/** @param text the shown text of the original @param own addresses of all accounts */
export function reply(of: OpenMessage, text: string, all: boolean, own: readonly string[], words: AnswerWords): Letter {
  const { row } = of;
  const mine = new Set(own.map(bare));
  const sender = of.replyTo.length > 0 ? of.replyTo : row.from === null ? [] : [row.from];
  // An answer to one's own mail goes to whom that mail went.
  const fromMe = row.from !== null && mine.has(bare(row.from.address)) && row.to.length > 0;
  const to = unique(fromMe ? row.to : sender, new Set());
  const taken = new Set([...to.map(({ address }) => bare(address)), ...mine]);
  const cc = all ? unique([...(fromMe ? [] : row.to), ...row.cc], taken) : [];
  const who = row.from === null ? '' : row.from.name || row.from.address;
  return {
    ...emptyLetter(row.account),
    to: line(to),
    cc: line(cc),
    subject: replySubject(row.subject),
    text: `\n\n${words.attribution(who, row.date)}\n${quote(text)}\n`,
    answers: { message: row.id, how: 'reply' },
  };
}

export function forward(of: OpenMessage, text: string, words: AnswerWords): Letter {
  const { row } = of;
  const head = [
    words.forwarded,
    row.from === null ? '' : `${words.from}: ${formatAddress(row.from)}`,
    `${words.date}: ${words.dateOf(row.date)}`,
    `${words.subject}: ${row.subject}`,
    row.to.length === 0 ? '' : `${words.to}: ${line(row.to)}`,
    row.cc.length === 0 ? '' : `${words.cc}: ${line(row.cc)}`,
  ].filter((field) => field !== '');
  return {
    ...emptyLetter(row.account),
    subject: forwardSubject(row.subject),
    text: `\n\n${head.join('\n')}\n\n${text.replace(/\s+$/, '')}\n`,
    answers: { message: row.id, how: 'forward' },
  };
}

const re = /^\s*(?:re|aw|sv|vs|antw|ref|返信)\s*(?:\[\d+\])?\s*[:：]\s*/i;
const fwd = /^\s*(?:fwd?|wg|tr|転送)\s*[:：]\s*/i;

/** `Re: plan`, never `Re: Re: plan`, whatever prefix other programs wrote. */
export function replySubject(subject: string): string {
  let rest = subject;
  while (re.test(rest)) rest = rest.replace(re, '');
  return `Re: ${rest.trim()}`;
}

export function forwardSubject(subject: string): string {
  let rest = subject;
  while (fwd.test(rest)) rest = rest.replace(fwd, '');
  return `Fwd: ${rest.trim()}`;
}

/** Each line behind `>`, without the signature (RFC 3676 §4.3) and without blank lines at the end. */
export function quote(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const signature = lines.indexOf('-- ');
  const kept = (signature === -1 ? lines : lines.slice(0, signature)).map((line) => line.trimEnd());
  while (kept.length > 0 && kept[kept.length - 1] === '') kept.pop();
  while (kept.length > 0 && kept[0] === '') kept.shift();
  return kept.map((line) => (line === '' || line.startsWith('>') ? `>${line}` : `> ${line}`)).join('\n');
}

const bare = (address: string): string => address.trim().toLowerCase();
const line = (addresses: readonly Address[]): string => addresses.map(formatAddress).join(', ');

function unique(addresses: readonly Address[], taken: Set<string>): Address[] {
  const seen = new Set(taken);
  return addresses.filter(({ address }) => {
    const key = bare(address);
    if (key === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
