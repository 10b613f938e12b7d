import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeReal } from './available.ts';
import { type Dovecot, startDovecot } from './dovecot.ts';
import { type Postfix, startPostfix } from './postfix.ts';

const run = promisify(execFile);

describeReal('the private Postfix', () => {
  let dovecot: Dovecot;
  let postfix: Postfix;
  beforeAll(async () => {
    dovecot = await startDovecot({ users: { alice: 'secret', 'bob@example.test': 'secret' } });
    postfix = await startPostfix({ dovecot, domains: ['example.test'] });
  });
  afterAll(async () => {
    await postfix?.close();
    await dovecot?.close();
  });

  const swaks = (port: number, ...args: string[]): Promise<{ stdout: string }> =>
    run('swaks', ['--server', `127.0.0.1:${port}`, '--from', 'alice@example.test', ...args]);

  test('lets swaks submit with every kind of sign-in and TLS, and delivers to Dovecot', async () => {
    const ways = [
      ['PLAIN', postfix.submission, '-tls'],
      ['LOGIN', postfix.submissions, '-tlsc'],
      ['CRAM-MD5', postfix.submission, '-tls'],
    ] as const;
    for (const [method, port, tls] of ways) {
      const sign = ['--auth', method, '--auth-user', 'alice', '--auth-password', 'secret'];
      const { stdout } = await swaks(port, tls, ...sign, '--to', 'bob@example.test,alice@example.test');
      expect(stdout).toMatch(/250 2\.0\.0 Ok: queued/);
    }
    await expect.poll(() => dovecot.mails('bob@example.test').length, { timeout: 10_000 }).toBe(3);
    await expect.poll(() => dovecot.mails('alice').length, { timeout: 10_000 }).toBe(3);
  });

  test('refuses for good, for now, unknown users, and strangers', async () => {
    const said = async (to: string, ...args: string[]): Promise<string> =>
      swaks(postfix.smtp, '--to', to, ...args).then(
        ({ stdout }) => stdout,
        (error: { stdout: string }) => error.stdout,
      );
    expect(await said('refuse@example.test')).toMatch(/550 5\.1\.1 .*No such user here/);
    expect(await said('later@example.test')).toMatch(/450 4\.2\.1 .*Try again later/);
    expect(await said('nobody@example.test')).toMatch(/550 5\.1\.1 .*User unknown/);
    expect(await said('x@elsewhere.example')).toMatch(/554 5\.7\.1 .*Relay access denied/);
  });
});
