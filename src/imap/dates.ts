/** INTERNALDATE, RFC 9051 §9 date-time. */
import { parseDate } from '../message/index.ts';

const months = 'janfebmaraprmayjunjulaugsepoctnovdec';

/** `21-Nov-2026 20:14:33 +0900` as ms since 1970; 0 where it cannot be read. */
export function readInternalDate(text: string): number {
  const match = /^ ?(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/.exec(text);
  if (!match) return parseDate(text) ?? 0;
  const month = months.indexOf((match[2] as string).toLowerCase()) / 3;
  const east = (Number(match[8]) * 60 + Number(match[9])) * (match[7] === '-' ? -60_000 : 60_000);
  const ms = Date.UTC(
    +(match[3] as string),
    month,
    +(match[1] as string),
    +(match[4] as string),
    +(match[5] as string),
    +(match[6] as string),
  );
  return Number.isInteger(month) && month >= 0 ? ms - east : 0;
}

/** As APPEND wants it, in UTC. */
export function writeInternalDate(ms: number): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(ms).toUTCString()) ?? [];
  return `${day}-${month}-${year} ${time} +0000`;
}
