import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCommand } from '../../../src/lab/smtp/grammar.ts';
import { decodeXtext, readNotify, readOriginal, readParameters } from '../../../src/lab/smtp/parameters.ts';
import { readPath } from '../../../src/lab/smtp/path.ts';
import { replyLines } from '../../../src/lab/smtp/replies.ts';

test.each([
  ['<aiko@hana.test>', 'aiko@hana.test', ''],
  ['<aiko@hana.test> SIZE=1', 'aiko@hana.test', ' SIZE=1'],
  ['<"aiko"@hana.test>', 'aiko@hana.test', ''],
  ['<"a b"@hana.test>', '"a b"@hana.test', ''],
  ['<"a\\"b\\\\"@hana.test>', '"a\\"b\\\\"@hana.test', ''],
  ['<"a@b"@hana.test>', '"a@b"@hana.test', ''],
  ['<"a>b"@hana.test> X=1', '"a>b"@hana.test', ' X=1'],
  ['<""@hana.test>', '""@hana.test', ''],
  ['<@gate.test,@other.test:emi@sora.test>', 'emi@sora.test', ''],
  ['<emi@[127.44.0.41]>', 'emi@[127.44.0.41]', ''],
  ['<emi@[IPv6:::1]>', 'emi@[IPv6:::1]', ''],
  ['<a.b+c=d!e@x>', 'a.b+c=d!e@x', ''],
  ['<花@花.test>', '花@花.test', ''],
  ['<Postmaster>', 'postmaster@hana.test', ''],
])('a path: %s', (text, address, rest) => {
  expect(readPath(text, { postmaster: 'hana.test' })).toMatchObject({ address, rest });
});

test.each([
  'aiko@hana.test',
  '<aiko>',
  '<aiko@>',
  '<@hana.test>',
  '<.aiko@hana.test>',
  '<aiko.@hana.test>',
  '<ai..ko@hana.test>',
  '<ai ko@hana.test>',
  '<aiko@hana..test>',
  '<aiko@-hana.test>',
  '<aiko@hana-.test>',
  '<aiko@[1.2.3.256]>',
  '<aiko@[IPv6:zz]>',
  '<aiko@hana.test',
  '<aiko@hana.test\0>',
  `<${'a'.repeat(65)}@hana.test>`,
  `<a@${'a.'.repeat(128)}test>`,
  `<a@${'a'.repeat(64)}>`,
  '<>',
])('no path: %s', (text) => {
  expect(readPath(text)).toHaveProperty('wrong');
});

test('whatever a path is, its address is read again as itself', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40, unit: 'grapheme' }), (local) => {
      const quoted = `"${local.replace(/[\\"]/g, '\\$&')}"`;
      const first = readPath(`<${quoted}@hana.test>`);
      if ('wrong' in first) return;
      expect(readPath(`<${first.address}>`)).toEqual({ ...first, rest: '' });
    }),
  );
});

test('a command line is a verb and what follows it', () => {
  expect(readCommand('mail FROM:<a@b> ')).toEqual({ verb: 'MAIL', argument: 'FROM:<a@b>' });
  expect(readCommand('QUIT')).toEqual({ verb: 'QUIT', argument: '' });
  for (const none of ['', ' QUIT', '12', 'QU\0IT', 'NOOP \x07', 'ÜBER', 'MAIL:x'])
    expect(readCommand(none), none).toBeNull();
});

test('parameters: each once, with a space before them', () => {
  expect(readParameters(' SIZE=1 SMTPUTF8')).toEqual(
    new Map([
      ['SIZE', '1'],
      ['SMTPUTF8', null],
    ]),
  );
  for (const wrong of ['SIZE=1', ' SIZE=1 size=2', ' SIZE=', ' =1', ' A=b=c', ' -A=1'])
    expect(readParameters(wrong), wrong).toBeTypeOf('string');
});

test('xtext is decoded, and never to what a header could be made of', () => {
  expect(decodeXtext('a+2Bb+3Dc')).toBe('a+b=c');
  for (const wrong of ['a+2b', 'a=b', 'a+', 'a+0D+0ABcc:', '+00', 'é']) expect(decodeXtext(wrong), wrong).toBeNull();
  expect(readOriginal('rfc822;Ben+2Bx@hana.test')).toBe('rfc822;Ben+x@hana.test');
  expect(readOriginal('utf-8;\\x{82B1}@hana.test')).toBe('utf-8;花@hana.test');
  for (const wrong of ['rfc822;', ';a', 'rfc822', 'utf-8;\\x{0A}']) expect(readOriginal(wrong), wrong).toBeNull();
});

test('NOTIFY: NEVER stands alone', () => {
  expect(readNotify('SUCCESS,failure')).toEqual(['success', 'failure']);
  expect(readNotify('NEVER')).toEqual(['never']);
  for (const wrong of ['NEVER,DELAY', '', 'ALWAYS', 'DELAY,']) expect(readNotify(wrong), wrong).toBeNull();
});

test('a reply is lines of one code, each with an enhanced status and within 512 octets, whatever the words are', () => {
  expect(replyLines({ code: 550, text: 'no' }, false)).toEqual(['550 5.0.0 no']);
  expect(replyLines({ code: 250, text: ['a', 'b'] }, false)).toEqual(['250-a', '250 b']);
  expect(replyLines({ code: 550, text: '5.1.1 a\r\n250 OK\0 花' }, false)).toEqual(['550 5.1.1 a 250 OK? ?']);
  fc.assert(
    fc.property(fc.string({ maxLength: 2000, unit: 'binary' }), fc.boolean(), (text, utf8) => {
      for (const line of replyLines({ code: 450, text }, utf8)) {
        expect(line).toMatch(/^450[ -]4\.\d+\.\d+[^\r\n\0]*$/);
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(510);
      }
    }),
  );
});
