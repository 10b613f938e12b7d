import { expect, test } from 'vitest';
import { cellsOf } from '../../../src/compare/run/cells.ts';
import { knownMail, look, namesOf } from './support.ts';

const names = namesOf(2);

test('a mail that comes unread is fresh in the step that brings it, and in no later one', () => {
  const empty = look([]);
  const first = cellsOf(empty, null, [], 0, names, 'mine');
  const came = look([knownMail(1)]);
  const second = cellsOf(came, empty, first, 1, names, 'mine');
  const third = cellsOf(came, came, second, 2, names, 'mine');
  expect(second[0]).toMatchObject({ mail: 'm1', holds: 'listed', read: false, fresh: true, since: 1 });
  expect(third[0]).toMatchObject({ fresh: false, since: 1, why: [] });
  expect(third[1]).toMatchObject({ mail: 'm2', holds: 'nothing', folder: null, since: null });
});

test('a mail that comes read is not fresh', () => {
  const [cell] = cellsOf(look([knownMail(1, { flags: ['seen'] })]), look([]), [], 1, names, 'mine');
  expect(cell).toMatchObject({ read: true, fresh: false });
});

test('only what the ledger gained stands in the step', () => {
  const before = look([knownMail(1)]);
  const marked = knownMail(1, {
    flags: ['seen'],
    why: [...knownMail(1).why, { what: 'flags changed', cause: 'IMAP FETCH (FLAGS)' }],
  });
  const was = cellsOf(before, look([]), [], 1, names, 'mine');
  const [cell] = cellsOf(look([marked]), before, was, 2, names, 'mine');
  expect(cell?.why).toEqual([{ what: 'flags changed', cause: 'IMAP FETCH (FLAGS)' }]);
  expect(cell?.since).toBe(2);
});

test('a mail that leaves is a change of its own', () => {
  const before = look([knownMail(1)]);
  const was = cellsOf(before, look([]), [], 1, names, 'mine');
  const [cell] = cellsOf(look([]), before, was, 2, names, 'mine');
  expect(cell).toMatchObject({ holds: 'nothing', folder: null, since: 2 });
});

test('where two mailboxes got a mail of the same name, a machine shows its own', () => {
  const both = namesOf(1);
  both.add({
    mail: 'm1',
    mailbox: 'other',
    messageId: '<other@machi.test>',
    subject: '',
    from: '',
    size: 0,
    attachment: 0,
  });
  const here = look([knownMail(1), knownMail(7, { messageId: '<other@machi.test>', folder: 'Shared' })]);
  expect(cellsOf(here, null, [], 1, both, 'mine')).toMatchObject([{ mail: 'm1', folder: 'INBOX' }]);
  expect(cellsOf(here, null, [], 1, both, 'other')).toMatchObject([{ mail: 'm1', folder: 'Shared' }]);
});
