/** Sizes, shares and times as people read them. */
import type { Localized } from '../lab/world.ts';

/** Decimal units, three figures. */
export function octets(n: number): string {
  const units = ['octets', 'kB', 'MB', 'GB', 'TB'];
  let [size, unit] = [n, 0];
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  if (unit === 0) return `${n} B`;
  return `${figures(size)} ${units[unit]}`;
}

export const percent = (ratio: number): string => `${figures(ratio * 100)} %`;

const figures = (n: number): string =>
  (n >= 99.95 ? n.toFixed(0) : n >= 9.995 ? n.toFixed(1) : n.toFixed(2)).replace(/\.0+$/, '');

export function duration(ms: number): Localized {
  const seconds = ms / 1000;
  if (seconds < 60) {
    const short = figures(seconds);
    return { en: `${short} s`, ja: `${short}秒` };
  }
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  if (hours === 0) return { en: `${minutes} min ${rest} s`, ja: `${minutes}分${rest}秒` };
  return { en: `${hours} h ${minutes} min`, ja: `${hours}時間${minutes}分` };
}
