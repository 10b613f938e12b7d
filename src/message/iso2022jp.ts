/**
 * ISO-2022-JP (RFC 1468) as it is really sent: with half-width katakana (CP50221 by escape, CP50222 by SO/SI, JIS8 by the eighth bit),
 * with the NEC and IBM characters of CP50220 (① in row 13, 髙 in rows 89 to 92), with JIS X 0212 (RFC 2237) and the Chinese and Korean
 * sets of RFC 1554. Each run becomes octets of a charset that iconv-lite has a table for.
 */
import iconv from 'iconv-lite';

type Set94 = 'ascii' | 'roman' | 'kana' | 'jis0208' | 'jis0212' | 'gb2312' | 'ksc5601';

/** What follows ESC, and the set that it calls. */
const escapes: readonly (readonly [string, Set94])[] = [
  ['(B', 'ascii'],
  ['(J', 'roman'],
  ['(H', 'roman'], // a misreading of (J that some old mailers send
  ['(I', 'kana'],
  ['$@', 'jis0208'], // JIS C 6226-1978
  ['$B', 'jis0208'],
  ['$(B', 'jis0208'],
  ['$(@', 'jis0208'],
  ['$(O', 'jis0208'], // JIS X 0213 plane 1, nearly all of it shared
  ['$(Q', 'jis0208'],
  ['$(D', 'jis0212'],
  ['$A', 'gb2312'],
  ['$(A', 'gb2312'],
  ['$(C', 'ksc5601'],
];

export function decodeIso2022Jp(bytes: Uint8Array): string {
  const out: string[] = [];
  let set: Set94 = 'ascii';
  let shifted = false; // between SO and SI
  let start = 0;
  let i = 0;
  const flush = (): void => {
    if (i > start) out.push(decodeRun(bytes.subarray(start, i), shifted && !isDouble(set) ? 'kana' : set));
  };
  while (i < bytes.length) {
    const c = bytes[i] as number;
    if (c === 0x1b) {
      const found = escapeAt(bytes, i + 1);
      if (found !== null) {
        flush();
        set = found.set;
        i += 1 + found.length;
        start = i;
        continue;
      }
    } else if (c === 0x0e || c === 0x0f) {
      flush();
      shifted = c === 0x0e;
      i += 1;
      start = i;
      continue;
    } else if ((c === 0x0a || c === 0x0d) && (isDouble(set) || set === 'kana')) {
      // RFC 1468: a line ends in ASCII. Mailers that forgot the escape are read as if they had not.
      flush();
      set = 'ascii';
      shifted = false;
      start = i;
    }
    i += 1;
  }
  flush();
  return out.join('');
}

function isDouble(set: Set94): boolean {
  return set !== 'ascii' && set !== 'roman' && set !== 'kana';
}

function escapeAt(bytes: Uint8Array, at: number): { set: Set94; length: number } | null {
  for (const [text, set] of escapes) {
    let same = true;
    for (let k = 0; k < text.length && same; k++) same = bytes[at + k] === text.charCodeAt(k);
    if (same) return { set, length: text.length };
  }
  return null;
}

function decodeRun(run: Uint8Array, set: Set94): string {
  switch (set) {
    case 'ascii':
      return singles(run, false, false);
    case 'roman':
      return singles(run, true, false);
    case 'kana':
      return singles(run, false, true);
    case 'jis0208':
      return pairs(run, 'shift_jis', (hi, lo) => [
        ((hi + 1) >> 1) + (hi < 0x5f ? 0x70 : 0xb0),
        hi & 1 ? lo + (lo < 0x60 ? 0x1f : 0x20) : lo + 0x7e,
      ]);
    case 'jis0212':
      return pairs(run, 'euc-jp', (hi, lo) => [0x8f, hi | 0x80, lo | 0x80]);
    case 'gb2312':
      return pairs(run, 'gbk', (hi, lo) => [hi | 0x80, lo | 0x80]);
    case 'ksc5601':
      return pairs(run, 'cp949', (hi, lo) => [hi | 0x80, lo | 0x80]);
  }
}

/** One octet a character. The eighth bit means half-width katakana (JIS8). */
function singles(run: Uint8Array, roman: boolean, kana: boolean): string {
  let text = '';
  for (const octet of run) {
    const c = octet < 0x80 && kana && octet >= 0x21 && octet <= 0x5f ? octet | 0x80 : octet;
    if (c >= 0xa1 && c <= 0xdf) text += String.fromCharCode(0xff61 + c - 0xa1);
    else if (c >= 0x80) text += '\ufffd';
    // JIS X 0201 Roman has ¥ and ‾ there. Prices mean the first; addresses of web pages never mean the second.
    else text += roman && c === 0x5c ? '¥' : String.fromCharCode(c);
  }
  return text;
}

function pairs(run: Uint8Array, charset: string, put: (hi: number, lo: number) => number[]): string {
  const octets: number[] = [];
  for (let i = 0; i < run.length; i++) {
    const hi = (run[i] as number) & 0x7f;
    const lo = i + 1 < run.length ? (run[i + 1] as number) & 0x7f : 0;
    if (hi < 0x21 || hi > 0x7e)
      octets.push(hi); // a space or tab between
    else if (lo < 0x21 || lo > 0x7e) octets.push(0x3f);
    else {
      for (const octet of put(hi, lo)) octets.push(octet);
      i += 1;
    }
  }
  return iconv.decode(Buffer.from(octets), charset);
}
