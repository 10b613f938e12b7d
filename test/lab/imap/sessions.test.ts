import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RawClient } from './support/client.ts';
import { type Served, serve } from './support/server.ts';

const mail = (n: number | string): Buffer => Buffer.from(`Subject: ${n}\r\n\r\n${n}\r\n`);

async function two(): Promise<{ server: Served; a: RawClient; b: RawClient }> {
  const server = await serve();
  const inbox = await server.inbox();
  for (let i = 1; i <= 5; i += 1) await inbox.append(mail(i));
  return { server, a: await RawClient.in(server, 'INBOX'), b: await RawClient.in(server, 'INBOX') };
}

test('one session hears at its next command what the other did', async () => {
  const { a, b } = await two();
  await a.ok('STORE 2 +FLAGS (\\Deleted)');
  expect(await b.ok('NOOP')).toEqual(['* 2 FETCH (FLAGS (\\Deleted))']);
  await a.ok('EXPUNGE');
  await a.ok('APPEND INBOX {3+}\r\nabc');
  expect(await b.ok('NOOP')).toEqual(['* 2 EXPUNGE', '* 5 EXISTS', expect.stringMatching(/^\* \d RECENT$/)]);
});

test('IDLE tells at once', async () => {
  const { a, b } = await two();
  b.send('i IDLE\r\n');
  expect(await b.line()).toBe('+ idling');
  await a.ok('STORE 1 +FLAGS (\\Seen)');
  expect(await b.line()).toBe('* 1 FETCH (FLAGS (\\Seen))');
  await a.ok('STORE 1:3 +FLAGS.SILENT (\\Deleted)');
  for (const n of [1, 2, 3]) expect(await b.line()).toMatch(new RegExp(`^\\* ${n} FETCH`));
  await a.ok('EXPUNGE');
  expect([await b.line(), await b.line(), await b.line()]).toEqual(['* 3 EXPUNGE', '* 2 EXPUNGE', '* 1 EXPUNGE']);
  b.send('DONE\r\n');
  expect(await b.line()).toMatch(/^i OK/);
});

test('message numbers stay while FETCH, STORE and SEARCH answer; what is gone is said to be gone', async () => {
  const { server, a } = await two();
  await (await server.inbox()).expunge([2], 'lab');
  expect(await a.command('FETCH 1:5 (UID)')).toEqual([
    ...[1, 3, 4, 5].map((n) => `* ${n} FETCH (UID ${n})`),
    '= NO [EXPUNGEISSUED] Some of them are gone',
  ]);
  expect(await a.ok('SEARCH ALL')).not.toContainEqual(expect.stringContaining('EXPUNGE'));
  expect(await a.ok('NOOP')).toEqual(['* 2 EXPUNGE']);
  expect(await a.ok('FETCH 2 (UID)')).toEqual(['* 2 FETCH (UID 3)']);
});

test('a new UIDVALIDITY ends a session that knows the old one', async () => {
  const { server, a } = await two();
  await (await server.inbox()).renumber();
  a.send('x NOOP\r\n');
  expect(await a.line()).toMatch(/^\* BYE .*UIDVALIDITY/);
});

describe('two sessions and their model', () => {
  /** What a client believes: the UID at each number; it learns by EXPUNGE and EXISTS only. */
  class Believer {
    uids: (number | null)[] = [];
    readonly client: RawClient;
    constructor(client: RawClient) {
      this.client = client;
    }
    async say(command: string): Promise<string[]> {
      const said = await this.client.command(command);
      for (const line of said) this.hear(line);
      return said;
    }
    hear(line: string): void {
      const expunge = /^\* (\d+) EXPUNGE$/.exec(line);
      const exists = /^\* (\d+) EXISTS$/.exec(line);
      const uid = /^\* (\d+) FETCH \(.*UID (\d+)/.exec(line);
      if (expunge !== null) {
        expect(Number(expunge[1])).toBeLessThanOrEqual(this.uids.length);
        this.uids.splice(Number(expunge[1]) - 1, 1);
      } else if (exists !== null) {
        // RFC 3501 §7.3.1: never fewer than the client knows of.
        expect(Number(exists[1])).toBeGreaterThanOrEqual(this.uids.length);
        while (this.uids.length < Number(exists[1])) this.uids.push(null);
      } else if (uid !== null) {
        const at = Number(uid[1]) - 1;
        expect(at).toBeLessThan(this.uids.length);
        if (this.uids[at] !== null) expect(this.uids[at]).toBe(Number(uid[2]));
        this.uids[at] = Number(uid[2]);
      }
    }
  }
  const commands = [
    'NOOP',
    'EXPUNGE',
    'FETCH 1:* (UID)',
    'UID FETCH 1:* (FLAGS)',
    'STORE 1 +FLAGS (\\Deleted)',
    'STORE * +FLAGS.SILENT (\\Deleted)',
    'UID STORE 3:5 +FLAGS (\\Deleted)',
    'STORE 1:* -FLAGS (\\Deleted)',
    'COPY 1 INBOX',
    'MOVE 2 Trash',
    'UID MOVE 4 INBOX',
    'SEARCH DELETED',
    'APPEND INBOX {3+}\r\nabc',
  ];
  test('agree about numbers and UIDs, whatever they do', { timeout: 120_000 }, async () => {
    const server = await serve();
    const step = fc.record({ who: fc.nat(1), what: fc.constantFrom(...commands) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const inbox = await server.inbox();
        await inbox.expunge(
          inbox.messages.map(({ uid }) => uid),
          'lab',
        );
        for (let i = 0; i < 5; i += 1) await inbox.append(mail(i));
        const both = [new Believer(await RawClient.in(server)), new Believer(await RawClient.in(server))];
        for (const each of both) await each.say('SELECT INBOX');
        for (const { who, what } of steps) await both[who]?.say(what);
        for (const each of both) {
          await each.say('NOOP');
          await each.say('FETCH 1:* (UID)');
          expect(each.uids).toEqual(inbox.messages.map(({ uid }) => uid));
          each.client.cut();
        }
      }),
      { numRuns: 25 },
    );
  });
});
