/** Numbers, sizes and moments as people of a language write them. */
import type { Lang } from '../../contract/words/index.ts';
import { wordsIn } from '../words/index.ts';

const locale: Readonly<Record<Lang, string>> = { en: 'en-GB', ja: 'ja-JP' };

export function count(n: number, lang: Lang): string {
  return new Intl.NumberFormat(locale[lang]).format(n);
}

/** `512 bytes`, `2.1 kB`, `5.0 MB`: in thousands, as disks and networks are counted. */
export function size(octets: number, lang: Lang): string {
  if (octets < 1000) return `${octets} ${wordsIn[lang].octets}`;
  const power = Math.min(4, Math.floor(Math.log10(octets) / 3));
  const unit = ['', 'kB', 'MB', 'GB', 'TB'][power] ?? '';
  const value = octets / 1000 ** power;
  const digits = value < 9.95 ? 1 : 0;
  const form = new Intl.NumberFormat(locale[lang], { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${form.format(value)} ${unit}`;
}

/** In this computer's time zone; equally long for all, so that a column of them is easily read. */
export function moment(ms: number, lang: Lang): string {
  const month = lang === 'en' ? 'short' : '2-digit';
  return new Intl.DateTimeFormat(locale[lang], {
    year: 'numeric',
    month,
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).format(ms);
}

export function seconds(ms: number, lang: Lang): string {
  return new Intl.NumberFormat(locale[lang], { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(ms / 1000);
}
