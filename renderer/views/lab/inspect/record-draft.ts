/** A zone's record as texts in a form, and back. Pure. */
import type { ZoneRecord } from '../../../../src/contract/lab/world.ts';

export type RecordType = ZoneRecord['type'];
export const recordTypes: readonly RecordType[] = ['A', 'AAAA', 'HOST', 'MX', 'CNAME', 'TXT', 'NS', 'PTR'];

/** `data` is what the type is about: an address, a host, a text. */
export interface RecordDraft extends Readonly<Record<string, string>> {
  readonly name: string;
  readonly type: RecordType;
  readonly ttl: string;
  readonly preference: string;
  readonly data: string;
}

/** The name of the field that holds the data of a type. */
export const dataField = {
  A: 'address',
  AAAA: 'address',
  HOST: 'host',
  MX: 'exchange',
  CNAME: 'target',
  TXT: 'text',
  NS: 'target',
  PTR: 'target',
} as const satisfies Record<RecordType, string>;

export const blankRecord: RecordDraft = { name: '@', type: 'MX', ttl: '300', preference: '10', data: '' };

export function dataOf(record: ZoneRecord): string {
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return record.address;
    case 'HOST':
      return record.host;
    case 'MX':
      return record.exchange;
    case 'TXT':
      return record.text;
    default:
      return record.target;
  }
}

export const recordDraft = (record: ZoneRecord): RecordDraft => ({
  name: record.name,
  type: record.type,
  ttl: String(record.ttl),
  preference: record.type === 'MX' ? String(record.preference) : '10',
  data: dataOf(record),
});

/** Not checked here: the lab says what is wrong with it. */
export function recordOf({ name, type, ttl, preference, data }: RecordDraft): unknown {
  return {
    name: name.trim(),
    type,
    ttl: number(ttl),
    ...(type === 'MX' ? { preference: number(preference) } : {}),
    [dataField[type]]: type === 'TXT' ? data : data.trim(),
  };
}

/** A text that is no number stays what it is, so that the lab can complain about it. */
export const number = (text: string): number | string => (/^\s*-?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : text);
