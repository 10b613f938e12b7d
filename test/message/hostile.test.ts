import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodeWords,
  limits,
  parseAddresses,
  parseMessage,
  parseStructured,
  previewOf,
} from '../../src/message/index.ts';
import { bigHeader, deepMail, deepMessages, manyParts, withAttachment } from './hostile.ts';
import { randomMail } from './random-mail.ts';

const codes = (bytes: Uint8Array): string[] => parseMessage(bytes).problems.map((p) => p.code);

test('any octets are a mail: parsing never throws, and gives texts and parts', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
      const m = parseMessage(bytes);
      for (const { part } of m.parts) expect(m.content(part)).not.toBeNull();
      expect(m.preview.length).toBeLessThanOrEqual(limits.preview);
    }),
    { numRuns: 500 },
  );
});

test('a mail cut or damaged anywhere is still parsed, and its parts lie inside it', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.nat(),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 20 }),
      (seed, cut, damage) => {
        const whole = randomMail(seed);
        const bytes = whole.subarray(0, cut % (whole.length + 1));
        for (const [at, octet] of damage) if (bytes.length > 0) bytes[at % bytes.length] = octet;
        const m = parseMessage(bytes);
        for (const part of m.parts) expect(part.size).toBeLessThanOrEqual(bytes.length);
        expect(new Set(m.parts.map((p) => p.part)).size).toBe(m.parts.length);
      },
    ),
    { numRuns: 500 },
  );
});

test('300 levels are read down to the limit, and the mail says too-deep', () => {
  const m = parseMessage(deepMail(300));
  expect(m.problems.map((p) => p.code)).toContain('too-deep');
  expect(m.subject).toBe('deep');
  expect(m.parts).toHaveLength(1);
  expect(codes(deepMessages(300))).toContain('too-deep');
  expect(codes(deepMail(40))).toEqual([]);
});

test('10,000 parts are read up to the limit, and the mail says too-many-parts', () => {
  const m = parseMessage(manyParts(10_000));
  expect(m.problems.map((p) => p.code)).toEqual(['too-many-parts']);
  expect(m.parts).toHaveLength(limits.parts - 1);
  expect(m.attachments.at(-1)).toMatchObject({ part: '999', name: 'n998.txt', size: 8 });
});

test('a header of 1 MB is skipped, and what follows it is shown', () => {
  const m = parseMessage(bigHeader(1_000_000));
  expect(m.problems.map((p) => p.code)).toEqual(['too-large']);
  expect(m.from).toEqual({ name: '', address: 'a@example.org' });
  expect(m.textParts[0]?.text).toBe('body\n');
});

test('a mail over the limit is shown as far as it is read', () => {
  const bytes = Buffer.concat([
    Buffer.from('Subject: big\r\n\r\n'),
    Buffer.alloc(limits.messageOctets, `${'x'.repeat(70)}\n`),
  ]);
  const m = parseMessage(bytes);
  expect(m.problems.map((p) => p.code)).toEqual(['too-large', 'too-large']);
  expect(m.size).toBe(bytes.length);
  expect(m.textParts[0]?.text).toHaveLength(limits.textOctets);
});

