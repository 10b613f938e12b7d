import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FaultEffect, FaultPoint } from '../../../src/contract/lab/world.ts';
import { AIKO, BEN, PASSWORD, type Pop3House, startPop3House, type Talk, talkTo } from './support/house.ts';

let house: Pop3House;
let open: Talk[];
beforeEach(async () => {
  house = await startPop3House();
  open = [];
});
afterEach(async () => {
  for (const talk of open) talk.end();
  await house.close();
});

async function greeted(): Promise<{ talk: Talk; greeting: string }> {
  const talk = talkTo(house.pop3);
  open.push(talk);
  return { talk, greeting: await talk.line() };
}

async function signedIn(user = AIKO): Promise<Talk> {
  const { talk } = await greeted();
  expect(await talk.say(`USER ${user}`)).toMatch(/^\+OK/);
  expect(await talk.say(`PASS ${PASSWORD}`)).toMatch(/^\+OK/);
  return talk;
}

const mails = [
  'Subject: one\r\n\r\nText\r\n',
  'Subject: two\r\n\r\n.\r\n..\r\n.a\r\nlast\r\n',
  'Subject: three\r\n\r\n',
];

function fault(point: FaultPoint, effect: FaultEffect, times?: number): void {
  house.world.faults.push({ id: `${point} ${effect.kind}`, point, effect, skip: 0, ...(times ? { times } : {}) });
}

test('the greeting has a timestamp that is another one each time, and APOP proves the password with it', async () => {
  const first = await greeted();
  const second = await greeted();
  const stamp = (text: string) => /<[^<>\s]+@mx1\.hana\.test>/.exec(text)?.[0] ?? '';
  expect(stamp(first.greeting)).not.toBe('');
  expect(stamp(first.greeting)).not.toBe(stamp(second.greeting));
  const digest = createHash('md5').update(stamp(first.greeting) + PASSWORD);
  expect(await first.talk.say(`APOP ${AIKO} ${digest.digest('hex')}`)).toMatch(/^\+OK/);
  expect(await second.talk.say(`APOP ${AIKO} ${'0'.repeat(32)}`)).toMatch(/^-ERR \[AUTH\]/);
});

test('CAPA tells in each state what is offered there', async () => {
  const { talk } = await greeted();
  const before = await talk.ask('CAPA');
  for (const word of ['TOP', 'UIDL', 'USER', 'SASL PLAIN', 'RESP-CODES', 'AUTH-RESP-CODE', 'PIPELINING', 'STLS'])
    expect(before).toContain(`\r\n${word}\r\n`);
  await talk.say(`USER ${AIKO}`);
  await talk.say(`PASS ${PASSWORD}`);
  const after = await talk.ask('capa');
  expect(after).toContain('\r\nEXPIRE NEVER\r\n');
  expect(after).not.toContain('STLS');
});

