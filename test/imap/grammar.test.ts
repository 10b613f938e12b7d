import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readInternalDate, writeInternalDate } from '../../src/imap/dates.ts';
import { readEnvelope } from '../../src/imap/envelope.ts';
import { readFetchRow } from '../../src/imap/fetch-row.ts';
import { flagsOf, wireFlag } from '../../src/imap/flags.ts';
import { readParameters } from '../../src/imap/parameters.ts';
import { isSet, packSets, splitSet, unpackSet } from '../../src/imap/sequence.ts';
import { readStructure } from '../../src/imap/structure.ts';

const row = (text: string, ...literals: string[]) =>
  readFetchRow(
    Buffer.from(text, 'latin1'),
    literals.map((literal) => Buffer.from(literal, 'latin1')),
  );

test('sets of UIDs say runs, are never longer than asked, and mean the same numbers', () => {
  expect(packSets([5, 3, 4, 9, 9, 11, 12], 100)).toEqual(['3:5,9,11:12']);
  expect(packSets([], 100)).toEqual([]);
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 4294967295 })),
      fc.integer({ min: 30, max: 90 }),
      (uids, longest) => {
        const sets = packSets(uids, longest);
        for (const set of sets) {
          expect(set.length).toBeLessThanOrEqual(longest);
          expect(isSet(set)).toBe(true);
        }
        const numbers = sets.flatMap((set) => unpackSet(set, 1e9) ?? []);
        expect(numbers).toEqual([...new Set(uids)].sort((a, b) => a - b));
        expect(splitSet(sets.join(','), 40).join(',')).toBe(sets.join(','));
      },
    ),
  );
});

test('a set with more numbers than can be is not expanded', () => {
  expect(unpackSet('1:4294967295', 1000)).toBeNull();
  expect(unpackSet('3:1', 1000)).toEqual([1, 2, 3]);
  expect(unpackSet('1,x', 1000)).toBeNull();
  expect(isSet('1:*,7')).toBe(true);
  expect(isSet('1 (FLAGS)')).toBe(false);
});

test('a FETCH row is read with strings, literals, sections and lists in any order', () => {
  const found = row(
    '* 12 fetch (BODY[HEADER.FIELDS (References)] {4}\r\n uid 7 Flags (\\Seen a"b) X NIL BODY[1.2]<0> ~{2}\r\n BODY[3] NIL "q" "a\\"\\\\b")',
    'abcd',
    'ef',
  );
  expect(found?.seq).toBe(12);
  expect([...(found?.bodies ?? [])]).toEqual([
    ['HEADER.FIELDS (REFERENCES)', Buffer.from('abcd')],
    ['1.2', Buffer.from('ef')],
    ['3', null],
  ]);
  expect(Object.fromEntries(found?.items ?? [])).toEqual({
    UID: '7',
    FLAGS: ['\\Seen', 'a"b'],
    X: null,
    '"Q"': 'a"\\b',
  });
});

test('what is not a FETCH row is left to others, and what breaks its grammar is told', () => {
  expect(row('* 3 EXISTS')).toBeNull();
  expect(row('* OK fetch (x)')).toBeNull();
  expect(row('3 OK FETCH (done)')).toBeNull();
  for (const broken of [
    '* 1 FETCH (UID 1',
    '* 1 FETCH (X "a',
    '* 1 FETCH (X (a)',
    '* 1 FETCH (X {3}\r\n)',
    `* 1 FETCH (X ${'('.repeat(300)})`,
    '* 1 FETCH (UID',
  ])
    expect(() => row(broken)).toThrow();
});

test('no octets make the reader hang or run away', () => {
  const pieces = fc.constantFrom('(', ')', '"', '\\', '{3}\r\n', ' ', 'NIL', 'BODY[', ']', 'UID', '1', '\r\n', '\xff');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      try {
        const found = row(`* 1 FETCH (${parts.join('')})`, 'abc', 'def');
        readEnvelope(found?.items.get('UID'), null);
        readStructure(found?.items.get('UID'));
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(Error);
        expect(String(thrown)).toMatch(/octet/);
      }
    }),
  );
});

