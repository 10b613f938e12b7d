import { expect, test } from 'vitest';
import { readOptions } from '../../main/options.ts';

test('options are read in the one form that Chromium leaves alone', () => {
  const words = [
    'electron',
    '.',
    '--profile=p',
    '--lang=ja',
    '--theme=dark',
    '--screenshot=a.png',
    '--size=900x700',
    '--stand-in',
  ];
  expect(readOptions(words, '/here')).toEqual({
    profile: '/here/p',
    language: 'ja',
    theme: 'dark',
    screenshot: '/here/a.png',
    size: { width: 900, height: 700 },
    standIn: true,
    software: false,
    test: false,
  });
});

test('what is not understood counts as not given; the last of two counts', () => {
  const read = readOptions(
    ['--profile=', '--lang=fr', '--theme=x', '--size=1x1', '--profile=/a', '--profile=/b'],
    '/here',
  );
  expect(read).toMatchObject({ profile: '/b', language: null, theme: null, size: null, screenshot: null });
});
