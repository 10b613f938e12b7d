/** Numbers as people read them. */
import type { Localized } from '../../contract/lab/world.ts';
import { both } from './sentences.ts';

/** `1 mail`, `2 mails`; in Japanese counted by 通. */
export const mails = (n: number): Localized => both(n === 1 ? '1 mail' : `${n} mails`, `${n}通`);

/** `all 5`, `none of the 5`, `2 of the 5`. */
export const ofAll = (n: number, all: number): string =>
  n === all ? (all === 1 ? 'the 1' : `all ${all}`) : n === 0 ? `none of the ${all}` : `${n} of the ${all}`;

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
    return both(`${short} s`, `${short}秒`);
  }
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  if (hours === 0) return both(`${minutes} min ${rest} s`, `${minutes}分${rest}秒`);
  return both(`${hours} h ${minutes} min`, `${hours}時間${minutes}分`);
}
