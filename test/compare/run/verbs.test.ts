import { expect, test } from 'vitest';
import { verbsOf } from '../../../src/compare/run/verbs.ts';
import type { WireLine } from '../../../src/contract/wire.ts';

const lines = (protocol: WireLine['protocol'], ...said: [WireLine['who'], string][]): WireLine[] =>
  said.map(([who, text], n) => ({ n, at: 0, account: 1, connection: 1, protocol, peer: 'h:1', who, text }));

test('IMAP commands are counted without their tags; those on UIDs as such', () => {
  const said = lines(
    'imap',
    ['S', '* OK ready'],
    ['C', '1 AUTHENTICATE PLAIN ***'],
    ['C', '2 UID FETCH 1:* (FLAGS)'],
    ['C', 'A3 UID FETCH 4 (BODY.PEEK[1])'],
    ['S', '2 OK done'],
    ['C', '4 IDLE'],
    ['C', 'DONE'],
  );
  expect(verbsOf(said)).toEqual({ AUTHENTICATE: 1, 'UID FETCH': 2, IDLE: 1 });
});

test('what goes on with a command is none itself', () => {
  expect(verbsOf(lines('pop3', ['C', 'AUTH PLAIN ***'], ['C', '***'], ['C', 'retr 1'], ['C', 'QUIT']))).toEqual({
    AUTH: 1,
    RETR: 1,
    QUIT: 1,
  });
  expect(
    verbsOf(lines('smtp', ['C', 'EHLO x'], ['C', 'DATA'], ['C', '(1,024 octets of message)'], ['*', 'closed'])),
  ).toEqual({
    EHLO: 1,
    DATA: 1,
  });
});
