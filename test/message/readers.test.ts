import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { decodeText, decodeTransfer, nameForPart, parseDate, previewOf, safeName } from '../../src/message/index.ts';

const octets = (text: string): Buffer => Buffer.from(text, 'latin1');

test.each([
  ['Sat, 21 Nov 2026 20:10:10 +0900', '2026-11-21T11:10:10.000Z'],
  ['21 Nov 26 20:10 JST', '2026-11-21T11:10:00.000Z'],
  ['Sat, 21 Nov 2026 20:10:10 +0900 (JST (Tokyo))', '2026-11-21T11:10:10.000Z'],
  ['Sat Nov 21 20:10:10 2026', '2026-11-21T20:10:10.000Z'],
  ['Sat Nov 21 20:10:10 JST 2026', '2026-11-21T11:10:10.000Z'],
  ['Saturday, 21-Nov-26 20:10:10 EST', '2026-11-22T01:10:10.000Z'],
  ['2026-11-21T20:10:10+09:00', '2026-11-21T11:10:10.000Z'],
  ['2026/11/21 20:10', '2026-11-21T20:10:00.000Z'],
  ['Nov 21, 2026 8:10 PM', '2026-11-21T20:10:00.000Z'],
  ['Sat, 21 Nov 2026 20.10.10 +900', '2026-11-21T11:10:10.000Z'],
  ['Wed, 31 Dec 98 23:59:60 GMT', '1999-01-01T00:00:00.000Z'],
  ['31 Feb 2026 00:00:00 +0000', null],
  ['21 Nov 2026 24:10:00 +0000', null],
  ['21 Nov 1900 00:00:00 +0000', null],
  ['yesterday', null],
  ['', null],
] as const)('the date %j', (field, expected) => {
  const date = parseDate(field);
  expect(date === null ? null : new Date(date).toISOString()).toBe(expected);
});

test('vendor extensions of ISO-2022-JP: row 13, IBM characters, katakana by escape, by SO, by the eighth bit, JIS X 0212', () => {
  const text = (s: string): string => decodeText(octets(s), 'CP50221').text;
  expect(text('\x1b$B-!|b\x1b(B')).toBe('①髙');
  expect(text('\x1b(I1234\x1b(B')).toBe('ｱｲｳｴ');
  expect(text('a\x0e1234\x0fb')).toBe('aｱｲｳｴb');
  expect(text('\x1b$BF|\x1b(B\xb1\xb2')).toBe('日ｱｲ');
  expect(text('\x1b$(D0!\x1b(B')).toBe('丂');
  expect(text('\x1b(J\\1,000 ~a\x1b(B')).toBe('¥1,000 ~a');
  expect(text('\x1b$BF|K\\\r\nplain')).toBe('日本\r\nplain');
});

test.each(['shift_jis', 'euc-jp', 'utf-8'] as const)('unlabelled and mislabelled %s is found out', (charset) => {
  const bytes = iconv.encode('来週の会議の件です。①髙ﾃｽﾄ', charset);
  for (const label of [null, 'us-ascii', 'utf-8', 'shift_jis', 'euc-jp', 'iso-2022-jp', 'x-nonsense']) {
    const { text, problems } = decodeText(bytes, label);
    expect(text, `${label}`).toBe('来週の会議の件です。①髙ﾃｽﾄ');
    const right = label === null || label === charset;
    expect(problems.map((p) => p.code)).toEqual(
      right ? [] : [label === 'x-nonsense' ? 'unknown-charset' : 'wrong-charset'],
    );
  }
});

test('western text without a label stays western', () => {
  for (const text of ['café', 'don’t “wait”', 'Größe übermäßig schön', 'El Niño está aquí', '5 €'])
    expect(decodeText(iconv.encode(text, 'windows-1252'), null)).toMatchObject({ text, charset: 'windows-1252' });
});

test('a text cut inside a character is neither broken nor taken for another charset', () => {
  const bytes = Buffer.from('日本語のメール');
  for (let cut = 4; cut < bytes.length; cut++)
    expect(decodeText(bytes.subarray(0, cut), 'utf-8')).toEqual({
      text: '日本語のメール'.slice(0, Math.floor(cut / 3)),
      problems: [],
      charset: 'utf-8',
    });
});

test('transfer encodings are read tolerantly, and say so', () => {
  const read = (text: string, encoding: string) => {
    const { bytes, problems } = decodeTransfer(octets(text), encoding);
    return [Buffer.from(bytes).toString('latin1'), problems.length];
  };
  expect(read('SGVs\r\nbG8=', 'base64')).toEqual(['Hello', 0]);
  expect(read('SGVs!bG8', 'Base64')).toEqual(['Hello', 1]);
  expect(read('YQ==Yg==', 'base64')).toEqual(['ab', 0]);
  expect(read('a=3D=\r\nb  \r\n=c3=A9=ZZ=', 'quoted-printable')).toEqual(['a=b\r\nÃ©=ZZ', 1]);
  expect(read('as it is', 'x-mystery')).toEqual(['as it is', 1]);
});

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\a\\報告書.pdf', '報告書.pdf'],
  ['..', 'x'],
  ['.bashrc', '_bashrc'],
  ['con', '_con'],
  ['COM1.txt', '_COM1.txt'],
  ['a\u0000b\r\nc.txt', 'a b c.txt'],
  ['pdf\u202etxt.exe', 'pdftxt.exe'],
  ['what?*<>|":.txt', 'what_______.txt'],
  ['name. . ', 'name'],
  ['', 'x'],
  [null, 'x'],
] as const)('the file name %j becomes %j', (name, expected) => {
  expect(safeName(name, 'x')).toBe(expected);
});

test('a long file name keeps its extension and its characters whole', () => {
  const safe = safeName(`${'報'.repeat(300)}.pdf`, 'x');
  expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(200);
  expect(safe).toMatch(/^報+\.pdf$/);
  expect(nameForPart('2.1', 'application/pdf')).toBe('part-2.1.pdf');
});

test('a preview is one line of what was written', () => {
  expect(previewOf('Hello\r\n\r\n> old\r\nnew  words\r\n-- \r\nTaro', 'text')).toBe('Hello new words');
  expect(previewOf('> only\n> quotes', 'text')).toBe('only quotes');
  expect(previewOf('<style>p{}</style><p>Fish &amp; chips<br>&#x1F363;</p><blockquote>old</blockquote>', 'html')).toBe(
    'Fish & chips 🍣',
  );
  const emoji = previewOf(`x${'🍣'.repeat(300)}`, 'text');
  expect(emoji).toHaveLength(199);
  expect(Buffer.from(emoji).toString()).toBe(emoji); // no half of a pair
});
