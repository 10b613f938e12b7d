import { expect, test } from 'vitest';
import type { FaultEffect, FaultPoint } from '../../../src/contract/lab/world.ts';
import { RawClient } from './support/client.ts';
import { aiko, type Served, serve } from './support/server.ts';

async function struck(point: FaultPoint, effect: FaultEffect, times?: number): Promise<Served> {
  const server = await serve();
  const inbox = await server.inbox();
  for (let i = 1; i <= 3; i += 1) await inbox.append(Buffer.from(`Subject: ${i}\r\n\r\n${'text '.repeat(50)}\r\n`));
  server.world.faults.push({ id: 'f', point, effect, skip: 0, ...(times === undefined ? {} : { times }) });
  return server;
}

test('refused at the door: BYE with the words of the fault', async () => {
  const server = await struck('imap.connect', { kind: 'refuse', code: 550, text: 'Closed today' });
  const client = await RawClient.open(server);
  expect(await client.rest()).toBe('');
  await expect.poll(() => server.events('closed')[0]?.why).toBe('refused');
});

test('cut in the middle of a FETCH, after so many octets', async () => {
  const server = await struck('imap.fetch', { kind: 'drop', afterOctets: 100 });
  const client = await RawClient.in(server, 'INBOX');
  client.send('a UID FETCH 1:* BODY.PEEK[]\r\n');
  expect(await client.rest()).toHaveLength(100);
});

test('a message that goes while it is being fetched: the client is told at the end, numbers stay', async () => {
  const server = await struck('imap.fetch', { kind: 'expunge-during-fetch' }, 1);
  const client = await RawClient.in(server, 'INBOX');
  expect(await client.command('FETCH 1:3 UID')).toEqual([
    '* 1 FETCH (UID 1)',
    '* 2 FETCH (UID 2)',
    expect.stringMatching(/^= NO \[EXPUNGEISSUED\]/),
  ]);
  expect(await client.ok('NOOP')).toEqual(['* 3 EXPUNGE']);
});

test('a size that lies', async () => {
  const server = await struck('imap.fetch', { kind: 'lying-size', by: 7 });
  const client = await RawClient.in(server, 'INBOX');
  const size = (await server.inbox()).get(1)?.size ?? 0;
  expect(await client.ok('FETCH 1 RFC822.SIZE')).toEqual([`* 1 FETCH (RFC822.SIZE ${size + 7})`]);
});

test('a new UIDVALIDITY at SELECT', async () => {
  const server = await serve();
  const inbox = await server.inbox();
  await inbox.append(Buffer.from('Subject: x\r\n\r\nx\r\n'));
  const before = inbox.uidValidity;
  server.world.faults.push({ id: 'f', point: 'imap.select', effect: { kind: 'uidvalidity-bump' }, skip: 1, times: 1 });
  const client = await RawClient.in(server, 'INBOX');
  expect(await client.ok('EXAMINE INBOX')).not.toContainEqual(expect.stringContaining(`[UIDVALIDITY ${before}]`));
});

test.each([
  ['imap.login', `LOGIN ${aiko} tegami`],
  ['imap.append', 'APPEND INBOX {3+}\r\nabc'],
  ['imap.select', 'SELECT INBOX'],
  ['imap.fetch', 'FETCH 1 UID'],
] as const)('refused for now at %s', async (point, command) => {
  const server = await struck(point, { kind: 'defer', code: 451, text: 'Later, please' });
  const client = await RawClient.open(server);
  if (point !== 'imap.login') await client.ok(`LOGIN ${aiko} tegami`);
  if (point === 'imap.fetch') await client.ok('SELECT INBOX');
  expect((await client.command(command)).at(-1)).toBe('= NO [UNAVAILABLE] Later, please');
});
