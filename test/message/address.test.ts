import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeEncodedWords, formatAddress, isAddress, parseAddresses } from '../../src/message/index.ts';

const a = (name: string, address: string) => ({ name, address });

test.each([
  ['taro@example.jp', [a('', 'taro@example.jp')]],
  ['Taro <taro@example.jp>', [a('Taro', 'taro@example.jp')]],
  ['"Yamada, Taro" <t@x.jp>, <b@x.jp>', [a('Yamada, Taro', 't@x.jp'), a('', 'b@x.jp')]],
  ['t@x.jp (Taro (the "T"))', [a('Taro (the "T")', 't@x.jp')]],
  ['Friends: a@x.jp, B <b@x.jp>;, c@x.jp', [a('', 'a@x.jp'), a('B', 'b@x.jp'), a('', 'c@x.jp')]],
  ['undisclosed-recipients:;', []],
  ['a@x.jp; b@x.jp', [a('', 'a@x.jp'), a('', 'b@x.jp')]],
  ['"a b"@x.jp', [a('', '"a b"@x.jp')]],
  ['Taro taro@x.jp', [a('Taro', 'taro@x.jp')]],
  ['"b@x.jp" <c@x.jp>', [a('b@x.jp', 'c@x.jp')]],
  ['a@x.jp <a@x.jp>', [a('', 'a@x.jp')]],
  ['<@one,@two:a@x.jp>', [a('', 'a@x.jp')]],
  ['<a@x.jp, <b@x.jp>', [a('', 'a@x.jp'), a('', 'b@x.jp')]],
  ['A <a@x.jp', [a('A', 'a@x.jp')]],
  ['"never closed a@x.jp, b@x.jp', [a('"never closed', 'a@x.jp'), a('', 'b@x.jp')]],
  ['root', [a('', 'root')]],
  ['two words', [a('two words', '')]],
  ['山田 太郎 <t@x.jp>、花子 <h@x.jp>', [a('山田 太郎', 't@x.jp'), a('花子', 'h@x.jp')]],
  ['ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ', [a('', 'taro@example.jp')]],
  ["'a@x.jp' <a@x.jp>", [a('', 'a@x.jp')]],
  ['', []],
  [' , ;, ', []],
] as const)('%s', (input, expected) => {
  expect(parseAddresses(input)).toEqual(expected);
});

test('an encoded comma or bracket in a name separates nothing', () => {
  const hidden = `=?utf-8?B?${Buffer.from('evil@x.jp>, <other@x.jp').toString('base64')}?= <a@x.jp>`;
  expect(parseAddresses(hidden, decodeEncodedWords)).toEqual([a('evil@x.jp>, <other@x.jp', 'a@x.jp')]);
});

test('a name is one line and does not turn the reading direction', () => {
  expect(parseAddresses('"a\r\n b\u202e" <a@x.jp>')).toEqual([a('a b', 'a@x.jp')]);
});

test('what formatAddress writes, parseAddresses reads', () => {
  const names = fc.string({ unit: fc.constantFrom(...'ab ,;:<>@"\\().山、，'), maxLength: 12 });
  fc.assert(
    fc.property(fc.array(names, { maxLength: 3 }), (list) => {
      const people = list.map((name, i) => a(name.trim().replace(/\s+/g, ' '), `p${i}@example.jp`));
      expect(parseAddresses(people.map(formatAddress).join(', '))).toEqual(people);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  'a@x.jp',
  'a..b.@docomo.ne.jp',
  '"a b"@x.jp',
  'a@[192.0.2.1]',
  'a@[IPv6:::1]',
  '太郎@例え.jp',
  'a+b@x-y.co.jp',
  'root@localhost',
])('%s is an address', (text) => expect(isAddress(text)).toBe(true));
test.each([
  '',
  'a',
  '@x.jp',
  'a@',
  'a b@x.jp',
  'a@x..jp',
  'a@-x.jp',
  'a@x.jp>',
  'a@x.jp\r\nBcc: b@x.jp',
  'a,b@x.jp',
  `a@${'x'.repeat(64)}.jp`,
])('%j is none', (text) => expect(isAddress(text)).toBe(false));
