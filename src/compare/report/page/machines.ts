/** A machine in the head of a column: its name and what is set there. */
import { type Machine, ordinaryLink } from '../../../contract/compare/machine.ts';
import { inLang } from '../../../contract/compare/text.ts';
import { type Lang, number, size } from '../amounts.ts';
import { wordsIn } from '../words/index.ts';

export const nameOf = (machine: Machine, lang: Lang): string => inLang(machine.name, lang);

/** What decides about its mail: when POP3 takes it off the server, what IMAP fetches without being asked. */
export function policyOf({ protocol, keep, fetch }: Machine, lang: Lang): string {
  const words = wordsIn[lang];
  if (protocol === 'imap') return words.fetch[fetch];
  return keep.policy === 'days' ? words.keep.days(keep.days) : words.keep[keep.policy];
}

export function linkOf({ link }: Machine, lang: Lang): string {
  const rate = link.kbitPerSecond === null ? null : number(link.kbitPerSecond, lang);
  return wordsIn[lang].link(rate, number(link.delayMs, lang));
}

/** Line and disk where they are not those of an ordinary office. */
export function limitsOf(machine: Machine, lang: Lang): string[] {
  const { link, storage } = machine;
  const ordinary = link.kbitPerSecond === ordinaryLink.kbitPerSecond && link.delayMs === ordinaryLink.delayMs;
  return [
    ...(ordinary ? [] : [linkOf(machine, lang)]),
    ...(storage === null ? [] : [wordsIn[lang].storage(size(storage))]),
  ];
}
