/** Dates as IMAP writes them: `"17-Jul-1996 02:44:25 -0700"`. RFC 3501 §9 (date-time). */
import { bad } from '../refusal.ts';
import type { Scanner } from './scanner.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const written = /"([ 0-3]?\d)-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"/y;

/** ms since 1970. @throws Refusal BAD */
export function readDateTime(args: Scanner): number {
  const text = args.match(written);
  if (text === null) throw bad('Expected a date as "17-Jul-1996 02:44:25 -0700"');
  const [, day, name, year, hour, minute, second, sign, zoneHours, zoneMinutes] =
    new RegExp(written.source).exec(text) ?? [];
  const month = months.findIndex((each) => each.toLowerCase() === name?.toLowerCase());
  const at = Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second));
  const zone = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000 * (sign === '-' ? -1 : 1);
  const sound = month >= 0 && new Date(at).getUTCDate() === Number(day) && Number(hour) < 24 && Number(minute) < 60;
  if (!sound) throw bad(`${text} is no date`);
  return at - zone;
}

/** In UTC. */
export function writeDateTime(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = String(date.getUTCDate()).padStart(2, ' ');
  const year = String(date.getUTCFullYear()).padStart(4, '0');
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `"${day}-${months[date.getUTCMonth()] ?? ''}-${year} ${time} +0000"`;
}