/** Each of these is quadratic or worse in a careless parser. */
const nasty: Record<string, (n: number) => Uint8Array> = {
  'only line ends': (n) => Buffer.alloc(n, '\n'),
  'folded lines': (n) => Buffer.concat([Buffer.from('Subject: x'), Buffer.alloc(n, '\n ')]),
  'open comments': (n) => Buffer.from(`To: ${'('.repeat(n)}\n\n`),
  'open angles': (n) => Buffer.from(`To: ${'<'.repeat(n)}\n\n`),
  'angles and commas': (n) => Buffer.from(`To: ${'<,'.repeat(n / 2)}\n\n`),
  'open quotes': (n) => Buffer.from(`To: ${'"\\'.repeat(n / 2)}\n\n`),
  'quotes and commas': (n) => Buffer.from(`To: ${'",'.repeat(n / 2)}\n\n`),
  'spaces in an address': (n) => Buffer.from(`To: a${' '.repeat(n)}b${' @'.repeat(n / 2)}\n\n`),
  'word starts': (n) => Buffer.from(`Subject: ${'=?'.repeat(n / 2)}\n\n`),
  'half words': (n) => Buffer.from(`Subject: ${'=?a?b?'.repeat(n / 6)}\n\n`),
  parameters: (n) => Buffer.from(`Content-Type: a/b${';x*0=y'.repeat(n / 6)}\n\n`),
  'parameters with parentheses': (n) => Buffer.from(`Content-Type: a/b;x=${' ('.repeat(n / 2)}\n\n`),
  'names with parentheses': (n) => Buffer.from(`Content-Type: a/b;${'('.repeat(n)}=1\n\n`),
  'boundary lines': (n) => Buffer.from(`Content-Type: multipart/mixed; boundary=b\n\n${'--\n'.repeat(n / 3)}`),
  'message ids': (n) => Buffer.from(`References: ${'<'.repeat(n)}\n\n`),
  dates: (n) => Buffer.from(`Date: ${'1 '.repeat(n / 2)}\n\n`),
  'html tags': (n) => Buffer.from(`Content-Type: text/html\n\n${'<a '.repeat(n / 3)}`),
  'html styles': (n) => Buffer.from(`Content-Type: text/html\n\n${'<style>'.repeat(n / 7)}`),
  'html comments': (n) => Buffer.from(`Content-Type: text/html\n\n${'<!--'.repeat(n / 4)}`),
  'html quotes': (n) => Buffer.from(`Content-Type: text/html\n\n${'<p x="'.repeat(n / 6)}`),
  'html declarations': (n) => Buffer.from(`Content-Type: text/html\n\n${'<!'.repeat(n / 2)}`),
  entities: (n) => Buffer.from(`Content-Type: text/html\n\n${'&'.repeat(n)}`),
  meta: (n) => Buffer.from(`Content-Type: text/html\n\n${'<meta '.repeat(n / 6)}`),
  escapes: (n) => Buffer.from(`Content-Type: text/plain; charset=iso-2022-jp\n\n${'\x1b$B'.repeat(n / 3)}`),
  'soft breaks': (n) => Buffer.from(`Content-Transfer-Encoding: quoted-printable\n\n${'= '.repeat(n / 2)}`),
  'trailing spaces': (n) => Buffer.from(`Content-Transfer-Encoding: quoted-printable\n\n${' '.repeat(n)}x`),
  'quoted lines': (n) => Buffer.from(`\n\n${'> \n'.repeat(n / 3)}`),
  'rules of signs': (n) => Buffer.from(`\n\n${'-='.repeat(n / 2)}`),
  joiners: (n) => Buffer.from(`Content-Type: text/plain; charset=utf-8\n\n${'\u200d'.repeat(n / 3)}`),
};
test.each(Object.keys(nasty))('%s: four times the octets take no more than about four times as long', (name) => {
  const make = nasty[name] as (n: number) => Uint8Array;
  const time = (n: number): number => {
    const bytes = make(n);
    const from = process.cpuUsage(); // not the clock: other tests run at the same time
    parseMessage(bytes);
    return process.cpuUsage(from).user / 1000;
  };
  time(10_000); // let the compiler warm up
  const small = Math.min(time(100_000), time(100_000));
  const large = Math.min(time(400_000), time(400_000));
  expect(large).toBeLessThan(Math.max(150, small * 10));
});

test('the small readers take any string', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      decodeWords(text);
      parseAddresses(text);
      parseStructured(text);
      expect(previewOf(text, 'html').length).toBeLessThanOrEqual(limits.preview);
      expect(previewOf(text, 'text').length).toBeLessThanOrEqual(limits.preview);
    }),
    { numRuns: 2000 },
  );
});

test('a mail with 5 MB attached is parsed in a moment', () => {
  const bytes = withAttachment(5 * 1024 * 1024);
  const from = process.cpuUsage();
  const m = parseMessage(bytes);
  const ms = process.cpuUsage(from).user / 1000;
  expect(m.attachments[0]?.size).toBe(5 * 1024 * 1024);
  expect(ms).toBeLessThan(1000);
  console.info(`5 MB attachment: ${ms.toFixed(0)} ms of processor time`);
});
