import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Input } from '../../../src/lab/line/input.ts';

const chunks = fc.array(
  fc.array(fc.constantFrom('a', 'b', '\r', '\n'), { minLength: 1, maxLength: 8 }).map((octets) => octets.join('')),
  { maxLength: 12 },
);

test('lines are the same wherever the network cut them', () => {
  fc.assert(
    fc.property(chunks, (given) => {
      const input = new Input();
      const lines: string[] = [];
      for (const chunk of given) {
        input.push(Buffer.from(chunk));
        for (let length = input.lineLength(); length >= 0; length = input.lineLength())
          lines.push(input.take(length).toString());
      }
      const whole = given.join('');
      expect(lines).toEqual(whole.match(/[^\n]*\n/g) ?? []);
      expect(input.length).toBe(whole.length - lines.join('').length);
    }),
  );
});

test('pieces of any size, some of them put back, are what came', () => {
  fc.assert(
    fc.property(chunks, fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(9))), (given, takes) => {
      const input = new Input();
      for (const chunk of given) input.push(Buffer.from(chunk));
      let got = '';
      for (const [most, keep] of takes) {
        input.lineLength();
        const piece = input.takePiece(most);
        if (piece === null) break;
        got += piece.subarray(0, keep).toString();
        input.putBack(piece.subarray(keep));
      }
      got += input.take(input.length).toString();
      expect(got).toBe(given.join(''));
      expect(input.length).toBe(0);
    }),
  );
});

test('what came before the end can still be read; what was dropped cannot', async () => {
  const input = new Input();
  input.push(Buffer.from('a\nb'));
  input.end();
  await input.more();
  expect(input.take(input.lineLength()).toString()).toBe('a\n');
  input.drop();
  expect(input.takePiece()).toBeNull();
  expect(input.lineLength()).toBe(-1);
});
