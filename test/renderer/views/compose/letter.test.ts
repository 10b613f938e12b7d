import { expect, test } from 'vitest';
import {
  badAddress,
  emptyLetter,
  fromDraft,
  letterWrongs,
  speaksOfAttachment,
  tidyLine,
  toDraft,
} from '../../../../renderer/views/compose/letter.ts';
import { Draft } from '../../../../src/contract/outbox.ts';

const letter = { ...emptyLetter(1), to: 'ben@kaze.test', subject: 'Hi', text: 'Hello' };

test('A draft gives back the letter that it was made from, also what is no address yet', () => {
  const typed = {
    ...letter,
    to: '"Ito, Ben" <ben@kaze.test>, 田中 <aiko@hana.test>',
    cc: 'not an address',
    answers: { message: 5, how: 'reply' } as const,
  };
  const draft = toDraft(typed, [{ upload: 3, name: 'a.pdf', type: 'application/pdf', size: 9 }]);
  expect(Draft.parse(draft)).toEqual(draft);
  expect(draft.to).toEqual([
    { name: 'Ito, Ben', address: 'ben@kaze.test' },
    { name: '田中', address: 'aiko@hana.test' },
  ]);
  expect(fromDraft(draft)).toEqual(typed);
});

test('A subject never carries a line break into the header', () => {
  expect(toDraft({ ...letter, subject: ' a\r\nBcc: x@y.test ' }, []).subject).toBe('a Bcc: x@y.test');
});

test('What is no address is named at its line', () => {
  expect(letterWrongs(letter)).toEqual({});
  expect(letterWrongs({ ...letter, cc: 'chika@umi.test, nobody' })).toEqual({ cc: { bad: 'nobody' } });
  expect(letterWrongs({ ...letter, to: 'a b c', bcc: 'x@' })).toEqual({ to: { bad: 'a b c' }, bcc: { bad: 'x@' } });
});

test('Some recipient is needed, in any line', () => {
  expect(letterWrongs({ ...letter, to: ' , ' })).toEqual({ to: { none: true } });
  expect(letterWrongs({ ...letter, to: '', bcc: 'ben@kaze.test' })).toEqual({});
});

test('A line is tidied once every address in it is one', () => {
  expect(tidyLine('ben@kaze.test;Chika <chika@umi.test> ,')).toBe('ben@kaze.test, Chika <chika@umi.test>');
  expect(tidyLine('ben@kaze.test;chika')).toBe('ben@kaze.test;chika');
  expect(badAddress('')).toBeNull();
});

test.each([
  ['The plan is attached.', true],
  ['see attachment', true],
  ['資料を添付します。', true],
  ['同封の書類をご覧ください。', true],
  ['I am attached to this idea', true],
  ['Hello\n> the plan is attached', false],
  ['Hello\n\n---------- Forwarded mail ----------\nthe plan is attached', false],
  ['An attaché will come', false],
  ['Hello', false],
])('%j speaks of an attachment: %s', (text, speaks) => {
  expect(speaksOfAttachment({ subject: '', text })).toBe(speaks);
});
