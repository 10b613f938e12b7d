/** Dates of mails (RFC 5322 §3.3, §4.3) and of the mailers that know no RFC, as ms since 1970 or null. */

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Minutes east of UTC. RFC 5322 §4.3 names the American ones; the others are seen. Single letters are unknown zones (-0000). */
const zones: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  jst: 540,
  kst: 540,
  bst: 60,
  wet: 0,
  west: 60,
  cet: 60,
  cest: 120,
  met: 60,
  mest: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  ist: 330,
  hkt: 480,
  sgt: 480,
  aest: 600,
  aedt: 660,
  nzst: 720,
  nzdt: 780,
  hst: -600,
  akst: -540,
  akdt: -480,
};

/** RFC 5322 dates, asctime, ISO 8601, `2026/11/21 20:10`. Null for what names no day that exists between 1970 and 9999. */
export function parseDate(field: string): number | null {
  const text = withoutComments(field.slice(0, 400)).toLowerCase();
  const iso = /^\W*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ,]|$)/.exec(text);
  if (iso !== null) return build(Number(iso[1]), Number(iso[2]), Number(iso[3]), text.slice(iso[0].length));
  const named =
    /(\d{1,2})[\s-]*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[.,]?[\s-]*(\d{2,5})(?!\d|:)/.exec(text);
  if (named !== null) {
    const month = months.indexOf(named[2] as string) + 1;
    return build(fullYear(named[3] as string), month, Number(named[1]), text.slice(named.index + named[0].length));
  }
  // asctime: Sat Nov 21 20:10:10 2026, with or without a zone before the year; and American: November 21, 2026 20:10
  const asctime =
    /(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(\d{1,2})\s*,?\s+(?:(\d{1,2}:\d{2}(?::\d{2})?)\s*([a-z]{2,4}|[+-]\d{4})?\s+(\d{4})|(\d{4}))(.*)$/.exec(
      text,
    );
  if (asctime !== null) {
    const month = months.indexOf(asctime[1] as string) + 1;
    const rest = asctime[6] === undefined ? `${asctime[3]} ${asctime[4] ?? asctime[7] ?? ''}` : (asctime[7] as string);
    return build(Number(asctime[5] ?? asctime[6]), month, Number(asctime[2]), rest);
  }
  return null;
}

function build(year: number, month: number, day: number, rest: string): number | null {
  const time = /(\d{1,2})\s*[:.]\s*(\d{1,2})(?:\s*[:.]\s*(\d{1,2})(?:[.,]\d+)?)?\s*(am|pm)?/.exec(rest);
  let hour = time === null ? 0 : Number(time[1]);
  const minute = time === null ? 0 : Number(time[2]);
  const second = time?.[3] === undefined ? 0 : Number(time[3]);
  if (time?.[4] !== undefined && hour >= 1 && hour <= 12) hour = (hour % 12) + (time[4] === 'pm' ? 12 : 0);
  const zone = time === null ? 0 : zoneOf(rest.slice(time.index + time[0].length));
  if (year < 1970 || year > 9999 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60)
    return null;
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second) - zone * 60_000;
}

function zoneOf(text: string): number {
  const offset = /^[^\d+-]*([+-])\s*(?:(\d{1,2}):(\d{2})|(\d{1,4}))/.exec(text.slice(0, 40));
  if (offset !== null) {
    const digits = offset[4] ?? '';
    const hours = Number(offset[2] ?? (digits.length > 2 ? digits.slice(0, -2) : digits));
    const minutes = hours * 60 + Number(offset[3] ?? (digits.length > 2 ? digits.slice(-2) : 0));
    return minutes > 24 * 60 ? 0 : offset[1] === '-' ? -minutes : minutes;
  }
  const name = /[a-z]+/.exec(text)?.[0] ?? '';
  return Object.hasOwn(zones, name) ? (zones[name] as number) : 0;
}

/** RFC 5322 §4.3: 00 to 49 is 20xx, 50 to 99 and three digits count from 1900. */
function fullYear(text: string): number {
  const n = Number(text);
  if (text.length === 2) return n < 50 ? 2000 + n : 1900 + n;
  return text.length === 3 ? 1900 + n : n;
}

function withoutComments(text: string): string {
  let out = '';
  let depth = 0;
  for (const c of text) {
    if (c === '(') depth += 1;
    else if (c === ')' && depth > 0) depth -= 1;
    else if (depth === 0) out += c;
  }
  return out;
}
