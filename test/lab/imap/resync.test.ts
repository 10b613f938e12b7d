import { expect, test } from 'vitest';
import { RawClient } from './support/client.ts';
import { type Served, serve } from './support/server.ts';

async function filled(count: number): Promise<Served> {
  const server = await serve();
  const inbox = await server.inbox();
  for (let i = 1; i <= count; i += 1) await inbox.append(Buffer.from(`Subject: ${i}\r\n\r\n${i}\r\n`));
  return server;
}

test('RFC 7162 §3.1.3: of two who change the same message, the second is told MODIFIED and how it is now', async () => {
  const server = await filled(3);
  const one = await RawClient.in(server, 'INBOX (CONDSTORE)');
  const inbox = await server.inbox();
  const before = inbox.highestModseq;
  await inbox.setFlags([2], 'add', ['\\Flagged']);
  const said = await one.command(`UID STORE 1,2 (UNCHANGEDSINCE ${before}) +FLAGS.SILENT (\\Seen)`);
  expect(said.at(-1)).toMatch(/^= OK \[MODIFIED 2\]/);
  expect(said).toContainEqual(
    expect.stringMatching(/^\* 2 FETCH \(UID 2 FLAGS \(\\Flagged \\Recent\) MODSEQ \(\d+\)\)$/),
  );
  expect(said).toContainEqual(expect.stringMatching(/^\* 1 FETCH \(UID 1 MODSEQ \(\d+\)\)$/));
  expect(inbox.get(1)?.flags.has('\\Seen')).toBe(true);
  expect(inbox.get(2)?.flags.has('\\Seen')).toBe(false);
});

test('RFC 7162 §3.1.4.1: CHANGEDSINCE gives what has changed since, with its mod-sequence', async () => {
  const server = await filled(3);
  const client = await RawClient.in(server, 'INBOX');
  const inbox = await server.inbox();
  const before = inbox.highestModseq;
  expect(await client.ok(`FETCH 1:* (FLAGS) (CHANGEDSINCE ${before})`)).toEqual([
    expect.stringContaining('HIGHESTMODSEQ'),
  ]);
  await inbox.setFlags([3], 'add', ['$Work']);
  const said = await client.ok(`UID FETCH 1:* (UID) (CHANGEDSINCE ${before})`);
  expect(said[0]).toBe(`* 3 FETCH (UID 3 MODSEQ (${inbox.highestModseq}))`);
});

test('RFC 7162 §3.2.5: who comes back with QRESYNC hears what vanished and what changed, and nothing else', async () => {
  const server = await filled(10);
  const inbox = await server.inbox();
  const { uidValidity, highestModseq } = inbox;
  await inbox.expunge([3, 4, 7], 'lab');
  await inbox.setFlags([5], 'add', ['\\Seen']);
  const client = await RawClient.in(server);
  expect((await client.command(`SELECT INBOX (QRESYNC (${uidValidity} ${highestModseq}))`)).at(-1)).toMatch(/^= BAD/);
  expect(await client.ok('ENABLE QRESYNC')).toEqual(['* ENABLED CONDSTORE QRESYNC']);
  const said = await client.ok(`SELECT INBOX (QRESYNC (${uidValidity} ${highestModseq} 1:8))`);
  expect(said.filter((line) => /VANISHED|FETCH/.test(line))).toEqual([
    '* VANISHED (EARLIER) 3:4,7',
    `* 3 FETCH (UID 5 FLAGS (\\Seen \\Recent) MODSEQ (${inbox.highestModseq}))`,
  ]);
  expect(said.indexOf('* VANISHED (EARLIER) 3:4,7')).toBeGreaterThan(
    said.findIndex((line) => line.includes('HIGHESTMODSEQ')),
  );
});

test('RFC 7162 §3.2.5: another UIDVALIDITY makes all that the client knows void, so nothing is resynchronized', async () => {
  const server = await filled(3);
  const inbox = await server.inbox();
  await inbox.expunge([1], 'lab');
  const client = await RawClient.in(server);
  await client.ok('ENABLE QRESYNC');
  const said = await client.ok(`SELECT INBOX (QRESYNC (${inbox.uidValidity + 1} 1))`);
  expect(said.filter((line) => /VANISHED|FETCH/.test(line))).toEqual([]);
});

test('RFC 7162 §3.2.10: with QRESYNC what goes is VANISHED by UID, with the mod-sequence in the answer', async () => {
  const server = await filled(4);
  const client = await RawClient.in(server);
  await client.ok('ENABLE QRESYNC');
  await client.ok('SELECT INBOX');
  await client.ok('UID STORE 2:3 +FLAGS.SILENT (\\Deleted)');
  const said = await client.command('EXPUNGE');
  expect(said).toEqual(['* VANISHED 2:3', expect.stringMatching(/^= OK \[HIGHESTMODSEQ \d+\]/)]);
  const fetched = await client.ok('UID FETCH 1:* (UID) (CHANGEDSINCE 1 VANISHED)');
  expect(fetched[0]).toBe('* VANISHED (EARLIER) 2:3');
});
