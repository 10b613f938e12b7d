import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Dots } from '../../src/pop3/dots.ts';

/** As servers do it: a dot before each line that begins with one, whichever way lines end; the last line is ended. */
function stuff(content: Buffer, end: '\r\n' | '\n'): Buffer {
  const text = content.toString('latin1').replace(/^\./gm, '..');
  return Buffer.from(`${text}.${end}`, 'latin1');
}

function unstuff(chunks: readonly Buffer[]): { content: Buffer; rest: Buffer } {
  const dots = new Dots();
  const out: Buffer[] = [];
  for (const [i, chunk] of chunks.entries()) {
    const end = dots.feed(chunk, out);
    if (end >= 0)
      return { content: Buffer.concat(out), rest: Buffer.concat([chunk.subarray(end), ...chunks.slice(i + 1)]) };
  }
  throw new Error('no end');
}

function cut(bytes: Buffer, at: readonly number[]): Buffer[] {
  const marks = [...new Set(at.map((n) => n % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...marks].map((from, i) => bytes.subarray(from, marks[i] ?? bytes.length));
}

// Mostly what matters at line ends, and any octet.
const octets = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(46, 13, 10) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) },
  ),
  { maxLength: 60 },
);
const cuts = fc.array(fc.nat(200), { maxLength: 20 });

test('whatever a server stuffs comes out octet by octet as it was, however it is cut', () => {
  fc.assert(
    fc.property(octets, cuts, fc.constantFrom('\r\n' as const, '\n' as const), (raw, at, end) => {
      // JavaScript's ^ also matches after a lone CR, where no server begins a line.
      fc.pre(!raw.some((byte, i) => byte === 46 && raw[i - 1] === 13));
      const content = Buffer.from(raw.length === 0 ? [] : [...raw, ...Buffer.from('\r\n')]);
      const next = Buffer.from('+OK next\r\n');
      const { content: came, rest } = unstuff(cut(Buffer.concat([stuff(content, end), next]), at));
      expect(came).toEqual(content);
      expect(rest).toEqual(next);
    }),
    { numRuns: 5000 },
  );
});

test('lines that end with a bare LF may hold the dot alone as well', () => {
  const { content, rest } = unstuff([Buffer.from('a\n..b\n.\nrest')]);
  expect(content.toString()).toBe('a\n.b\n');
  expect(rest.toString()).toBe('rest');
});

test('nothing is copied but what was held at the edge of a chunk', () => {
  const chunk = Buffer.from('a\r\nb\r\n..c\r\n.\r\n');
  const out: Buffer[] = [];
  expect(new Dots().feed(chunk, out)).toBe(chunk.length);
  for (const piece of out) expect(piece.buffer).toBe(chunk.buffer);
});
