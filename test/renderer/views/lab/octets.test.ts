import { expect, test } from 'vitest';
import { decoded, lines } from '../../../../renderer/views/lab/transcript/read-octets.ts';

const shown = (octets: string) => lines(octets).map((line) => line.map(({ text }) => text).join(''));

test('line ends are seen for what they are: CRLF, a bare LF, a bare CR', () => {
  expect(shown('a\r\nb\nc\rd')).toEqual(['a␍␊', 'b␊', 'c␍', 'd']);
});

test('NUL, TAB and DEL are pictures too', () => {
  expect(shown('\0a\tb\x7f')).toEqual(['␀a␉b␡']);
});

test('UTF-8 is read as text, and what is no UTF-8 octet by octet', () => {
  expect(decoded('\xe8\x8a\xb1')).toBe('花');
  expect(decoded('\xe8\x8a')).toBe('\xe8\x8a');
});
