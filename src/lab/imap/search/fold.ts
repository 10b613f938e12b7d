/** Texts as they are compared: no case, no difference of width, white space as one space. */

/**
 * RFC 3501 §6.4.4 asks for case-insensitive substrings. NFKC (as in RFC 5051) makes half-width katakana and full-width letters what
 * they stand for; upper case first, so that ß and ss, and the two forms of sigma, are one. A line end inside a phrase is a space.
 */
export function fold(text: string): string {
  const spaced = text.replace(/\s+/g, ' ');
  if (/^[\x00-\x7f]*$/.test(spaced)) return spaced.toLowerCase();
  return spaced
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .replace(/ς/g, 'σ')
    .normalize('NFKC')
    .replace(/ +/g, ' ')
    .replace(JOINED, '$1');
}

/** Japanese and Chinese have no spaces between words: where a line was broken, nothing stands. */
const cjk = '[\\u3000-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff]';
const JOINED = new RegExp(`(${cjk}) (?=${cjk})`, 'g');
