/** Charsets of the texts that a client looks for: RFC 3501 §6.4.4, CHARSET. */
import { decodeText } from '../../../message/charset.ts';
import { isUtf8 } from '../../../message/detect.ts';

/** Null: these octets are not of that charset. */
export type Decode = (octets: Uint8Array) => string | null;

const japanese: Readonly<Record<string, string>> = {
  'iso-2022-jp': 'iso-2022-jp',
  shift_jis: 'shift_jis',
  'shift-jis': 'shift_jis',
  sjis: 'shift_jis',
  'windows-31j': 'shift_jis',
  'euc-jp': 'euc-jp',
};

/** As BADCHARSET lists them. */
export const known = ['US-ASCII', 'UTF-8', 'ISO-2022-JP', 'SHIFT_JIS', 'EUC-JP'] as const;

/** Null: unknown. Without a name it is US-ASCII, and what programs send in spite of that: UTF-8 (curl does). */
export function charset(name: string | null): Decode | null {
  const asked = name?.toLowerCase() ?? 'us-ascii';
  if (['us-ascii', 'ascii', 'utf-8', 'utf8'].includes(asked)) return utf8;
  const label = Object.hasOwn(japanese, asked) ? japanese[asked] : undefined;
  return label === undefined ? null : (octets) => decodeText(octets, label).text;
}

function utf8(octets: Uint8Array): string | null {
  return isUtf8(octets) ? Buffer.from(octets).toString('utf8') : null;
}
