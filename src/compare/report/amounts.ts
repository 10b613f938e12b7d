/** Numbers as people of a language read them: sizes in thousands (kB, MB), as disks and lines are sold. */
import { octets as inUnits, duration as inWords } from '../../contract/compare/numbers.ts';

export type Lang = 'en' | 'ja';

const locale: Readonly<Record<Lang, string>> = { en: 'en-GB', ja: 'ja-JP' };

export function number(value: number, lang: Lang, digits = 0): string {
  return new Intl.NumberFormat(locale[lang], { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    value,
  );
}

/** `512 B`, `2.1 kB`, `13.7 MB`. */
export const size = (octets: number): string => inUnits(Math.round(octets));

/** `31 ms`, `1.43 s`, `28 min 37 s`. */
export function duration(ms: number, lang: Lang): string {
  if (ms > 0 && ms < 999.5) return `${number(ms, lang)}${lang === 'en' ? ' ms' : 'ミリ秒'}`;
  return inWords(ms)[lang];
}

/** A day and its time, where the report is read: with its offset, for it travels. */
export function moment(ms: number, lang: Lang): string {
  return new Intl.DateTimeFormat(locale[lang], {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'shortOffset',
  }).format(ms);
}
