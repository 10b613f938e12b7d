import { expect, test } from 'vitest';
import { isOurs } from '../../main/origin.ts';
import { checkedOutside } from '../../main/outside.ts';
import { partOf } from '../../main/part-name.ts';
import { fileOf } from '../../main/renderer-file.ts';
import { servedType } from '../../main/served-type.ts';

test('a part is named by a message id and a body part number, and by nothing else', () => {
  expect(partOf('mail://message/12/1')).toEqual({ message: 12, part: '1' });
  expect(partOf('mail://message/12/2.1.3')).toEqual({ message: 12, part: '2.1.3' });
  for (const url of [
    'mail://message/0/1',
    'mail://message/01/1',
    'mail://message/1.5/1',
    'mail://message/1/0',
    'mail://message/1/1.',
    'mail://message/1/1/../2',
    'mail://message/1/1#x',
    'mail://message/1/1?x',
    'mail://message:80/1/1',
    'mail://user@message/1/1',
    'mail://message/1/1\n',
    'https://message/1/1',
    `mail://message/1/${'1.'.repeat(60)}1`,
  ])
    expect([url, partOf(url)]).toEqual([url, null]);
});

test('only http, https and mailto leave for other programs, as the URL parser understands them', () => {
  expect(checkedOutside('https://example.com/a b')).toBe('https://example.com/a%20b');
  expect(checkedOutside('HTTP://EXAMPLE.com')).toBe('http://example.com/');
  expect(checkedOutside('mailto:aiko@hana.test?subject=x')).toBe('mailto:aiko@hana.test?subject=x');
  for (const url of [
    'file:///etc/passwd',
    'javascript:alert(1)',
    ' \u0001javascript:alert(1)',
    'data:text/html,x',
    'smb://host/share',
    'search-ms:query=x',
    'https://bank.example@evil.example/',
    'https://',
    '//example.com',
    'example.com',
    '',
    null,
    { href: 'https://example.com' },
    `https://example.com/${'a'.repeat(9000)}`,
  ])
    expect([url, checkedOutside(url)]).toEqual([url, null]);
});

test('app:// means files of known types inside the built renderer', () => {
  expect(fileOf('/r', '/index.html')).toBe('/r/index.html');
  expect(fileOf('/r', '/assets/index-a1.js')).toBe('/r/assets/index-a1.js');
  for (const name of [
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/a/..%2fsecret.json',
    '/.env.json',
    '/assets/',
    '/',
    '//index.html',
    '/index.html%00.js',
    '/a%5c..%5cb.js',
    '/%E0%A4%A.js',
    '/program.exe',
    '/main.cjs',
  ])
    expect([name, fileOf('/r', name)]).toEqual([name, null]);
});

test('our origin is compared whole', () => {
  expect(isOurs('app://tegami/index.html')).toBe(true);
  for (const url of [
    'app://tegami.evil/',
    'app://tegami@evil/',
    'app:tegami',
    'https://tegami/',
    'mail://tegami/',
    'x',
    undefined,
  ])
    expect([url, isOurs(url)]).toEqual([url, false]);
});

test('a part goes to the window as text, as a picture, or as bytes without a type', () => {
  expect(servedType('text/html')).toBe('text/html; charset=utf-8');
  expect(servedType('TEXT/HTML; charset=shift_jis')).toBe('text/html; charset=utf-8');
  expect(servedType('text/javascript')).toBe('text/plain; charset=utf-8');
  expect(servedType('image/png')).toBe('image/png');
  for (const type of ['application/pdf', 'application/xhtml+xml', 'image/x-unknown', 'text', ''])
    expect([type, servedType(type)]).toEqual([type, 'application/octet-stream']);
});
