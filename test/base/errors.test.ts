import { expect, test } from 'vitest';
import { asMailError, MailError, type MailErrorFields } from '../../src/base/errors.ts';
import { ErrorValue } from '../../src/contract/error.ts';

const full: MailErrorFields = {
  kind: 'refused',
  at: 'smtp.rcpt',
  reason: 'recipient-refused',
  advice: 'check-address',
  said: '550 5.1.1 No such user',
  peer: 'localhost:587',
  facts: { code: 550, address: 'x@y' },
};

test('an error keeps all it knows as plain data, and leaves out what it does not know', () => {
  expect(new MailError(full).toValue()).toEqual(full);
  const { kind, at, reason, advice } = full;
  expect(new MailError({ kind, at, reason, advice }).toValue()).toEqual({ kind, at, reason, advice });
  expect(ErrorValue.parse(new MailError(full).toValue())).toEqual(full);
});

test('an error’s message says where, what and the peer’s words, and the cause is kept', () => {
  const cause = new Error('below');
  const error = new MailError(full, cause);
  expect(error.message).toBe('smtp.rcpt: recipient-refused: 550 5.1.1 No such user');
  expect(error.cause).toBe(cause);
  expect(asMailError(error, 'elsewhere')).toBe(error);
});

for (const [code, reason] of [
  ['ENOSPC', 'disk-full'],
  ['EDQUOT', 'disk-full'],
  ['SQLITE_FULL', 'disk-full'],
  ['SQLITE_IOERR_SHMSIZE', 'disk-full'],
  ['EIO', 'disk-failed'],
  ['EROFS', 'disk-failed'],
  ['EACCES', 'disk-failed'],
  ['ENOTDIR', 'disk-failed'],
  ['SQLITE_IOERR_WRITE', 'disk-failed'],
  ['SQLITE_CANTOPEN', 'disk-failed'],
  ['SQLITE_READONLY', 'disk-failed'],
  ['SQLITE_CORRUPT', 'vault-damaged'],
  ['SQLITE_NOTADB', 'vault-damaged'],
  ['EWHATEVER', 'unexpected'],
] as const)
  test(`${code} is told as ${reason}`, () => {
    const error = asMailError(Object.assign(new Error('words'), { code }), 'vault.write');
    expect(error).toMatchObject({
      reason,
      at: 'vault.write',
      kind: reason === 'unexpected' ? 'bad-input' : 'not-stored',
    });
  });

for (const thrown of ['text', 7, null, undefined, { code: 'ENOSPC' }, Symbol('s')])
  test(`whatever is thrown becomes an error: ${String(thrown)}`, () => {
    expect(asMailError(thrown, 'x')).toMatchObject({ reason: 'unexpected', said: String(thrown) });
  });