test('STAT, LIST, UIDL, TOP and RETR answer as RFC 1939 has it, with dots doubled', async () => {
  await house.fill(AIKO, mails);
  const talk = await signedIn();
  const sizes = mails.map((mail) => mail.length);
  expect(await talk.say('STAT')).toBe(`+OK 3 ${sizes.reduce((a, b) => a + b)}`);
  expect(await talk.ask('LIST')).toMatch(new RegExp(`\r\n1 ${sizes[0]}\r\n2 ${sizes[1]}\r\n3 ${sizes[2]}\r\n\\.\r\n$`));
  expect(await talk.say('LIST 2')).toBe(`+OK 2 ${sizes[1]}`);
  expect(await talk.say('LIST 4')).toMatch(/^-ERR/);
  const names = (await talk.ask('UIDL')).split('\r\n').slice(1, 4);
  expect(new Set(names.map((name) => name.split(' ')[1])).size).toBe(3);
  expect(await talk.say('UIDL 3')).toBe(`+OK ${names[2]}`);
  expect(await talk.ask('RETR 2')).toBe(
    `+OK ${sizes[1]} octets\r\nSubject: two\r\n\r\n..\r\n...\r\n..a\r\nlast\r\n.\r\n`,
  );
  expect(await talk.ask('TOP 2 0')).toMatch(/\r\nSubject: two\r\n\r\n\.\r\n$/);
  expect(await talk.ask('TOP 2 2')).toMatch(/\r\nSubject: two\r\n\r\n\.\.\r\n\.\.\.\r\n\.\r\n$/);
  expect(await talk.ask('TOP 2 99')).toMatch(/last\r\n\.\r\n$/);
  expect(await talk.ask('TOP 3 5')).toMatch(/\r\nSubject: three\r\n\r\n\.\r\n$/);
  for (const wrong of ['RETR', 'RETR 0', 'RETR x', 'RETR 99', 'TOP 1', 'TOP 1 -1', 'LIST 1 2', 'DELE', 'RETR 1 2'])
    expect([wrong, await talk.say(wrong)]).toEqual([wrong, expect.stringMatching(/^-ERR/)]);
  expect(await talk.say('NOOP')).toMatch(/^\+OK/);
});

test('a command of the other state, an unknown one and no command are refused, and the conversation goes on', async () => {
  const { talk } = await greeted();
  for (const wrong of ['STAT', 'RETR 1', 'XYZZY', '', ' ', 'PASS tegami', '\0\0', 'USER'])
    expect(await talk.say(wrong)).toMatch(/^-ERR/);
  expect(await talk.say(`USER ${AIKO}`)).toMatch(/^\+OK/);
  expect(await talk.say(`PASS ${PASSWORD}`)).toMatch(/^\+OK/);
  expect(await talk.say('USER again')).toMatch(/^-ERR/);
});

test('a wrong name and a wrong password get the same answer; many of them end the conversation', async () => {
  const { talk } = await greeted();
  await talk.say('USER nobody@hana.test');
  const wrongName = await talk.say('PASS x');
  await talk.say(`USER ${AIKO}`);
  expect(await talk.say('PASS tegami ')).toBe(wrongName);
  expect(wrongName).toMatch(/^-ERR \[AUTH\]/);
  // Her spool is on another host.
  await talk.say('USER chiyo@yuki.test');
  expect(await talk.say(`PASS ${PASSWORD}`)).toMatch(/^-ERR \[AUTH\]/);
  for (let i = 0; i < 20; i++) talk.send('USER a\r\nPASS b\r\n');
  await talk.rest();
  await expect.poll(() => house.events('closed').map(({ why }) => why)).toEqual(['refused']);
});

test.each(['in the same line', 'after +', 'taken back'])('AUTH PLAIN: %s', async (how) => {
  const { talk } = await greeted();
  const response = Buffer.from(`\0${AIKO}\0${PASSWORD}`).toString('base64');
  if (how === 'in the same line') expect(await talk.say(`AUTH PLAIN ${response}`)).toMatch(/^\+OK/);
  else {
    expect(await talk.say('auth plain')).toBe('+ ');
    expect(await talk.say(how === 'after +' ? response : '*')).toMatch(how === 'after +' ? /^\+OK/ : /^-ERR/);
  }
});

test('one session at a time has the maildrop; it is free again when that is over', async () => {
  const first = await signedIn();
  const { talk } = await greeted();
  await talk.say(`USER ${AIKO}`);
  expect(await talk.say(`PASS ${PASSWORD}`)).toMatch(/^-ERR \[IN-USE\]/);
  await signedIn(BEN);
  expect(await first.say('QUIT')).toMatch(/^\+OK/);
  await signedIn();
});

