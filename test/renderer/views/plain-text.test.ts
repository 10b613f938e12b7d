import fc from 'fast-check';
import { expect, test } from 'vitest';
import { takeApart, tokensOf } from '../../../renderer/views/mail/reader/plain-text.ts';

const flat = (text: string) =>
  takeApart(text).map(({ depth, signature, tokens }) => [depth, signature, tokens.map((t) => t.text).join('')]);

test('quoted lines are told apart by how often they are quoted', () => {
  expect(flat('Yes.\n\n> And you?\n>> Both?\n> > Really?\n\nBen')).toEqual([
    [0, false, 'Yes.'],
    [1, false, 'And you?'],
    [2, false, 'Both?\nReally?'],
    [0, false, 'Ben'],
  ]);
});

test('the signature begins at the line of two dashes', () => {
  expect(flat('Bye\n-- \nBen\nHana Studio')).toEqual([
    [0, false, 'Bye'],
    [0, true, '-- \nBen\nHana Studio'],
  ]);
});

test.each([
  ['See https://hana.test/plan?a=1&b=2.', 'https://hana.test/plan?a=1&b=2'],
  ['（https://hana.test/資料/一）をご覧ください', 'https://hana.test/資料/一'],
  ['(as in https://en.example/Paper_(material))', 'https://en.example/Paper_(material)'],
  ['<https://hana.test/>', 'https://hana.test/'],
  ['Write to aiko@hana.test, please', 'mailto:aiko@hana.test'],
])('a link in %j ends where the sentence goes on', (text, href) => {
  expect(tokensOf(text).flatMap((token) => ('href' in token ? [token.href] : []))).toEqual([href]);
});

test.each(['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'vbscript:x'])(
  '%s is not a link',
  (text) => {
    expect(tokensOf(text).some((token) => 'href' in token)).toBe(false);
  },
);

test('no character of a line is lost or added', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(
        tokensOf(text)
          .map((token) => token.text)
          .join(''),
      ).toBe(text);
    }),
  );
});

test('a line of a hundred thousand brackets takes no time', () => {
  const begun = performance.now();
  takeApart(`${'>'.repeat(50_000)} ${'a@'.repeat(25_000)}${'https://('.repeat(10_000)}`);
  expect(performance.now() - begun).toBeLessThan(2000);
});
