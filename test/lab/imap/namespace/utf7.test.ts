import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeName, encodeName } from '../../../../src/lab/imap/namespace/utf7.ts';
import { describeDovecot } from '../../../servers/available.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((name) => !/\p{Surrogate}/u.test(name));

test('a mailbox name comes back from the wire as it was, whatever its letters', () => {
  fc.assert(
    fc.property(text, (name) => {
      const wire = encodeName(name);
      expect(wire).toMatch(/^[\x20-\x7e]*$/);
      expect(decodeName(wire)).toBe(name);
    }),
    { numRuns: 2000 },
  );
});

test('of all ways to write a name, one is taken', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[&A-Za-z0-9+,\- ]{0,16}$/), (wire) => {
      const name = decodeName(wire);
      if (name !== null) expect(encodeName(name)).toBe(wire);
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ['&AGE-', 'printable ASCII in base64'],
  ['&ZeVnLA', 'a shift that does not end'],
  ['&ZeU-&ZiU-', 'a shift that ends and begins again'],
  ['&Ze-', 'half a character'],
  ['&2AA-', 'half a surrogate pair'],
  ['日本', 'octets outside ASCII'],
  ['a&b', 'an & that means nothing'],
])('%s is refused: %s', (wire) => {
  expect(decodeName(wire)).toBeNull();
});

describeDovecot('beside Dovecot', () => {
  const doveadm = (direction: '-8' | '-7', names: readonly string[]): string[] =>
    execFileSync('doveadm', ['-c', '/dev/null', 'mailbox', 'mutf7', direction, ...names], { encoding: 'utf8' })
      .split('\n')
      .slice(0, names.length);

  test('names are written as Dovecot writes them', () => {
    const plain = fc.sample(text, { numRuns: 300, seed: 7 }).filter((name) => name !== '' && !/[\0\r\n]|^-/.test(name));
    const names = [...plain, '日本語', 'Entwürfe & mehr', '下書き/2026年', '🍵 tea', 'ﾃｽﾄ'];
    expect(names.map(encodeName)).toEqual(doveadm('-8', names));
    expect(doveadm('-7', names.map(encodeName))).toEqual(names);
  });
});