test('DELE takes effect at QUIT only: not by RSET, not by a line that breaks', async () => {
  await house.fill(AIKO, mails);
  const first = await signedIn();
  expect(await first.say('DELE 1')).toMatch(/^\+OK/);
  expect(await first.say('DELE 1')).toMatch(/^-ERR/);
  expect(await first.say('RETR 1')).toMatch(/^-ERR/);
  expect(await first.say('STAT')).toMatch(/^\+OK 2 /);
  first.end();
  await expect.poll(() => house.events('closed').length).toBe(1);
  expect(await house.inbox(AIKO)).toHaveLength(3);

  const second = await signedIn();
  await second.say('DELE 2');
  await second.say('RSET');
  await second.say('DELE 3');
  expect(await second.say('LIST 3')).toMatch(/^-ERR/);
  // Numbers stay what they were.
  expect(await second.say('LIST 2')).toMatch(/^\+OK 2 /);
  expect(await second.say('QUIT')).toMatch(/^\+OK/);
  expect((await house.inbox(AIKO)).map(String)).toEqual(mails.slice(0, 2));
  expect(house.events('expunged').at(-1)).toMatchObject({ user: AIKO, uids: [3], by: 'pop3' });
});

test('what comes during a session is seen in the next one; what others remove meanwhile is refused by RETR', async () => {
  await house.fill(AIKO, mails);
  const talk = await signedIn();
  await house.fill(AIKO, ['Subject: four\r\n\r\n']);
  const inbox = await house.spool.open(AIKO, 'INBOX');
  await inbox?.expunge([1], 'imap');
  expect(await talk.say('STAT')).toMatch(/^\+OK 3 /);
  expect(await talk.say('RETR 1')).toMatch(/^-ERR/);
  expect(await talk.ask('RETR 2')).toContain('two');
  await talk.say('DELE 1');
  await talk.say('DELE 3');
  expect(await talk.say('QUIT')).toMatch(/^\+OK/);
  expect(inbox?.messages.map(({ uid }) => uid)).toEqual([2, 4]);
});

test('pipelined commands are answered in order, also when the client ends its half at once', async () => {
  await house.fill(AIKO, mails);
  const { talk } = await greeted();
  talk.send(`USER ${AIKO}\r\nPASS ${PASSWORD}\r\nSTAT\r\nRETR 1\r\nDELE 1\r\nQUIT\r\n`);
  const said = (await talk.rest()).split('\r\n').filter((line) => line.startsWith('+OK'));
  expect(said).toHaveLength(6);
  expect(await house.inbox(AIKO)).toHaveLength(2);
});

test('commands that are sent ahead of the handshake are not taken', async () => {
  const { talk } = await greeted();
  talk.send(`STLS\r\nUSER ${AIKO}\r\n`);
  expect(await talk.rest()).toMatch(/^-ERR [^\n]*\n$/);
  await expect.poll(() => house.events('closed').map(({ why }) => why)).toEqual(['refused']);
});

test('a line without end is cut off', async () => {
  const { talk } = await greeted();
  for (let i = 0; i < 64; i++) talk.send('A'.repeat(1024));
  expect(await talk.rest()).toMatch(/^-ERR/);
});

test('a silent client is logged out, and nothing is deleted', async () => {
  await house.close();
  house = await startPop3House({ idleMs: 50 });
  await house.fill(AIKO, mails);
  const talk = await signedIn();
  talk.send('DELE 1\r\n');
  await talk.rest();
  await expect.poll(() => house.events('closed').map(({ why }) => why)).toEqual(['timeout']);
  expect(await house.inbox(AIKO)).toHaveLength(3);
});

test('the trace has what was said, octet by octet, and what was retrieved', async () => {
  await house.fill(AIKO, mails);
  const talk = await signedIn();
  await talk.ask('RETR 1');
  await talk.say('QUIT');
  await expect.poll(() => house.events('closed').length).toBe(1);
  const [connected] = house.events('connected');
  const transcript = house.trace.transcript(connected?.connection ?? '');
  const said = transcript?.pieces.filter(({ who }) => who === 'C').map(({ octets }) => octets);
  expect(said?.join('')).toBe(`USER ${AIKO}\r\nPASS ${PASSWORD}\r\nRETR 1\r\nQUIT\r\n`);
  expect(house.events('retrieved')).toMatchObject([{ user: AIKO, uid: 1, what: 'RETR', octets: mails[0]?.length }]);
  expect(house.events('signed-in')).toMatchObject([{ user: AIKO, mechanism: 'USER', accepted: true }]);
  expect(house.events('closed')).toMatchObject([{ why: 'quit' }]);
  expect(house.events('command').map(({ text }) => text)).toContain('RETR 1');
});

