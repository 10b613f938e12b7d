import { afterEach, expect, test } from 'vitest';
import type { Clock } from '../../src/base/ports.ts';
import type { AccountSettings, Keep } from '../../src/contract/account.ts';
import { type Desk, deskFor, must } from '../engine/bench.ts';
import { type Hostile, startHostile } from '../support/hostile.ts';

const day = 24 * 60 * 60 * 1000;

/** A maildrop that a test writes by hand: RFC 1939 with the faults that the test asks for. */
interface Drop {
  mails: { uidl: string; subject: string }[];
  noUidl?: boolean;
  refuseRetr?: string;
  quitFails?: boolean;
  locked?: boolean;
  retrs: number;
}

let server: Hostile | undefined;
let desk: Desk | undefined;
afterEach(async () => {
  await desk?.close();
  await server?.close();
});

const bytes = (subject: string): string =>
  `From: a@b.test\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@b.test>\r\nDate: Sat, 21 Nov 2026 09:00:00 +0900\r\n\r\nHello ${subject}\r\n`;

async function serve(drop: Drop): Promise<Hostile> {
  return startHostile(async (t) => {
    const doomed = new Set<number>();
    t.say('+OK ready\r\n');
    for (let line = await t.line(); line !== null; line = await t.line()) {
      const [verb = '', argument = ''] = line.split(' ');
      const n = Number(argument);
      const mail = drop.mails[n - 1];
      const list = (of: (mail: { uidl: string }) => string): string =>
        drop.mails.map((each, at) => `${at + 1} ${of(each)}\r\n`).join('');
      switch (verb.toUpperCase()) {
        case 'CAPA':
          t.say(`+OK\r\nUSER\r\nTOP\r\nPIPELINING\r\nRESP-CODES\r\n${drop.noUidl ? '' : 'UIDL\r\n'}.\r\n`);
          break;
        case 'PASS':
          t.say(drop.locked ? '-ERR [IN-USE] locked by another\r\n' : '+OK\r\n');
          break;
        case 'STAT':
          t.say(`+OK ${drop.mails.length} 1000\r\n`);
          break;
        case 'UIDL':
          t.say(drop.noUidl ? '-ERR unknown command\r\n' : `+OK\r\n${list((each) => each.uidl)}.\r\n`);
          break;
        case 'LIST':
          t.say(`+OK\r\n${list(() => '100')}.\r\n`);
          break;
        case 'TOP':
          t.say(`+OK\r\n${bytes(must(mail).subject).split('\r\n\r\n')[0]}\r\n\r\n.\r\n`);
          break;
        case 'RETR':
          drop.retrs += 1;
          t.say(
            must(mail).subject === drop.refuseRetr
              ? '-ERR cannot read it\r\n'
              : `+OK\r\n${bytes(must(mail).subject)}.\r\n`,
          );
          break;
        case 'DELE':
          doomed.add(n);
          t.say('+OK\r\n');
          break;
        case 'QUIT':
          if (drop.quitFails) return t.destroy();
          drop.mails = drop.mails.filter((_, at) => !doomed.has(at + 1));
          t.say('+OK bye\r\n');
          return t.end();
        default:
          t.say('+OK\r\n');
      }
    }
  });
}

async function sit(drop: Drop, keep: Keep, clock?: Clock): Promise<Desk> {
  server = await serve(drop);
  const at = { host: 'localhost', port: server.port, security: 'none', user: 'u' } as const;
  const settings: AccountSettings = {
    name: 'U',
    email: 'u@b.test',
    protocol: 'pop3',
    incoming: at,
    outgoing: at,
    keep,
    trust: { pins: [] },
  };
  desk = await deskFor(settings, false, clock === undefined ? {} : { clock });
  return desk;
}
const drop = (...uidls: string[]): Drop => ({ mails: uidls.map((uidl, n) => ({ uidl, subject: `s${n}` })), retrs: 0 });
const subjects = (d: Desk): string[] =>
  d
    .rows(d.folder('inbox'))
    .map((row) => row.subject)
    .sort();

