/** Numbers as people of a language read them: sizes in thousands (kB, MB), as disks and lines are sold. */
export type Lang = 'en' | 'ja';

const locale: Readonly<Record<Lang, string>> = { en: 'en-GB', ja: 'ja-JP' };

export function number(value: number, lang: Lang, digits = 0): string {
  return new Intl.NumberFormat(locale[lang], { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    value,
  );
}

/** `512 B`, `2.1 kB`, `13.7 MB`: three figures that count. */
export function size(octets: number, lang: Lang): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let power = 0;
  let value = octets;
  while (value >= 999.5 && power < units.length - 1) {
    value /= 1000;
    power += 1;
  }
  return `${number(value, lang, power === 0 || value >= 99.95 ? 0 : 1)} ${units[power]}`;
}

/** `0 s`, `0.3 s`, `41 s`, `28 min 37 s`, `3 h 5 min`. */
export function duration(ms: number, lang: Lang): string {
  const { h, min, s } = unitsOf[lang];
  const seconds = ms / 1000;
  if (seconds < 59.5) return `${number(seconds, lang, seconds === 0 || seconds >= 9.95 ? 0 : 1)}${s}`;
  const whole = Math.round(seconds);
  if (whole < 3600) return parts([Math.floor(whole / 60), min], [whole % 60, s], lang);
  const minutes = Math.round(seconds / 60);
  return parts([Math.floor(minutes / 60), h], [minutes % 60, min], lang);
}

const unitsOf: Readonly<Record<Lang, { readonly h: string; readonly min: string; readonly s: string }>> = {
  en: { h: ' h', min: ' min', s: ' s' },
  ja: { h: '時間', min: '分', s: '秒' },
};

function parts(a: readonly [number, string], b: readonly [number, string], lang: Lang): string {
  const all = [a, b].filter(([value], i) => i === 0 || value > 0);
  return all.map(([value, unit]) => `${number(value, lang)}${unit}`).join(lang === 'en' ? ' ' : '');
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

/** `0.09 %`, `41 %`: two figures that count. */
export function percent(share: number, lang: Lang): string {
  const value = share * 100;
  const digits = value === 0 || value >= 9.95 ? 0 : value >= 0.995 ? 1 : value >= 0.0995 ? 2 : 3;
  return `${number(value, lang, digits)} %`;
}
