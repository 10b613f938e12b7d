/** RFC 2047: text in a header field, in words of at most 75 characters that end with whole characters. */

/** Octets of a B-encoded word: 75 less `=?utf-8?b?` and `?=`, three for four. */
const OCTETS = 45;

export function encodedWords(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  if (/^[\x20-\x7e]*$/.test(line) && !line.includes('=?') && line.length <= 900) return line;
  const words: string[] = [];
  let word = '';
  for (const character of line) {
    if (Buffer.byteLength(word + character) > OCTETS) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  words.push(word);
  return words.map((one) => `=?utf-8?b?${Buffer.from(one).toString('base64')}?=`).join('\r\n ');
}
