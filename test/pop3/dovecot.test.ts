import { afterAll, beforeAll, expect, test } from 'vitest';
import { MailError } from '../../src/base/errors.ts';
import { Counters, type TranscriptLine } from '../../src/net/index.ts';
import { openPop3, type Pop3Options, type Pop3Session } from '../../src/pop3/index.ts';
import { countingProxy } from '../net/support/server.ts';
import { describeDovecot } from '../servers/available.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';

describeDovecot('POP3 with Dovecot', () => {
  let dovecot: Dovecot;
  const users = { alice: 'secret', bob: 'pässwörd', carol: 'c', dave: 'd', erin: 'e', many: 'm' };
  beforeAll(async () => {
    dovecot = await startDovecot({ users });
  });
  afterAll(() => dovecot?.close());

  function open(
    user: keyof typeof users,
    o: Partial<Pop3Options> & { port?: number; security?: 'implicit' | 'starttls' | 'none' } = {},
  ) {
    const { security = 'implicit', port = security === 'implicit' ? dovecot.pop3s : dovecot.pop3, ...rest } = o;
    return openPop3({
      server: { host: 'localhost', port, security },
      user,
      password: users[user],
      trust: { ca: dovecot.caPem, pins: [] },
      ...rest,
    });
  }

  async function all(session: Pop3Session, ns: readonly number[]): Promise<Buffer[]> {
    const taken: Buffer[] = [];
    await session.retr(ns, async (_, content) => {
      const pieces: Buffer[] = [];
      for await (const piece of content) pieces.push(piece);
      taken.push(Buffer.concat(pieces));
    });
    return taken;
  }

  test.each(['implicit', 'starttls', 'none'] as const)(
    'signs in by %s and reads every message octet by octet',
    async (security) => {
      const mails = [
        'Subject: dots\r\n\r\n.\r\n..\r\n.a\r\n...b\r\n\r\n.\r\n',
        `Subject: long\r\n\r\n${'x'.repeat(100_000)}\r\n`,
        Buffer.concat([
          Buffer.from('Subject: bytes\r\n\r\n'),
          Buffer.from(Array.from({ length: 256 }, (_, i) => i).filter((b) => b !== 10 && b !== 13 && b !== 0)),
          Buffer.from('\r\n'),
        ]),
        `Subject: big\r\n\r\n${'A line of a big mail.\r\n'.repeat(100_000)}`,
      ];
      const user = ({ implicit: 'alice', starttls: 'bob', none: 'carol' } as const)[security];
      dovecot.fill(user, 'INBOX', mails);
      const session = await open(user, { security });
      expect(session.capabilities).toContain('PIPELINING');
      expect(session.capabilities).toContain('SASL PLAIN');
      expect(await session.stat()).toEqual({
        count: 4,
        octets: mails.reduce((sum, mail) => sum + Buffer.from(mail).length, 0),
      });
      expect(await session.list()).toEqual(mails.map((mail, i) => ({ n: i + 1, octets: Buffer.from(mail).length })));
      const uidl = await session.uidl();
      expect(uidl?.map(({ n }) => n)).toEqual([1, 2, 3, 4]);
      expect(new Set(uidl?.map((one) => one.uidl)).size).toBe(4);
      expect((await session.top(1, 2)).toString()).toBe('Subject: dots\r\n\r\n.\r\n..\r\n');
      const taken = await all(session, [1, 2, 3, 4]);
      for (const [i, mail] of mails.entries()) expect(taken[i]?.equals(Buffer.from(mail))).toBe(true);
      await session.quit();
    },
  );

  test('deletions take effect with QUIT, and not without it', async () => {
    dovecot.fill('dave', 'INBOX', 5);
    const first = await open('dave');
    await first.dele([1, 2]);
    first.close();
    const second = await open('dave');
    expect((await second.stat()).count).toBe(5);
    await second.dele([1, 2, 5]);
    await expect(second.retr([1], async () => {})).rejects.toMatchObject({
      at: 'pop3.retr',
      reason: 'server-refused',
      facts: { n: 1 },
    });
    await second.quit();
    const third = await open('dave');
    expect((await third.stat()).count).toBe(2);
    await third.quit();
  });

  test('each failure to sign in is told as what it is, and the password is nowhere', async () => {
    const told: TranscriptLine[] = [];
    const record = (line: TranscriptLine) => void told.push(line);
    const failure = (o: Partial<Pop3Options>) =>
      open('alice', { ...o, record }).then(
        () => null,
        (thrown: MailError) => thrown.toValue(),
      );
    expect(await failure({ password: 'wrong-password' })).toMatchObject({
      at: 'pop3.auth',
      reason: 'password-refused',
      said: '-ERR [AUTH] Authentication failed.',
    });
    expect(await failure({ password: '' })).toMatchObject({ at: 'pop3.auth', reason: 'password-missing' });
    expect(await failure({ password: 'a\r\nDELE 1' })).toMatchObject({ at: 'pop3.auth', reason: 'bad-value' });
    expect(await failure({ server: { host: 'localhost', port: dovecot.imaps, security: 'implicit' } })).toMatchObject({
      at: 'pop3.greeting',
      reason: 'not-this-protocol',
      said: expect.stringMatching(/^\* OK \[CAPABILITY IMAP4rev1/),
    });
    expect(await failure({ server: { host: 'localhost', port: dovecot.pop3, security: 'implicit' } })).toMatchObject({
      at: 'tls.handshake',
      reason: 'tls-failed',
    });
    expect(
      await failure({ server: { host: 'localhost', port: dovecot.pop3s, security: 'none' }, silenceMs: 200 }),
    ).toMatchObject({ at: 'pop3.greeting', reason: 'silent' });
    expect(told.length).toBeGreaterThan(10);
    const words = told.map(({ text }) => text).join('\n');
    for (const secret of ['wrong-password', Buffer.from('\0alice\0wrong-password').toString('base64'), 'DELE'])
      expect(words).not.toContain(secret);
  });

  test('a hundred messages need a few turns on the wire, not a hundred', async () => {
    dovecot.fill('erin', 'INBOX', 100);
    const proxy = await countingProxy(dovecot.pop3);
    const counters = new Counters();
    const session = await open('erin', { security: 'none', port: proxy.port, counters });
    const before = proxy.turns();
    const ns = Array.from({ length: 100 }, (_, i) => i + 1);
    expect(await all(session, ns)).toHaveLength(100);
    expect(proxy.turns() - before).toBeLessThan(30);
    const between = proxy.turns();
    await session.dele(ns);
    expect(proxy.turns() - between).toBeLessThan(10);
    await session.quit();
    expect(counters.commands).toBe(100 + 100 + 3); // CAPA, AUTH, QUIT
    await proxy.close();
    expect(counters).toMatchObject({ bytesIn: proxy.seen.out, bytesOut: proxy.seen.in, connections: 1 });
  });

  test('thousands of messages come through fast, and a consumer that fails ends it', async () => {
    dovecot.fill('many', 'INBOX', 3000, { size: 2000 });
    const session = await open('many', { security: 'none' });
    const uidl = await session.uidl();
    expect(uidl).toHaveLength(3000);
    const ns = (uidl ?? []).map(({ n }) => n);
    let octets = 0;
    const start = performance.now();
    await session.retr(ns, async (_, content) => {
      for await (const piece of content) octets += piece.length;
    });
    const ms = performance.now() - start;
    expect(octets).toBe((await session.stat()).octets);
    expect(ms).toBeLessThan(10_000);
    const stop = new MailError({ kind: 'not-stored', at: 'vault.put', reason: 'disk-full', advice: 'free-space' });
    let taken = 0;
    await expect(
      session.retr(ns, async () => {
        if (++taken === 3) throw stop;
      }),
    ).rejects.toBe(stop);
    await expect(session.stat()).rejects.toMatchObject({ reason: 'closed' });
  });

  test('a reader that is slow makes the server wait, and one that closes in the middle ends it', async () => {
    const big = await startDovecot({ users: { alice: 'secret' } });
    try {
      big.fill('alice', 'INBOX', [`Subject: big\r\n\r\n${`${'x'.repeat(998)}\r\n`.repeat(40_000)}`]);
      const counters = new Counters();
      const session = await openPop3({
        server: { host: 'localhost', port: big.pop3s, security: 'implicit' },
        user: 'alice',
        password: 'secret',
        trust: { ca: big.caPem, pins: [] },
        counters,
        silenceMs: 150,
      });
      const reading = session.retr([1], async (_, content) => {
        for await (const piece of content) {
          expect(piece.length).toBeGreaterThan(0);
          await new Promise((resolve) => setTimeout(resolve, 400)); // longer than silenceMs
          expect(counters.bytesIn).toBeLessThan(4 << 20);
          session.close();
        }
      });
      await expect(reading).rejects.toMatchObject({ at: 'pop3.retr', reason: 'cancelled' });
    } finally {
      await big.close();
    }
  });
});
