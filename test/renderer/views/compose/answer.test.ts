import { expect, test } from 'vitest';
import {
  type AnswerWords,
  forward,
  forwardSubject,
  quote,
  reply,
  replySubject,
} from '../../../../renderer/views/compose/answer.ts';
import type { MessageRow, OpenMessage } from '../../../../src/contract/mail.ts';
import { messageRow } from '../../support/rows.ts';

const words: AnswerWords = {
  attribution: (who, at) => `On ${at}, ${who} wrote:`,
  forwarded: '--- forwarded ---',
  from: 'From',
  date: 'Date',
  subject: 'Subject',
  to: 'To',
  cc: 'Cc',
  dateOf: (at) => `day ${at}`,
};
const ben = { name: 'Ben Ito', address: 'ben@kaze.test' };
const me = { name: 'Aiko', address: 'Aiko@hana.test' };
const chika = { name: 'Sales, Chika', address: 'chika@umi.test' };
const own = ['aiko@hana.test', 'aiko@pop.test'];
const opened = (change: Partial<MessageRow> = {}, more: Partial<OpenMessage> = {}): OpenMessage => ({
  row: messageRow(5, { from: ben, to: [me], cc: [chika], subject: 'Plan', date: 0, ...change }),
  bcc: [],
  replyTo: [],
  references: [],
  shown: { part: '1', kind: 'text' },
  alternatives: [],
  problems: [],
  ...more,
});

test('A reply goes to the sender, quotes the text and answers the message', () => {
  expect(reply(opened(), 'Hello\r\n\r\nBye\r\n', false, own, words)).toEqual({
    account: 1,
    to: 'Ben Ito <ben@kaze.test>',
    cc: '',
    bcc: '',
    subject: 'Re: Plan',
    text: '\n\nOn 0, Ben Ito wrote:\n> Hello\n>\n> Bye\n',
    answers: { message: 5, how: 'reply' },
  });
});

test('Reply-To goes before From', () => {
  const list = { name: '', address: 'list@kaze.test' };
  expect(reply(opened({}, { replyTo: [list] }), '', false, own, words).to).toBe('list@kaze.test');
});

test('A reply to all leaves out oneself, whatever the case, and nobody stands twice', () => {
  const all = reply(
    opened({ to: [me, ben, chika], cc: [chika, { name: '', address: 'AIKO@pop.test' }] }),
    '',
    true,
    own,
    words,
  );
  expect(all.to).toBe('Ben Ito <ben@kaze.test>');
  expect(all.cc).toBe('"Sales, Chika" <chika@umi.test>');
});

test("An answer to one's own mail goes on to whom it went", () => {
  const mine = opened({ from: me, to: [ben], cc: [chika] });
  expect(reply(mine, '', false, own, words).to).toBe('Ben Ito <ben@kaze.test>');
  expect(reply(mine, '', true, own, words).cc).toBe('"Sales, Chika" <chika@umi.test>');
});

test('A mail without a sender can be answered; the line To is left to the writer', () => {
  expect(reply(opened({ from: null }), '', false, own, words).to).toBe('');
});

test.each([
  ['Plan', 'Re: Plan', 'Fwd: Plan'],
  ['Re: Plan', 'Re: Plan', 'Fwd: Re: Plan'],
  ['RE: re[2]: Plan', 'Re: Plan', 'Fwd: RE: re[2]: Plan'],
  ['AW: SV: Plan', 'Re: Plan', 'Fwd: AW: SV: Plan'],
  ['返信：会議の件', 'Re: 会議の件', 'Fwd: 返信：会議の件'],
  ['Fwd: Plan', 'Re: Fwd: Plan', 'Fwd: Plan'],
  ['FW: 転送: Plan', 'Re: FW: 転送: Plan', 'Fwd: Plan'],
  ['Reply: how?', 'Re: Reply: how?', 'Fwd: Reply: how?'],
  ['', 'Re: ', 'Fwd: '],
])('The subject %j is answered as %j and passed on as %j', (subject, answered, passedOn) => {
  expect(replySubject(subject)).toBe(answered);
  expect(forwardSubject(subject)).toBe(passedOn);
});

test('A quotation nests, and leaves out the signature and blank lines around', () => {
  expect(quote('\r\n\r\nYes.\r\n> Is it?  \r\n>> Was it?\r\n\r\n-- \r\nBen\r\nKaze')).toBe(
    '> Yes.\n>> Is it?\n>>> Was it?',
  );
  expect(quote('')).toBe('');
});

test('A forwarded mail carries who wrote it, when, and to whom', () => {
  const { to, subject, text, answers } = forward(opened(), 'Hello\n\n', words);
  expect({ to, subject, answers }).toEqual({ to: '', subject: 'Fwd: Plan', answers: { message: 5, how: 'forward' } });
  expect(text).toBe(
    [
      '',
      '',
      '--- forwarded ---',
      'From: Ben Ito <ben@kaze.test>',
      'Date: day 0',
      'Subject: Plan',
      'To: Aiko <Aiko@hana.test>',
      'Cc: "Sales, Chika" <chika@umi.test>',
      '',
      'Hello',
      '',
    ].join('\n'),
  );
});
