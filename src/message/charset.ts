/**
 * Text of a mail from its octets and its charset label, which may be missing, misspelt or wrong.
 *
 * The tables are iconv-lite's (those of the WHATWG Encoding Standard), not the runtime's TextDecoder: Node's goes by ICU, whose tables for
 * Shift_JIS and EUC-JP differ from what mailers mean, and between Node and Electron.
 */
import iconv from 'iconv-lite';
import type { Problem } from '../contract/mail.ts';
import { isAscii, view } from './bytes.ts';
import { detect, isUtf8 } from './detect.ts';
import { decodeIso2022Jp } from './iso2022jp.ts';
import { decoderName } from './labels.ts';

export interface Decoded {
  text: string;
  problems: Problem[];
  /** The charset that was used. */
  charset: string;
}

/**
 * `bytes` after transfer decoding. A label that cannot be right is replaced by what the octets say ('wrong-charset'); one that nobody
 * knows too ('unknown-charset'). A character that is cut off at the end (previews) is dropped in silence.
 */
export function decodeText(bytes: Uint8Array, charset: string | null): Decoded {
  const octets = withoutMark(bytes);
  const marked = octets.charset;
  if (marked !== null) return { text: decodeAs(octets.bytes, marked), problems: [], charset: marked };

  const label = charset === null ? '' : charset.trim().replace(/^['"]+|['"]+$/g, '');
  const named = label === '' ? null : decoderName(label);
  if (named === undefined) {
    const found = detect(bytes);
    const problems: Problem[] = found === 'us-ascii' ? [] : [{ code: 'unknown-charset', detail: label.slice(0, 60) }];
    return { text: decodeAs(bytes, found), problems, charset: found };
  }
  if (named === null) {
    const found = detect(bytes);
    return { text: decodeAs(bytes, found), problems: [], charset: found };
  }
  const better = contradiction(bytes, named);
  if (better === null) return { text: decodeAs(bytes, named), problems: [], charset: named };
  const detail = `${label.toLowerCase().slice(0, 60)} → ${better}`;
  return { text: decodeAs(bytes, better), problems: [{ code: 'wrong-charset', detail }], charset: better };
}

/** The charset that the octets prove against their label, or null where the label can be right. */
function contradiction(bytes: Uint8Array, named: string): string | null {
  if (isAscii(bytes)) {
    if (named.startsWith('utf-16') || named.startsWith('utf-32')) return bytes.includes(0) ? null : detect(bytes);
    if (named === 'iso-2022-jp' || named === 'utf-7' || named === 'hz') return null;
    return detect(bytes) === 'iso-2022-jp' ? 'iso-2022-jp' : null;
  }
  switch (named) {
    case 'us-ascii':
      return detect(bytes);
    case 'utf-8': {
      if (isUtf8(bytes, true)) return null;
      const found = detect(bytes);
      // One broken octet in a long UTF-8 text does not make it windows-1252.
      return found === 'windows-1252' && mostlyUtf8(bytes) ? null : found;
    }
    case 'iso-8859-1':
      if (isUtf8(bytes)) return 'utf-8';
      return bytes.some((c) => c >= 0x80 && c < 0xa0) ? reallyWestern(bytes) : null;
    case 'windows-1252':
      return isUtf8(bytes) ? 'utf-8' : null;
    case 'iso-2022-jp':
      if (bytes.includes(0x1b)) return null; // JIS8 katakana beside escapes
      return detect(bytes);
    case 'shift_jis':
    case 'euc-jp':
    case 'gb18030':
    case 'big5':
    case 'cp949': {
      if (!decodeAs(bytes, named).includes('\ufffd')) return null;
      const found = detect(bytes);
      return found === 'windows-1252' || found === named ? null : found;
    }
    default:
      return null;
  }
}

/** ISO-8859-1 has no letters at 0x80 to 0x9F: it is CP1252 then, or Japanese from a mailer that knew one label only. */
function reallyWestern(bytes: Uint8Array): string {
  const found = detect(bytes);
  return found === 'shift_jis' || found === 'euc-jp' ? found : 'windows-1252';
}

function mostlyUtf8(bytes: Uint8Array): boolean {
  const text = view(bytes).toString('utf8');
  let broken = 0;
  let good = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0xfffd) broken += 1;
    else if (c >= 0x80) good += 1;
  }
  return good > broken * 4;
}

/** RFC 3629 §6 and Unicode: a byte order mark says more than any label. */
function withoutMark(bytes: Uint8Array): { bytes: Uint8Array; charset: string | null } {
  const [a, b, c] = [bytes[0], bytes[1], bytes[2]];
  if (a === 0xef && b === 0xbb && c === 0xbf && isUtf8(bytes)) return { bytes: bytes.subarray(3), charset: 'utf-8' };
  if (a === 0xff && b === 0xfe && bytes.length % 2 === 0) return { bytes: bytes.subarray(2), charset: 'utf-16le' };
  if (a === 0xfe && b === 0xff && bytes.length % 2 === 0) return { bytes: bytes.subarray(2), charset: 'utf-16be' };
  return { bytes, charset: null };
}

function decodeAs(bytes: Uint8Array, charset: string): string {
  if (charset === 'utf-8' || charset === 'us-ascii') return withoutCutTail(bytes);
  if (charset === 'iso-2022-jp') return decodeIso2022Jp(bytes);
  const name = charset === 'iso-8859-1' ? 'windows-1252' : charset;
  return iconv.decode(view(bytes), name, { stripBOM: true });
}

/** UTF-8 with a character that is cut at the very end left out; any other fault becomes U+FFFD. */
function withoutCutTail(bytes: Uint8Array): string {
  let end = bytes.length;
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const c = bytes[bytes.length - back] as number;
    if (c < 0x80) break;
    if (c < 0xc0) continue;
    const needed = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
    if (needed > back) end = bytes.length - back;
    break;
  }
  return view(bytes).toString('utf8', 0, end);
}
