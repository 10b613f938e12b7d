import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccountSettings } from '../../src/contract/account.ts';
import { describeReal } from '../servers/available.ts';
import type { CertificateKind } from '../servers/ca.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { accountArgs } from '../support/account-args.ts';
import { tegami } from '../support/cli.ts';
import { startCuttingProxy } from '../support/cutting-proxy.ts';
import { garbage, silent } from '../support/hostile.ts';
import { password, settingsFor, temporaryProfile } from '../support/house.ts';

interface Failure {
  error: { kind: string; at: string; reason: string; advice: string; said?: string; message: string };
}

describeReal('each failure has its own clear error, exit 1, and leaves the vault intact', () => {
  let dovecot: Dovecot;
  const others: { close(): Promise<void> }[] = [];
  const place = temporaryProfile();
  let count = 0;

  beforeAll(async () => {
    dovecot = await startDovecot({ users: { aiko: password } });
    dovecot.fill('aiko', 'INBOX', 40, { size: 20_000 });
  });
  afterAll(async () => {
    for (const each of others) await each.close();
    await dovecot?.close();
    place.remove();
  });

  const with_ = (base: AccountSettings, incoming: Partial<AccountSettings['incoming']>): AccountSettings => ({
    ...base,
    incoming: { ...base.incoming, ...incoming },
  });

  /** Adds the account without a test, syncs, and gives what went wrong; the vault must be sound afterwards. */
  async function failing(
    settings: AccountSettings,
    env: Record<string, string> = {},
    profile = join(place.folder, `p${++count}`),
  ): Promise<Failure['error']> {
    const added = await tegami(accountArgs(profile, settings, place.folder, ['--no-check']));
    expect(added.code, added.out + added.err).toBe(0);
    const ran = await tegami(['--profile', profile, '--json', '--patience', '3', 'sync'], { env });
    expect(ran.code, ran.out).toBe(1);
    const { error } = ran.json() as Failure;
    expect(error.message.length).toBeGreaterThan(30);
    const check = await tegami(['--profile', profile, '--json', 'vault', 'check']);
    expect(check.json()).toMatchObject({ ok: true });
    expect(check.code).toBe(0);
    return error;
  }

  for (const protocol of ['imap', 'pop3'] as const) {
    const good = (): AccountSettings => settingsFor(dovecot, 'aiko', protocol);

    test(`${protocol}: a wrong password`, async () => {
      const error = await failing(good(), { TEGAMI_PASSWORD: 'wrong' });
      expect(error).toMatchObject({ kind: 'refused', reason: 'password-refused', advice: 'sign-in-again' });
      expect(error.message).toContain('aiko');
    });

    test(`${protocol}: a port at which nothing answers`, async () => {
      const error = await failing(with_(good(), { port: 1 }));
      expect(error).toMatchObject({ kind: 'unreachable', reason: 'connection-refused', advice: 'check-server' });
    });

    const faults: readonly [CertificateKind, string][] = [
      ['expired', 'certificate-expired'],
      ['self-signed', 'certificate-self-signed'],
      ['wrong-host', 'certificate-wrong-host'],
    ];
    for (const [certificate, reason] of faults)
      test(`${protocol}: a certificate that is ${certificate}`, async () => {
        const server = await startDovecot({ users: { aiko: password }, certificate });
        others.push(server);
        const error = await failing(settingsFor(server, 'aiko', protocol));
        expect(error).toMatchObject({ kind: 'untrusted', reason, advice: 'check-certificate' });
      });

    test(`${protocol}: STARTTLS is asked for and missing`, async () => {
      const server = await startDovecot({ users: { aiko: password }, tls: false, rawlog: true });
      others.push(server);
      const settings = settingsFor(server, 'aiko', protocol);
      const error = await failing(
        with_(settings, { port: protocol === 'imap' ? server.imap : server.pop3, security: 'starttls' }),
      );
      expect(error).toMatchObject({ reason: 'tls-not-offered', advice: 'check-security' });
      expect(server.rawlogs('aiko')).toEqual([]); // nobody signed in
    });

    test(`${protocol}: garbage instead of a greeting`, async () => {
      const server = await garbage();
      others.push(server);
      const error = await failing(with_(good(), { port: server.port, security: 'none' }));
      expect(error).toMatchObject({ kind: 'broken-grammar', reason: 'not-this-protocol', advice: 'check-server' });
      expect(server.heard()).not.toContain(password);
    });

    test(`${protocol}: a server that says nothing`, async () => {
      const server = await silent();
      others.push(server);
      const error = await failing(with_(good(), { port: server.port, security: 'none' }));
      expect(error).toMatchObject({ kind: 'unreachable', reason: 'silent' });
    });

    test(`${protocol}: a server that closes in the middle of a message, and what came before stays`, async () => {
      const proxy = await startCuttingProxy(protocol === 'imap' ? dovecot.imaps : dovecot.pop3s);
      others.push(proxy);
      const profile = join(place.folder, `cut-${protocol}`);
      proxy.cutAfter('down', protocol === 'imap' ? 12_000 : 300_000);
      const error = await failing(with_(good(), { port: proxy.port }), {}, profile);
      expect(error).toMatchObject({ kind: 'unreachable' });
      expect(['closed', 'reset']).toContain(error.reason);
      proxy.cutAfter('down', null);
      const again = await tegami(['--profile', profile, '--json', 'sync']);
      expect(again.code, again.out).toBe(0);
      const list = await tegami(['--profile', profile, '--json', 'list', '--folder', 'inbox']);
      expect(list.json()).toHaveLength(40);
    });
  }

  test('a full disk: the mail that did not fit is still on the server', async (context) => {
    const mount = join(place.folder, 'small');
    mkdirSync(mount);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', mount]);
    if (mounted.status !== 0) {
      if (process.env['CI']) throw new Error('a tmpfs cannot be mounted here');
      process.stdout.write('skipped: a tmpfs cannot be mounted here (needs root)\n');
      context.skip();
    }
    try {
      dovecot.fill('aiko', 'INBOX', 100, { size: 60_000 });
      const settings = settingsFor(dovecot, 'aiko', 'pop3', { keep: { policy: 'delete' } });
      const before = dovecot.mails('aiko').length;
      const profile = join(mount, 'p');
      const error = await failing(settings, {}, profile);
      expect(error).toMatchObject({ kind: 'not-stored', reason: 'disk-full', advice: 'free-space' });
      expect(dovecot.mails('aiko')).toHaveLength(before);
      expect(spawnSync('mount', ['-o', 'remount,size=40m', mount]).status).toBe(0);
      const again = await tegami(['--profile', profile, '--json', 'sync']);
      expect(again.code, again.out).toBe(0);
      expect(dovecot.mails('aiko')).toHaveLength(0);
      const check = (await tegami(['--profile', profile, '--json', 'vault', 'check'])).json();
      expect(check).toMatchObject({ ok: true, messages: before });
    } finally {
      spawnSync('umount', [mount]);
    }
  });
});
