/** The scenes' own little clients against a real Dovecot, so that what they say is what others understand. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Imap, quoted } from '../../../src/lab/scenes/clients/imap.ts';
import { Pop3 } from '../../../src/lab/scenes/clients/pop3.ts';
import { describeDovecot } from '../../servers/available.ts';
import { type Dovecot, startDovecot } from '../../servers/dovecot.ts';

describeDovecot('the clients of the scenes', () => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot({ users: { alice: 'secret' } });
    dovecot.fill('alice', 'INBOX', 3);
  });
  afterAll(() => dovecot?.close());

  const door = (port: number, security: 'implicit' | 'none') => ({
    host: 'localhost',
    port,
    security,
    ca: dovecot.caPem,
  });

  test('POP3: STLS, USER and PASS, STAT, UIDL, RETR, TOP, DELE and QUIT; a cut line deletes nothing', async () => {
    const first = await Pop3.open(door(dovecot.pop3, 'none'));
    await first.stls();
    await first.signIn('alice', 'secret');
    const { mails, octets } = await first.stat();
    expect(mails).toBe(3);
    const names = await first.uidl();
    expect(new Set(names.values()).size).toBe(3);
    const whole = await first.retr(1);
    expect(whole.length).toBeLessThanOrEqual(octets);
    expect(whole.startsWith((await first.top(1, 0)).trimEnd())).toBe(true);
    await first.ask('DELE 1');
    await first.cut();

    const second = await Pop3.open(door(dovecot.pop3s, 'implicit'));
    await second.signIn('alice', 'secret');
    expect((await second.stat()).mails).toBe(3);
    await second.ask('DELE 1');
    await second.quit();
    expect(second.octetsIn).toBeGreaterThan(0);

    const third = await Pop3.open(door(dovecot.pop3s, 'implicit'));
    expect(await third.try('PASS secret')).toMatch(/^-ERR/);
    await third.signIn('alice', 'secret');
    expect((await third.stat()).mails).toBe(2);
    await third.quit();
  });

  test('IMAP: literals are cut out, refusals are told, searches give numbers', async () => {
    const imap = await Imap.open(door(dovecot.imaps, 'implicit'));
    expect((await imap.try(`LOGIN alice ${quoted('wr"ong')}`)).status).toBe('NO');
    await imap.signIn('alice', 'secret');
    await imap.ask('SELECT INBOX');
    const [uid] = await imap.search('ALL');
    const fetched = await imap.ask(`UID FETCH ${uid} (BODY.PEEK[HEADER] BODY.PEEK[TEXT]<0.10>)`);
    expect(fetched.untagged[0]?.literals[0]).toContain('Subject:');
    expect(fetched.untagged[0]?.literals[1]?.length).toBeLessThanOrEqual(10);
    await imap.ask(`UID STORE ${uid} +FLAGS (\\Seen)`);
    expect(await imap.search('SEEN')).toEqual([uid]);
    await imap.logout();
  });
});
