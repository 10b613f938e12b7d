import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DotReader } from '../../../src/lab/smtp/dots.ts';

/** RFC 5321 said once more, slowly: lines end with CRLF and with nothing else. */
function slowly(text: string): { content: string; end: number; bare: boolean } {
  const end = text.startsWith('.\r\n') ? 3 : text.indexOf('\r\n.\r\n') < 0 ? -1 : text.indexOf('\r\n.\r\n') + 5;
  const said = end < 0 ? text : text.slice(0, end - 3);
  const content = said.replace(/(^|\r\n)\./g, '$1');
  return { content, end, bare: /(?:^|[^\r])\n|\r(?!\n)/.test(end < 0 ? said.replace(/\r$/, '') : said) };
}

function inPieces(text: string, cuts: readonly number[]): { content: string; end: number; bare: boolean } {
  const whole = Buffer.from(text, 'latin1');
  const reader = new DotReader();
  let content = '';
  let from = 0;
  for (const cut of [...new Set([...cuts, whole.length])].sort((a, b) => a - b)) {
    const piece = whole.subarray(from, cut);
    const end = reader.read(piece, (given) => {
      content += given.toString('latin1');
    });
    if (end >= 0) return { content, end: from + end, bare: reader.bare !== null };
    from = cut;
  }
  return { content, end: -1, bare: reader.bare !== null };
}

function agree(text: string, cuts: readonly number[]): void {
  const wanted = slowly(text);
  const got = inPieces(text, cuts);
  const which = JSON.stringify({ text, cuts });
  expect(got.end, which).toBe(wanted.end);
  expect(got.bare, which).toBe(wanted.bare);
  // What is refused is not looked at; an unfinished dot line waits for what follows.
  if (!wanted.bare && wanted.end >= 0) expect(got.content, which).toBe(wanted.content);
}

test('every text of up to seven octets of CR, LF, dot and x ends where the RFC says, whole and octet by octet', () => {
  const letters = ['\r', '\n', '.', 'x'];
  const grow = (text: string): void => {
    agree(text, []);
    agree(
      text,
      [...text].map((_, n) => n),
    );
    if (text.length < 7) for (const letter of letters) grow(text + letter);
  };
  grow('');
}, 60_000);

test('longer ones too, cut anywhere', () => {
  const words = fc.constantFrom('\r\n', '\r\n.', '\r\n.\r\n', '\r', '\n', '.', '..', 'xyz', 'x'.repeat(100), 'é', '\0');
  fc.assert(
    fc.property(fc.array(words, { maxLength: 40 }), fc.array(fc.nat(200), { maxLength: 12 }), (parts, cuts) =>
      agree(parts.join(''), cuts),
    ),
    { numRuns: 2000 },
  );
});

test('whatever was stuffed comes out as it was, in any pieces', () => {
  const line = fc.stringMatching(/^[.a ]{0,12}$/);
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), fc.array(fc.nat(300), { maxLength: 20 }), (lines, cuts) => {
      const content = lines.map((one) => `${one}\r\n`).join('');
      const sent = `${content.replace(/^\./gm, '..')}.\r\n`;
      expect(inPieces(`${sent}QUIT`, cuts)).toEqual({ content, end: sent.length, bare: false });
    }),
  );
});
