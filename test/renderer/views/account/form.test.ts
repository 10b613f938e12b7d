import { expect, test } from 'vitest';
import {
  type AccountForm,
  changed,
  emptyForm,
  guesses,
  toSettings,
  wrongs,
} from '../../../../renderer/views/account/form.ts';
import { AccountSettings } from '../../../../src/contract/account.ts';

const filled: AccountForm = {
  ...emptyForm,
  name: ' Aiko Tanaka ',
  email: ' aiko@hana.test ',
  host: ' imap.hana.test ',
  user: 'aiko',
  password: 'secret',
  outHost: 'smtp.hana.test',
};

test('The port follows protocol and security until the user types one', () => {
  const pop = changed(emptyForm, { protocol: 'pop3' });
  expect(pop.port).toBe('995');
  expect(changed(pop, { security: 'starttls' }).port).toBe('110');
  const typed = changed(pop, { port: '2995' });
  expect(changed(typed, { security: 'none' }).port).toBe('2995');
  expect(changed(emptyForm, { outSecurity: 'starttls' }).outPort).toBe('587');
});

test('The user name follows the email address until the user types another', () => {
  const following = changed(changed(emptyForm, { email: 'a' }), { email: 'aiko@hana.test' });
  expect(following.user).toBe('aiko@hana.test');
  const own = changed(following, { user: 'aiko' });
  expect(changed(own, { email: 'chika@hana.test' }).user).toBe('aiko');
});

test('Server names are only guessed where there is a domain, and never filled in', () => {
  expect(guesses(emptyForm)).toBeNull();
  expect(guesses({ ...emptyForm, email: 'aiko@hana' })).toBeNull();
  expect(guesses({ ...filled, protocol: 'pop3' })).toEqual({ incoming: 'pop.hana.test', outgoing: 'smtp.hana.test' });
  expect(changed(emptyForm, { email: 'aiko@hana.test' }).host).toBe('');
});

test('An empty form names every field that is needed, a filled one none', () => {
  expect(Object.keys(wrongs(emptyForm)).sort()).toEqual(['email', 'host', 'outHost', 'password', 'user']);
  expect(wrongs(filled)).toEqual({});
});

test.each([
  ['https://imap.hana.test', 'hostOnly'],
  ['imap.hana.test:993', 'hostOnly'],
  ['imap hana', 'hostOnly'],
  ['aiko@hana.test', 'hostOnly'],
  ['   ', 'host'],
])('A server that is written as %j is refused at its field', (host, wrong) => {
  expect(wrongs({ ...filled, host })).toEqual({ host: wrong });
});

test.each(['::1', '127.0.0.1', 'localhost', 'メール.test'])('%s can be a server', (host) => {
  expect(wrongs({ ...filled, host })).toEqual({});
});

test.each(['', '0', '65536', '99a', '-1', '1e3'])('%j is no port', (port) => {
  expect(wrongs({ ...filled, port })).toEqual({ port: 'port' });
});

test('What comes out is what the contract takes', () => {
  const settings = toSettings(filled);
  expect(AccountSettings.parse(settings)).toEqual(settings);
  expect(settings).toEqual({
    name: 'Aiko Tanaka',
    email: 'aiko@hana.test',
    protocol: 'imap',
    incoming: { host: 'imap.hana.test', port: 993, security: 'implicit', user: 'aiko' },
    outgoing: { host: 'smtp.hana.test', port: 465, security: 'implicit', user: 'aiko' },
    keep: { policy: 'forever' },
    trust: { pins: [] },
  });
});

test('Sending signs in as the incoming user, as another, or not at all', () => {
  expect(toSettings({ ...filled, outUser: ' ben ' }).outgoing.user).toBe('ben');
  expect(toSettings({ ...filled, outUser: 'ben', outOpen: true }).outgoing.user).toBeNull();
});

test('Only POP3 deletes on the server', () => {
  const days = { ...filled, keep: 'days', days: '30' } as const;
  expect(toSettings({ ...days, protocol: 'pop3' }).keep).toEqual({ policy: 'days', days: 30 });
  expect(toSettings(days).keep).toEqual({ policy: 'forever' });
  expect(wrongs({ ...days, protocol: 'pop3', days: '0' })).toEqual({ days: 'days' });
  expect(wrongs({ ...days, days: '0' })).toEqual({});
});

test('Authority and pins travel with the account', () => {
  const sha256 = 'ab'.repeat(32);
  const trust = toSettings({
    ...filled,
    ca: { name: 'ca.pem', pem: 'PEM' },
    pins: [{ host: 'imap.hana.test', sha256 }],
  }).trust;
  expect(trust).toEqual({ ca: 'PEM', pins: [{ host: 'imap.hana.test', sha256 }] });
});