test('faults: refusals and sizes that lie', async () => {
  await house.fill(AIKO, mails);
  fault('pop3.connect', { kind: 'defer', code: 451, text: 'come again' }, 1);
  expect((await greeted()).greeting).toBe('-ERR [SYS/TEMP] come again');
  fault('pop3.pass', { kind: 'refuse', code: 550, text: 'not you' }, 1);
  const { talk } = await greeted();
  await talk.say(`USER ${AIKO}`);
  expect(await talk.say(`PASS ${PASSWORD}`)).toBe('-ERR [AUTH] not you');
  const session = await signedIn();
  fault('pop3.stat', { kind: 'lying-size', by: 1000 });
  fault('pop3.list', { kind: 'lying-size', by: -5 });
  expect(await session.say('STAT')).toBe(`+OK 3 ${mails.join('').length + 1000}`);
  expect(await session.say('LIST 1')).toBe(`+OK 1 ${(mails[0]?.length ?? 0) - 5}`);
  fault('pop3.retr', { kind: 'expunge-during-fetch' }, 1);
  expect(await session.say('RETR 1')).toMatch(/^-ERR/);
});

test('faults: UIDL missing, twice the same, another one each time', async () => {
  await house.fill(AIKO, mails);
  const ids = async (talk: Talk): Promise<string[]> =>
    (await talk.ask('UIDL'))
      .split('\r\n')
      .slice(1, 4)
      .map((line) => line.split(' ')[1] ?? '');
  const talk = await signedIn();
  const right = await ids(talk);
  fault('pop3.uidl', { kind: 'uidl-missing' });
  expect(await talk.say('UIDL')).toMatch(/^-ERR/);
  expect(await talk.ask('CAPA')).not.toContain('UIDL');
  house.world.faults = [];
  fault('pop3.uidl', { kind: 'uidl-duplicate' });
  expect(await ids(talk)).toEqual([right[0], right[0], right[2]]);
  house.world.faults = [];
  fault('pop3.uidl', { kind: 'uidl-changed' });
  const once = await ids(talk);
  await talk.say('QUIT');
  const again = await ids(await signedIn());
  expect(new Set([...right, ...once, ...again]).size).toBe(9);
});

test('faults: the line breaks in the middle of a message', async () => {
  await house.fill(AIKO, [`Subject: long\r\n\r\n${'x'.repeat(1000)}\r\n`]);
  const talk = await signedIn();
  fault('pop3.retr', { kind: 'drop', afterOctets: 100 });
  talk.send('RETR 1\r\nQUIT\r\n');
  expect(await talk.rest()).toHaveLength(100);
});

test.each([
  ['refused', { kind: 'refuse', code: 550, text: 'some deleted messages not removed' }, 3],
  ['cut before the update', { kind: 'drop', afterOctets: 0 }, 3],
  ['cut after the update', { kind: 'drop', afterOctets: 4 }, 2],
] as const)('faults: QUIT is %s', async (_, effect, left) => {
  await house.fill(AIKO, mails);
  const talk = await signedIn();
  await talk.say('DELE 1');
  fault('pop3.quit', effect);
  talk.send('QUIT\r\n');
  const said = await talk.rest();
  if (effect.kind === 'refuse') expect(said).toMatch(/^-ERR .*not removed/);
  else expect(said).toHaveLength(effect.afterOctets);
  await expect.poll(() => house.events('closed').length).toBe(1);
  expect(await house.inbox(AIKO)).toHaveLength(left);
});
