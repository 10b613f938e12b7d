import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeReal } from '../../servers/available.ts';
import { type Dovecot, startDovecot } from '../../servers/dovecot.ts';
import { type Postfix, startPostfix } from '../../servers/postfix.ts';
import { password } from '../../support/house.ts';
import { events, inbox, labWith, worldWith } from '../support/lab.ts';

describeReal('a real Postfix beside the lab', () => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot({ users: { aiko: password } });
  });
  afterAll(() => dovecot?.close());

  test('it relays into the lab, over TLS, and what the lab refuses it returns to its sender in the lab’s words', async () => {
    const lab = await labWith();
    const exchanger = lab.status().hosts.find(({ name }) => name === 'mx.minato.test');
    const postfix = await startPostfix({
      dovecot,
      domains: ['soto.test'],
      extra: `default_transport = smtp\nrelayhost = [${exchanger?.address}]:${exchanger?.smtp}\nsmtp_tls_security_level = may\nsmtp_tls_loglevel = 1\nsmtp_dns_support_level = disabled\nmaximal_backoff_time = 5s\n`,
    });
    try {
      hand(postfix, { to: 'chiyo@yuki.test', subject: 'from outside' });
      await expect.poll(async () => (await inbox(lab, 'chiyo@yuki.test')).length).toBe(1);
      expect((await inbox(lab, 'chiyo@yuki.test'))[0]).toMatch(/by mail\.soto\.test \(Postfix\)/);
      expect(events(lab, 'tls').some(({ host }) => host === 'mx.minato.test')).toBe(true);
      hand(postfix, { to: 'nobody@yuki.test', subject: 'to nobody' });
      await expect.poll(() => postfix.log()).toMatch(/status=bounced .*550 5\.1\.1/);
      const client = postfix
        .log()
        .split('\n')
        .filter((line) => line.includes('postfix/smtp[') && !line.includes('overriding earlier entry'));
      expect(client.length).toBeGreaterThan(2);
      expect(client.join('\n')).not.toMatch(/lost connection|timed out|protocol error|warning/i);
    } finally {
      await postfix.close();
    }
  });

  test('it receives from the lab, and a refusal of its own comes back to the lab’s sender as a report', async () => {
    const postfix = await startPostfix({ dovecot, domains: ['soto.test'] });
    const lab = await labWith({
      world: worldWith((world) => {
        world.transports.push({
          host: 'mx1.hana.test',
          domain: 'soto.test',
          via: { kind: 'fixed', address: '127.0.0.1', port: postfix.smtp },
        });
      }),
    });
    try {
      const sent = await lab.send({
        from: 'aiko@hana.test',
        to: ['aiko@soto.test', 'refuse@soto.test'],
        subject: '外へ',
        text: '外のサーバーへ。\n',
      });
      await lab.settled();
      expect(
        events(lab, 'delivered').filter(({ mail, next }) => mail === sent.mail && next.includes('127.0.0.1')),
      ).toHaveLength(1);
      const [report] = await inbox(lab, 'aiko@hana.test');
      expect(report).toContain('No such user here');
      await expect.poll(() => postfix.log()).toMatch(/status=sent/);
      const conversation = lab.trace
        .transcripts()
        .map((id) => lab.trace.transcript(id))
        .find((each) => each?.port === postfix.smtp);
      expect(conversation?.pieces.map(({ octets }) => octets).join('')).toContain('ESMTP Postfix');
    } finally {
      await postfix.close();
    }
  });
});

/** Hands a mail over at Postfix's submission with swaks. */
function hand(postfix: Postfix, { to, subject }: { to: string; subject: string }): void {
  execFileSync(
    'swaks',
    [
      '--server',
      `127.0.0.1:${postfix.submission}`,
      '--tls',
      '--auth',
      'PLAIN',
      '--auth-user',
      'aiko',
      '--auth-password',
      password,
      '--from',
      'aiko@soto.test',
      '--to',
      to,
      '--h-Subject',
      subject,
    ],
    { stdio: 'pipe' },
  );
}