test('envelopes and structures of any shape give values and never throw', () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.constant(null),
      fc.string({ maxLength: 8 }),
      fc.constantFrom('TEXT', 'MESSAGE', 'RFC822', '7', 'name*0*', "utf-8''%E3%81"),
      fc.array(tie('any'), { maxLength: 9 }),
    ),
  })).any;
  fc.assert(
    fc.property(value, (any) => {
      const structure = readStructure(any as never);
      expect(typeof structure.type).toBe('string');
      expect(Array.isArray(readEnvelope(any as never, Buffer.from('<a@b> <c')).references)).toBe(true);
      readParameters(any as never);
    }),
  );
});

test('part numbers are those of RFC 3501 §6.4.5, through forwarded messages', () => {
  const text = ['TEXT', 'PLAIN', null, null, null, '7BIT', '3', '1'];
  const forwarded = (inner: unknown) => [
    'MESSAGE',
    'RFC822',
    null,
    null,
    null,
    '7BIT',
    '99',
    [null, 'sub'],
    inner,
    '4',
  ];
  const numbers = (node: { part: string; children: readonly unknown[] }): string[] => [
    node.part,
    ...node.children.flatMap((child) => numbers(child as never)),
  ];
  const of = (value: unknown) => numbers(readStructure(value as never));
  expect(of(text)).toEqual(['1']);
  expect(of([text, [text, text, 'ALTERNATIVE'], 'MIXED'])).toEqual(['', '1', '2', '2.1', '2.2']);
  expect(of(forwarded(text))).toEqual(['1', '1.1']);
  expect(of([text, forwarded([text, forwarded([text, 'MIXED']), 'MIXED']), 'MIXED'])).toEqual([
    '',
    '1',
    '2',
    '2.TEXT',
    '2.1',
    '2.2',
    '2.2.TEXT',
    '2.2.1',
  ]);
});

test('parameters: pieces in any order, encoded or not, charsets, and names that are no names', () => {
  const read = (...pairs: string[]) => readParameters(pairs);
  expect(read('NAME', 'a.txt', 'X', 'y')).toEqual({ name: 'a.txt', x: 'y' });
  expect(read('filename*1', ' b', 'filename*0', 'a')).toEqual({ filename: 'a b' });
  expect(read('filename', 'fallback', 'filename*', "UTF-8'ja'%E6%9B%B8.pdf")).toEqual({ filename: '書.pdf' });
  expect(read('filename*0*', "Shift_JIS''%8F%91", 'filename*1', '.pdf')).toEqual({ filename: '書.pdf' });
  expect(read('filename*', '%41%zz')).toEqual({ filename: 'A%zz' });
  expect(read('__proto__', 'x', 'a')).toEqual(Object.fromEntries([['__proto__', 'x']]));
});

test('internal dates, with the space of one-digit days, there and back', () => {
  expect(readInternalDate('21-Nov-2026 20:14:33 +0900')).toBe(Date.UTC(2026, 10, 21, 11, 14, 33));
  expect(readInternalDate(' 1-Jan-2026 00:00:00 -0130')).toBe(Date.UTC(2026, 0, 1, 1, 30));
  expect(readInternalDate('nonsense')).toBe(0);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e9 }), (s) => {
      expect(readInternalDate(writeInternalDate(s * 1000))).toBe(s * 1000);
    }),
  );
});

test('flags go out as the server knows them and come in lower case', () => {
  expect(flagsOf(['\\Seen', '\\Recent', '$Forwarded', null, 'Work'])).toEqual(['seen', '$forwarded', 'work']);
  expect(wireFlag('seen')).toBe('\\Seen');
  expect(wireFlag('$forwarded')).toBe('$forwarded');
  for (const bad of ['', 'a b', 'a)', '\\Custom', 'é', 'recent']) expect(wireFlag(bad)).toBeNull();
});
