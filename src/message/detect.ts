/** Which charset unlabelled octets are in: ASCII, ISO-2022-JP by its escapes, UTF-8 by its form, EUC-JP or Shift_JIS, else windows-1252. */
import Encoding from 'encoding-japanese';
import iconv from 'iconv-lite';
import { isAscii, view } from './bytes.ts';

/** Enough for a sure answer; a longer text does not make it surer. */
const sampleOctets = 64 * 1024;

export type Detected = 'us-ascii' | 'iso-2022-jp' | 'utf-8' | 'euc-jp' | 'shift_jis' | 'windows-1252';

export function detect(bytes: Uint8Array): Detected {
  if (hasEscapes(bytes) && isAscii(bytes)) return 'iso-2022-jp';
  if (isAscii(bytes)) return 'us-ascii';
  if (isUtf8(bytes)) return 'utf-8';
  const sample = wholeCharacters(bytes);
  const euc = japanese(iconv.decode(view(sample), 'euc-jp'));
  const sjis = japanese(iconv.decode(view(sample), 'shift_jis'));
  if (euc && sjis) return Encoding.detect(sample, ['EUCJP', 'SJIS']) === 'SJIS' ? 'shift_jis' : 'euc-jp';
  if (euc) return 'euc-jp';
  return sjis ? 'shift_jis' : 'windows-1252';
}

/**
 * Well-formed UTF-8 (RFC 3629). A character that is cut at the very end is no fault: with `cut` always, else behind a whole one
 * (`café` in Latin-1 ends like a cut character too).
 */
export function isUtf8(bytes: Uint8Array, cut = false): boolean {
  let seen = cut;
  let i = 0;
  while (i < bytes.length) {
    const c = bytes[i] as number;
    if (c < 0x80) {
      i += 1;
      continue;
    }
    const more = c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xf0 && c < 0xf5 ? 3 : 0;
    if (more === 0) return false;
    for (let k = 1; k <= more; k++) {
      const t = bytes[i + k];
      if (t === undefined) return seen;
      if (t < 0x80 || t > 0xbf) return false;
      if (
        k === 1 &&
        ((c === 0xe0 && t < 0xa0) || (c === 0xed && t > 0x9f) || (c === 0xf0 && t < 0x90) || (c === 0xf4 && t > 0x8f))
      )
        return false;
    }
    i += more + 1;
    seen = true;
  }
  return true;
}

/** ESC $ B, ESC $ @, ESC $ ( D, ESC ( J and ESC ( I: nobody else's text has them. */
function hasEscapes(bytes: Uint8Array): boolean {
  let at = bytes.indexOf(0x1b);
  while (at >= 0) {
    const [a, b] = [bytes[at + 1], bytes[at + 2]];
    if (a === 0x24 && (b === 0x42 || b === 0x40 || b === 0x28)) return true;
    if (a === 0x28 && (b === 0x49 || b === 0x4a)) return true;
    at = bytes.indexOf(0x1b, at + 1);
  }
  return false;
}

/** The head of the text, ended behind an ASCII octet so that no character is cut. */
function wholeCharacters(bytes: Uint8Array): Uint8Array {
  const sample = bytes.subarray(0, sampleOctets);
  if (sample.length === bytes.length) return sample;
  const lineEnd = sample.lastIndexOf(0x0a);
  return lineEnd > 0 ? sample.subarray(0, lineEnd) : sample;
}

/**
 * Whether a trial decoding reads as Japanese. Western text with a few accents can decode without a fault too ("don’t" has a valid pair),
 * but its pairs stand alone between letters: Japanese comes in runs, or has kana.
 */
function japanese(text: string): boolean {
  const cut = text.endsWith('\ufffd') ? text.slice(0, -1) : text; // a character cut off at the end of a preview
  if (cut.includes('\ufffd') || /[\ue000-\uf8ff\u0080-\u009f]/.test(cut)) return false;
  let inRuns = 0;
  let alone = 0;
  for (const run of cut.match(/[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef①-⓿■-◿]+/g) ?? [])
    if (run.length >= 2) inRuns += run.length;
    else alone += 1;
  return inRuns > 0 && inRuns >= alone * 4;
}
