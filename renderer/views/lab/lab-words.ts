/** The lab's moments and delays in words: with seconds, because between two servers little more passes. */

export interface LabWords {
  /** `21 Nov, 09:12:04`. */
  moment(at: number): string;
  /** `09:12:04`. */
  time(at: number): string;
  /** `09:12`. */
  minute(at: number): string;
  /** `21.11.`. */
  day(at: number): string;
  /** `38 ms`, `4.2 s`, `12 min`, `3 h 20 min`, `5 d`. */
  delay(ms: number): string;
}

export function labWords(language: 'en' | 'ja', timeZone?: string): LabWords {
  const locale = language === 'ja' ? 'ja-JP' : 'en-GB';
  const zone = timeZone === undefined ? {} : { timeZone };
  const clock = (o: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...zone, hourCycle: 'h23', ...o });
  const hour = language === 'ja' ? 'numeric' : '2-digit';
  const seconds = clock({ hour, minute: '2-digit', second: '2-digit' });
  const minutes = clock({ hour, minute: '2-digit' });
  const date = clock({ day: 'numeric', month: language === 'ja' ? 'long' : 'short' });
  const parts = new Intl.DateTimeFormat('en-GB', { ...zone, day: 'numeric', month: 'numeric' });
  const unit = (value: number, name: string, digits = 0) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    }).format(value);
  return {
    moment: (at) => `${date.format(at)}${language === 'ja' ? ' ' : ', '}${seconds.format(at)}`,
    time: (at) => seconds.format(at),
    minute: (at) => minutes.format(at),
    day: (at) => {
      const [day, month] = parts.format(at).split('/');
      return language === 'ja' ? `${month}/${day}` : `${day}.${month}.`;
    },
    delay(ms) {
      if (ms < 1000) return unit(Math.round(ms), 'millisecond');
      if (ms < 60_000) return unit(ms / 1000, 'second', 1);
      if (ms < 3_600_000) return unit(Math.round(ms / 60_000), 'minute');
      const minutes = Math.round(ms / 60_000);
      if (minutes < 2880) {
        const rest = minutes % 60;
        return rest === 0
          ? unit(minutes / 60, 'hour')
          : `${unit(Math.floor(minutes / 60), 'hour')} ${unit(rest, 'minute')}`;
      }
      return unit(minutes / 1440, 'day', 1);
    },
  };
}
