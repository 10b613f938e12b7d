/** Encoded words in header fields (RFC 2047), and the raw 8-bit and ISO-2022-JP text that mailers put there without encoding it. */
import { type ByteString, fromByteString } from './bytes.ts';
import { decodeText } from './charset.ts';
import { decodeBase64, hex } from './transfer.ts';

/** A field's value as received (one character an octet) as text: raw octets by their looks, then encoded words. */
export function decodeWords(raw: string): string {
  return decodeEncodedWords(decodeRaw(raw));
}

/**
 * Raw octets as text; a string that is text already stays as it is. Comes before any splitting by `,` or `<`, because the octets of
 * ISO-2022-JP look like those.
 */
export function decodeRaw(raw: ByteString): string {
  if (!/[\x1b\x80-\xff]/.test(raw) || /[^\x00-\xff]/.test(raw)) return raw;
  return decodeText(fromByteString(raw), null).text;
}

const word = /=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=/g;

interface Word {
  charset: string;
  bytes: Uint8Array;
}

/**
 * RFC 2047 §6.2: white space between two words goes. Words of one charset that stand together are decoded together, because many
 * mailers cut in the middle of a character (§5 forbids it). What is not a sound word stays visible.
 */
export function decodeEncodedWords(text: string): string {
  if (!text.includes('=?')) return text;
  let out = '';
  let group: Word[] = [];
  let at = 0;
  const flush = (): void => {
    out += decodeGroup(group);
    group = [];
  };
  for (const match of text.matchAll(word)) {
    const between = text.slice(at, match.index);
    at = match.index + match[0].length;
    const charset = (match[1] as string).replace(/\*.*$/, '').toLowerCase(); // RFC 2231 §5: a language may follow
    const bytes = /b/i.test(match[2] as string) ? fromB(match[3] as string) : fromQ(match[3] as string);
    const joins = group.length > 0 && between.trim() === '' && bytes !== null;
    if (!joins || group[0]?.charset !== charset) flush();
    if (!joins) out += between;
    if (bytes === null) out += match[0];
    else group.push({ charset, bytes });
  }
  flush();
  return out + text.slice(at);
}

function decodeGroup(group: readonly Word[]): string {
  const first = group[0];
  if (first === undefined) return '';
  const bytes = group.length === 1 ? first.bytes : Buffer.concat(group.map((w) => w.bytes));
  return decodeText(bytes, first.charset).text;
}

function fromB(text: string): Uint8Array | null {
  const { bytes } = decodeBase64(Buffer.from(text, 'latin1'));
  return bytes.length === 0 && text.trim() !== '' ? null : bytes;
}

function fromQ(text: string): Uint8Array {
  const source = Buffer.from(text, 'utf8');
  const out = new Uint8Array(source.length);
  let to = 0;
  for (let i = 0; i < source.length; i++) {
    const c = source[i] as number;
    const hi = c === 0x3d ? hex(source[i + 1]) : -1;
    const lo = hi < 0 ? -1 : hex(source[i + 2]);
    if (lo >= 0) {
      out[to++] = hi * 16 + lo;
      i += 2;
    } else out[to++] = c === 0x5f ? 0x20 : c;
  }
  return out.subarray(0, to);
}
