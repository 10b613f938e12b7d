import { expect, test } from 'vitest';
import { commandFor } from '../../../renderer/views/mail/keys.ts';

const key = (name: string, more: Partial<Parameters<typeof commandFor>[0]> = {}) =>
  commandFor({ key: name, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...more });

test('one key is one command', () => {
  expect(['j', 'k', 'r', 'a', 'f', 'c', '/', 's', 'u', 'Delete', 'Escape'].map((name) => key(name))).toEqual([
    'next',
    'previous',
    'reply',
    'reply-all',
    'forward',
    'compose',
    'find',
    'flag',
    'unread',
    'delete',
    'back',
  ]);
});

test('a key with Ctrl or Alt is not the plain one', () => {
  expect(key('r', { ctrlKey: true })).toBeNull();
  expect(key('f', { altKey: true })).toBeNull();
  expect(key('`', { ctrlKey: true })).toBe('wire');
});

test('keys that an input method composes with are left alone', () => {
  expect(key('k', { isComposing: true })).toBeNull();
});
