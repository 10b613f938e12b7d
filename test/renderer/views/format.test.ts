import { expect, test } from 'vitest';
import { formatsFor } from '../../../renderer/views/format.ts';

const now = Date.UTC(2026, 10, 21, 0, 30); // 09:30 in Tokyo
const en = formatsFor('en', 'Asia/Tokyo');
const ja = formatsFor('ja', 'Asia/Tokyo');
const hour = 3_600_000;

test.each([
  [18 / 60, '09:12', '9:12'],
  [9.6, 'Yesterday', '昨日'],
  [72, 'Wed', '水曜日'],
  [24 * 30, '22 Oct', '10月22日'],
  [24 * 400, '17 Oct 2025', '2025/10/17'],
])('%d hours ago is written as short as it can be', (hours, english, japanese) => {
  expect(en.listDate(now - hours * hour, now)).toBe(english);
  expect(ja.listDate(now - hours * hour, now)).toBe(japanese);
});

test('a date from the future is written out', () => {
  expect(en.listDate(now + 48 * hour, now)).toBe('23 Nov');
});

test('the full date leaves out this year', () => {
  expect(en.fullDate(now, now)).toBe('21 Nov, 09:30');
  expect(ja.fullDate(now, now)).toBe('11月21日 9:30');
  expect(en.fullDate(now - 400 * 24 * hour, now)).toBe('17 Oct 2025, 09:30');
});

test('sizes are written in powers of ten', () => {
  expect([0, 999, 1500, 2_140_000, 123_456_789].map((n) => en.size(n))).toEqual([
    '0 bytes',
    '999 bytes',
    '1.5 kB',
    '2.1 MB',
    '123 MB',
  ]);
});
