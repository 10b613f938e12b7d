import { describe, expect, test } from 'vitest';
import { changed, print, rights } from '../../../../src/lab/imap/acl/rights.ts';

const ben = 'ben@hana.test';
const held = (acl: Record<string, string>, user: string, owner = ben): string =>
  print(rights({ owner, acl: new Map(Object.entries(acl)) }, user));

describe('rights', () => {
  test('an owner has all of them, a stranger none', () => {
    expect(held({}, ben)).toBe('lrswipkxteacd');
    expect(held({}, 'aiko@hana.test')).toBe('');
  });
  test('an owner can give up what could do harm, but never the list itself', () => {
    expect(held({ [ben]: 'r' }, ben)).toBe('lra');
    expect(held({ [`-${ben}`]: 'lrswipkxtea' }, ben)).toBe('la');
  });
  test('anyone and an address add up, and a minus takes away', () => {
    const acl = { anyone: 'lr', 'aiko@hana.test': 'sw', '-aiko@hana.test': 'r' };
    expect(held(acl, 'aiko@hana.test')).toBe('lsw');
    expect(held(acl, 'chiyo@yuki.test')).toBe('lr');
  });
  test('public mailboxes are read by everybody, and changed by nobody', () => {
    expect(held({}, ben, '')).toBe('lr');
  });
  test('the old letters are understood and shown', () => {
    expect(held({ anyone: 'lrc' }, 'x@y.test')).toBe('lrkxc');
    expect(held({ anyone: 'd' }, 'x@y.test')).toBe('ted');
  });
});

test.each([
  [undefined, 'lr', 'lr'],
  ['lr', '+s', 'lrs'],
  ['lrs', '-rs', 'l'],
  ['lrkx', '-c', 'lr'],
  ['l', '', ''],
  ['lrs', '', ''],
])('SETACL: %s and "%s" make "%s"', (before, change, after) => {
  expect(changed(before, change)).toBe(after);
});
