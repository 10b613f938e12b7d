import { expect, test } from 'vitest';
import type { Look } from '../../../src/compare/machine/machine.ts';
import { cellsOf } from '../../../src/compare/run/cells.ts';
import { differencesOf } from '../../../src/compare/run/differences.ts';
import { knownMail, look, namesOf } from './support.ts';

const names = namesOf(1);
const shown = (machine: string, here: Look, mailbox = 'mine') => ({
  machine,
  mailbox,
  cells: cellsOf(here, null, [], 1, names, mailbox),
});

test('machines that agree give none', () => {
  const here = look([knownMail(1)]);
  expect(differencesOf([shown('office', here), shown('home', here)])).toEqual([]);
});

test('who has read it, and who knows it not, is told by machine', () => {
  const read = look([knownMail(1, { flags: ['seen'] })]);
  const differences = differencesOf([
    shown('office', read),
    shown('home', look([knownMail(1)])),
    shown('phone', look([])),
  ]);
  expect(differences).toEqual([
    { mail: 'm1', mailbox: 'mine', about: 'known', values: { office: true, home: true, phone: false } },
    { mail: 'm1', mailbox: 'mine', about: 'read', values: { office: true, home: false, phone: null } },
  ]);
});

test('machines of different mailboxes are not held against each other', () => {
  expect(differencesOf([shown('a', look([knownMail(1)])), shown('b', look([]), 'other')])).toEqual([]);
});

test('the inbox is the inbox, however a machine writes it', () => {
  const here = (folder: string) => look([knownMail(1, { folder })]);
  expect(differencesOf([shown('pop3', here('Inbox')), shown('imap', here('INBOX'))])).toEqual([]);
  expect(differencesOf([shown('pop3', here('Inbox')), shown('imap', here('Plans'))])).toMatchObject([
    { about: 'folder', values: { pop3: 'INBOX', imap: 'Plans' } },
  ]);
});
