import { expect, test } from 'vitest';
import { matcher } from '../../../../src/lab/imap/namespace/pattern.ts';
import { toPath, toPlace } from '../../../../src/lab/imap/namespace/prefixes.ts';

const names = [
  'INBOX',
  'INBOX/old',
  'Sent',
  'Projects',
  'Projects/春',
  'Projects/春/桜',
  '#news',
  '#news/tea',
  'Other Users/ben@hana.test/INBOX',
];

test.each([
  ['', '*', names],
  ['', '%', ['INBOX', 'Sent', 'Projects', '#news']],
  ['', 'inbox', ['INBOX']],
  ['', 'inbox/%', ['INBOX/old']],
  ['Projects/', '%', ['Projects/春']],
  ['Projects/', '*', ['Projects/春', 'Projects/春/桜']],
  ['', 'P*桜', ['Projects/春/桜']],
  ['', '%/%', ['INBOX/old', 'Projects/春', '#news/tea']],
  ['Projects/', '#news/%', ['#news/tea']],
  ['', 'sent', []],
  ['', 'Other Users/%/INBOX', ['Other Users/ben@hana.test/INBOX']],
])('LIST "%s" "%s"', (reference, pattern, expected) => {
  expect(names.filter(matcher(reference, pattern))).toEqual(expected);
});

test('a pattern of wildcards only takes no time', () => {
  const long = 'a'.repeat(900);
  expect(matcher('', `${'%*a'.repeat(200)}b`)(long)).toBe(false);
  expect(matcher('', '*a'.repeat(300))(long)).toBe(true);
});

test.each([
  ['inbox', { owner: 'aiko@hana.test', name: 'INBOX' }],
  ['Inbox/a', { owner: 'aiko@hana.test', name: 'INBOX/a' }],
  ['Inboxes', { owner: 'aiko@hana.test', name: 'Inboxes' }],
  ['Other Users/Ben@hana.test/inbox', { owner: 'ben@hana.test', name: 'INBOX' }],
  ['#news/tea', { owner: '', name: 'tea' }],
  ['#news', null],
  ['Other Users', null],
  ['Other Users/ben@hana.test', null],
  ['', null],
])('%s leads to its place', (path, place) => {
  expect(toPlace('aiko@hana.test', path)).toEqual(place);
});

test('a place is written as its reader sees it', () => {
  expect(toPath('aiko@hana.test', { owner: 'aiko@hana.test', name: '春' })).toBe('春');
  expect(toPath('aiko@hana.test', { owner: 'ben@hana.test', name: 'INBOX' })).toBe('Other Users/ben@hana.test/INBOX');
  expect(toPath('aiko@hana.test', { owner: '', name: 'tea' })).toBe('#news/tea');
});
