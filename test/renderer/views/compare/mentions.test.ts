import { expect, test } from 'vitest';
import { type Known, mentions } from '../../../../renderer/views/compare/proof/mentions.ts';
import type { WireLine } from '../../../../src/contract/wire.ts';

const talk = (protocol: 'imap' | 'pop3', text: string): WireLine[] =>
  text
    .trim()
    .split('\n')
    .map((line, n) => {
      const [who, ...rest] = line.trim().split(' ');
      return {
        n,
        at: 0,
        account: 1,
        connection: 1,
        protocol,
        peer: '127.0.0.1:143',
        who: who?.slice(0, 1) as WireLine['who'],
        text: rest.join(' '),
      };
    });
const known: Known = {
  messageId: '<tea@hana.test>',
  subject: 'The tea on Thursday',
  uids: [{ folder: 'INBOX', uid: 41 }],
  uidl: 'u41',
};
const spoken = (protocol: 'imap' | 'pop3', text: string, of: Partial<Known> = {}) => {
  const lines = talk(protocol, text);
  const found = mentions(lines, { ...known, ...of });
  return lines.filter(({ n }) => found.has(n)).map(({ text: line }) => line);
};

test('IMAP: a UID speaks of the mail in the folder that is selected, alone, in a list and in a range', () => {
  expect(
    spoken(
      'imap',
      `C: A1 SELECT Archive
       C: A2 UID FETCH 41 (FLAGS)
       C: A3 SELECT "inbox" (CONDSTORE)
       C: A4 UID FETCH 4 (FLAGS)
       C: A5 UID FETCH 7,40:42 (FLAGS)
       S: * 3 FETCH (UID 41 FLAGS (\\Seen))
       S: * 4 FETCH (UID 410 FLAGS ())
       C: A6 UID FETCH 1:* (FLAGS)
       S: * VANISHED (EARLIER) 39:41
       S: A7 OK [COPYUID 12 41 7] Moved`,
    ),
  ).toEqual([
    'A5 UID FETCH 7,40:42 (FLAGS)',
    '* 3 FETCH (UID 41 FLAGS (\\Seen))',
    '* VANISHED (EARLIER) 39:41',
    'A7 OK [COPYUID 12 41 7] Moved',
  ]);
});

test('by its Message-ID and by its subject a mail is known everywhere', () => {
  expect(
    spoken('imap', `S: * 1 FETCH (ENVELOPE ("d" "The tea on Thursday" …))\nS: * 2 FETCH (ENVELOPE ("d" "Tea" …))`),
  ).toEqual(['* 1 FETCH (ENVELOPE ("d" "The tea on Thursday" …))']);
  expect(spoken('imap', 'C: A1 SEARCH HEADER Message-ID <tea@hana.test>')).toHaveLength(1);
  expect(spoken('imap', 'S: * OK a', { subject: 'a', messageId: '' })).toEqual([]);
});

test('POP3: the UIDL gives the number, and what answers a command about it speaks of it too', () => {
  expect(
    spoken(
      'pop3',
      `C: RETR 2
       S: -ERR not yet
       C: UIDL
       S: +OK
       S: 1 u40
       S: 2 u41
       C: RETR 1
       S: +OK 900 octets
       C: RETR 2
       S: +OK 1300 octets
       S: [1300 octets of message]
       C: DELE 2
       S: +OK
       C: QUIT
       S: +OK bye`,
    ),
  ).toEqual(['2 u41', 'RETR 2', '+OK 1300 octets', '[1300 octets of message]', 'DELE 2', '+OK']);
});

test('POP3: where commands are pipelined, each answer is of the command that it answers', () => {
  expect(
    spoken(
      'pop3',
      `S: +OK ready
       C: AUTH PLAIN
       S: +
       C: (credentials)
       S: +OK
       C: UIDL
       S: +OK
       S: 1 u40
       S: 2 u41
       S: .
       C: RETR 2
       C: RETR 1
       S: +OK 1300 octets
       S: [1300 octets of message]
       S: +OK 900 octets
       S: [900 octets of message]`,
    ),
  ).toEqual(['2 u41', 'RETR 2', '+OK 1300 octets', '[1300 octets of message]']);
});
