/** Content-Transfer-Encoding (RFC 2045 §6), read tolerantly: what cannot be decoded stays visible or is skipped, and is a Problem. */
import type { Problem } from '../contract/mail.ts';

export interface Transferred {
  bytes: Uint8Array;
  problems: Problem[];
}

const identity = new Set([
  '',
  '7bit',
  '8bit',
  'binary',
  '7-bit',
  '8-bit',
  '7bits',
  '8bits',
  'none',
  'us-ascii',
  'utf-8',
  'ascii',
]);

export function decodeTransfer(bytes: Uint8Array, encoding: string | null): Transferred {
  const name = (encoding ?? '').trim().toLowerCase();
  if (name === 'base64' || name === 'b64') return decodeBase64(bytes);
  if (name === 'quoted-printable' || name === 'qp') return decodeQuotedPrintable(bytes);
  if (name === 'x-uuencode' || name === 'x-uue' || name === 'uuencode') return decodeUu(bytes);
  if (identity.has(name)) return { bytes, problems: [] };
  return { bytes, problems: [{ code: 'broken-encoding', detail: name.slice(0, 60) }] };
}

const PADDING = 64;
const SPACE = 65;
const GARBAGE = 66;
const values = new Uint8Array(256).fill(GARBAGE);
for (let i = 0; i < 64; i++)
  values['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.charCodeAt(i)] = i;
for (const c of ' \t\r\n\f\0') values[c.charCodeAt(0)] = SPACE;
values['='.charCodeAt(0)] = PADDING;
values['-'.charCodeAt(0)] = 62; // RFC 4648 §5, sent by a few
values['_'.charCodeAt(0)] = 63;

/** RFC 2045 §6.8. Characters outside the alphabet are skipped; data after padding (several encodings pasted together) is read on. */
export function decodeBase64(bytes: Uint8Array): Transferred {
  const out = new Uint8Array(((bytes.length * 3) >> 2) + 3);
  let to = 0;
  let bits = 0;
  let have = 0;
  let garbage = false;
  for (let i = 0; i < bytes.length; i++) {
    const v = values[bytes[i] as number] as number;
    if (v < 64) {
      bits = (bits << 6) | v;
      if (++have === 4) {
        out[to++] = bits >> 16;
        out[to++] = bits >> 8;
        out[to++] = bits;
        bits = 0;
        have = 0;
      }
    } else if (v === PADDING) {
      if (have === 1) garbage = true;
      to = flushBase64(out, to, bits, have);
      bits = 0;
      have = 0;
    } else if (v === GARBAGE) garbage = true;
  }
  if (have === 1) garbage = true;
  to = flushBase64(out, to, bits, have);
  return { bytes: out.subarray(0, to), problems: garbage ? [{ code: 'broken-encoding', detail: 'base64' }] : [] };
}

function flushBase64(out: Uint8Array, to: number, bits: number, have: number): number {
  if (have === 2) out[to++] = bits >> 4;
  else if (have === 3) {
    out[to++] = bits >> 10;
    out[to++] = bits >> 2;
  }
  return to;
}

/** RFC 2045 §6.7. `=` that is not followed by two digits or a line end stays as it is. */
export function decodeQuotedPrintable(bytes: Uint8Array): Transferred {
  const out = new Uint8Array(bytes.length);
  let to = 0;
  let spaces = 0; // white space that may turn out to be at the end of a line, where it was added on the way
  let broken = false;
  for (let i = 0; i < bytes.length; i++) {
    const c = bytes[i] as number;
    if (c === 0x20 || c === 0x09) {
      spaces += 1;
      out[to++] = c;
      continue;
    }
    if (c === 0x0a || (c === 0x0d && bytes[i + 1] === 0x0a)) {
      to -= spaces;
      spaces = 0;
      if (c === 0x0d) {
        out[to++] = c;
        i += 1;
      }
      out[to++] = 0x0a;
      continue;
    }
    spaces = 0;
    if (c !== 0x3d) {
      out[to++] = c;
      continue;
    }
    const hi = hex(bytes[i + 1]);
    const lo = hex(bytes[i + 2]);
    if (hi >= 0 && lo >= 0) {
      out[to++] = hi * 16 + lo;
      i += 2;
      continue;
    }
    const end = softBreak(bytes, i + 1);
    if (end > 0) i = end - 1;
    else {
      out[to++] = c;
      broken = true;
    }
  }
  return {
    bytes: out.subarray(0, to),
    problems: broken ? [{ code: 'broken-encoding', detail: 'quoted-printable' }] : [],
  };
}

/** Where the line after a soft line break begins, 0 where there is none. Looks at 1000 octets of white space at most. */
function softBreak(bytes: Uint8Array, from: number): number {
  let i = from;
  while (i < bytes.length && i < from + 1000 && (bytes[i] === 0x20 || bytes[i] === 0x09)) i += 1;
  if (i >= bytes.length) return bytes.length;
  if (bytes[i] === 0x0a) return i + 1;
  if (bytes[i] === 0x0d) return bytes[i + 1] === 0x0a ? i + 2 : i + 1;
  return 0;
}

export function hex(c: number | undefined): number {
  if (c === undefined) return -1;
  if (c >= 0x30 && c <= 0x39) return c - 0x30;
  if (c >= 0x41 && c <= 0x46) return c - 0x37;
  return c >= 0x61 && c <= 0x66 ? c - 0x57 : -1;
}

/** POSIX uuencode, which some old gateways still make. */
function decodeUu(bytes: Uint8Array): Transferred {
  const out = new Uint8Array(bytes.length);
  let to = 0;
  let at = 0;
  let started = false;
  let ended = false;
  while (at < bytes.length && !ended) {
    const lf = bytes.indexOf(0x0a, at);
    const line = bytes.subarray(at, lf < 0 ? bytes.length : lf);
    at = lf < 0 ? bytes.length : lf + 1;
    if (!started) {
      started = Buffer.from(line.subarray(0, 6)).toString('latin1') === 'begin ';
      continue;
    }
    const length = ((line[0] ?? 0x60) - 0x20) & 0x3f;
    if (length === 0) {
      ended = true;
      break;
    }
    const six = (k: number): number => ((line[k] ?? 0x20) - 0x20) & 0x3f;
    for (let k = 1, left = length; left > 0 && k < line.length; k += 4, left -= 3) {
      const group = (six(k) << 18) | (six(k + 1) << 12) | (six(k + 2) << 6) | six(k + 3);
      out[to++] = group >> 16;
      if (left > 1) out[to++] = group >> 8;
      if (left > 2) out[to++] = group;
    }
  }
  if (!started) return { bytes, problems: [{ code: 'broken-encoding', detail: 'uuencode' }] };
  return { bytes: out.subarray(0, to), problems: ended ? [] : [{ code: 'broken-encoding', detail: 'uuencode' }] };
}