test('with days, a message leaves the server so many days after it was first seen here, by the clock', async () => {
  const box = drop('a', 'b');
  let now = Date.UTC(2026, 10, 21);
  const d = await sit(box, { policy: 'days', days: 3 }, { now: () => now, after: () => () => {} });
  await d.sync();
  now += 2 * day;
  box.mails.push({ uidl: 'c', subject: 'late' });
  await d.sync();
  now += day - 1;
  await d.sync();
  expect(box.mails.map((each) => each.uidl)).toEqual(['a', 'b', 'c']);
  now += 1;
  await d.sync();
  expect(box.mails.map((each) => each.uidl)).toEqual(['c']);
  now += 2 * day;
  await d.sync();
  expect(box.mails).toEqual([]);
  expect(subjects(d)).toEqual(['late', 's0', 's1']);
  expect(box.retrs).toBe(3);
});

test('kept for ever, a message is never downloaded again, also after it was deleted here for good', async () => {
  const box = drop('a', 'b', 'c');
  const d = await sit(box, { policy: 'forever' });
  await d.sync();
  const ids = d.rows(d.folder('inbox')).map((row) => row.id);
  await d.engine.handlers['messages.delete']({ ids });
  await d.engine.handlers['messages.delete']({ ids });
  await d.reopen();
  expect((await d.sync())[0]).toMatchObject({ added: 0 });
  expect(box.retrs).toBe(3);
  expect(subjects(d)).toEqual([]);
});

test('two messages of one UIDL are both downloaded, once, and both deleted', async () => {
  const box = drop('same', 'same', 'other');
  const d = await sit(box, { policy: 'delete' });
  box.quitFails = true;
  await d.sync().catch(() => {});
  box.quitFails = false;
  await d.sync();
  expect(subjects(d)).toEqual(['s0', 's1', 's2']);
  expect(box).toMatchObject({ mails: [], retrs: 3 });
});

test('a server without UIDL: nothing is downloaded twice', async () => {
  const box = { ...drop('', '', ''), noUidl: true };
  const d = await sit(box, { policy: 'forever' });
  await d.sync();
  box.mails.push({ uidl: '', subject: 'new' });
  expect((await d.sync())[0]).toMatchObject({ added: 1 });
  expect(box.retrs).toBe(4);
});

test('one message that the server cannot give is told, the others come and go, and it is tried again', async () => {
  const box: Drop = { ...drop('a', 'b', 'c'), refuseRetr: 's1' };
  const d = await sit(box, { policy: 'delete' });
  await expect(d.sync()).rejects.toMatchObject({ kind: 'refused', said: expect.stringContaining('cannot read it') });
  expect(subjects(d)).toEqual(['s0', 's2']);
  expect(box.mails.map((each) => each.uidl)).toEqual(['b']);
  delete box.refuseRetr;
  await d.sync();
  expect(subjects(d)).toEqual(['s0', 's1', 's2']);
  expect(box).toMatchObject({ mails: [], retrs: 4 });
});

test('a QUIT that fails leaves everything on the server; the next visit deletes it and downloads nothing again', async () => {
  const box = { ...drop('a', 'b'), quitFails: true };
  const d = await sit(box, { policy: 'delete' });
  await expect(d.sync()).rejects.toMatchObject({ kind: 'unreachable' });
  expect(box.mails).toHaveLength(2);
  expect(subjects(d)).toEqual(['s0', 's1']);
  box.quitFails = false;
  expect((await d.sync())[0]).toMatchObject({ added: 0 });
  expect(box).toMatchObject({ mails: [], retrs: 2 });
});

test('a maildrop that another program holds is told as such, and tried again', async () => {
  const box = { ...drop('a'), locked: true };
  const d = await sit(box, { policy: 'forever' });
  await expect(d.sync()).rejects.toMatchObject({ reason: 'mailbox-locked' });
  expect((await d.engine.handlers['accounts.statuses']({}))[0]).toMatchObject({
    state: 'error',
    error: { reason: 'mailbox-locked', said: expect.stringContaining('locked by another') },
  });
  await d.reopen(true, {
    clock: {
      now: () => Date.now(),
      after(ms, then) {
        const timer = setTimeout(then, Math.min(ms, 50));
        return () => clearTimeout(timer);
      },
    },
  });
  await expect.poll(() => (server?.connections ?? 0) > 3, { timeout: 10_000 }).toBe(true);
  box.locked = false;
  await expect.poll(() => subjects(d), { timeout: 10_000 }).toEqual(['s0']);
});
