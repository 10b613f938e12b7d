/** Dates, numbers and sizes in words. 24 hours in both languages; sizes in powers of ten, as disks and providers count. */

export interface Formats {
  /** As short as a list needs it: the time today, then the day, then the date. */
  listDate(at: number, now: number): string;
  /** `21 Nov 2026, 09:12`, without the year in this year. */
  fullDate(at: number, now: number): string;
  time(at: number): string;
  number(n: number): string;
  size(octets: number): string;
  list(items: readonly string[]): string;
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

export function formatsFor(language: 'en' | 'ja', timeZone?: string): Formats {
  const locale = language === 'ja' ? 'ja-JP' : 'en-GB';
  const zone = timeZone === undefined ? {} : { timeZone };
  const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...zone, ...options });
  const clock = dates({ hour: language === 'ja' ? 'numeric' : '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const day = dates({ day: 'numeric', month: language === 'ja' ? 'long' : 'short' });
  const year = dates({ day: 'numeric', month: language === 'ja' ? 'numeric' : 'short', year: 'numeric' });
  const weekday = dates({ weekday: language === 'ja' ? 'long' : 'short' });
  const yesterday = capital(new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-1, 'day'));
  const parts = new Intl.DateTimeFormat('en-CA', { ...zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const numbers = new Intl.NumberFormat(locale);
  const items = new Intl.ListFormat(locale, { type: 'unit', style: 'narrow' });
  /** Days since 1970 on the calendar of the reader. */
  const dayOf = (at: number) => Date.parse(`${parts.format(at)}T00:00:00Z`) / 86_400_000;
  const yearOf = (at: number) => parts.format(at).slice(0, 4);

  return {
    listDate(at, now) {
      const days = dayOf(now) - dayOf(at);
      if (days === 0) return clock.format(at);
      if (days === 1) return yesterday;
      if (days > 1 && days < 7) return weekday.format(at);
      return yearOf(at) === yearOf(now) ? day.format(at) : year.format(at);
    },
    fullDate(at, now) {
      const date = yearOf(at) === yearOf(now) ? day : year;
      return language === 'ja' ? `${date.format(at)} ${clock.format(at)}` : `${date.format(at)}, ${clock.format(at)}`;
    },
    time: (at) => clock.format(at),
    number: (n) => numbers.format(n),
    size(octets) {
      const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
      const power = octets < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(octets) / 3));
      const value = octets / 1000 ** power;
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: units[power] as string,
        unitDisplay: power === 0 ? 'long' : 'short',
        maximumFractionDigits: power === 0 || value >= 100 ? 0 : 1,
      })
        .format(value)
        .replace('KB', 'kB'); // As everywhere else: in Japanese Intl writes the K of 1024, and this is 1000.
    },
    list: (some) => items.format(some),
  };
}
