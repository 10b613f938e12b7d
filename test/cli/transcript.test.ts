/** A conversation as the terminal shows it. */
import { expect, test } from 'vitest';
import { transcriptLines } from '../../src/cli/look/transcript.ts';

const look = {
  most: 60,
  columns: 80,
  left: (count: number, what: 'lines' | 'pieces') => `(${count} ${what})`,
  encoded: 'only encoded',
};
const shown = (pieces: [who: 'C' | 'S', octets: string][], more: Partial<typeof look> = {}) =>
  transcriptLines({ pieces: pieces.map(([who, octets]) => ({ at: 0, who, octets })), left: 0 }, { ...look, ...more });
const many = (count: number) => Array.from({ length: count }, (_, i) => `${i}\r\n`).join('');

test('an answer of twelve lines is shown whole; of more, beginning, end and how many are left out', () => {
  expect(shown([['S', many(12)]])).toHaveLength(12);
  expect(shown([['S', many(13)]])).toEqual(['S: 0', 'S: 1', 'S: 2', 'S: 3', 'S: (7 lines)', 'S: 11', 'S: 12']);
});

test('what is left out of a long conversation is counted in lines that were said', () => {
  const pieces = Array.from({ length: 20 }, (): ['C' | 'S', string][] => [
    ['C', 'RETR 1\r\n'],
    ['S', many(100)],
  ]).flat();
  const lines = shown(pieces, { most: 10 });
  const left = lines.flatMap((each) => /\((\d+) lines\)/.exec(each)?.[1] ?? []).reduce((sum, n) => sum + Number(n), 0);
  expect(left + lines.filter((each) => !each.includes('lines)')).length).toBe(20 * 101);
});

test('beside AUTH PLAIN stands that nothing is hidden in it', () => {
  expect(shown([['C', 'AUTH PLAIN AGEAYg==\r\n']])).toEqual(['C: AUTH PLAIN AGEAYg==', '   only encoded']);
  expect(shown([['C', 'AUTH LOGIN\r\n']])).toEqual(['C: AUTH LOGIN']);
});
