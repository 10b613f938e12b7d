/** `tegami compare --account`: at somebody's real servers, and whatever happens their mail is afterwards as it was. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeDovecot } from '../../servers/available.ts';
import { type CliOptions, type Ran, startCli } from '../../support/cli.ts';
import { password } from '../../support/house.ts';
import { type Census, census } from '../support/census.ts';
import { type RealServers, realServers } from '../support/ground.ts';
import { at, must, named, places, type Report } from './walk.ts';

describeDovecot('compare --account', () => {
  let servers: RealServers;
  let ca: string;
  /** Mail that was there before: in folders that the experiments use too. */
  let before: readonly Census[];
  const users = ['box1', 'box2', 'box3'];
  const all = (): Promise<Census[]> => Promise.all(users.map((user) => census(servers.dovecot, user)));
  const start = (args: readonly string[], some: readonly string[] = users, options: CliOptions = {}) => {
    const { imaps, pop3s } = servers.dovecot;
    const where = ['--account', 'localhost', '--imap-port', String(imaps), '--pop3-port', String(pop3s), '--ca', ca];
    const whose = some.flatMap((user) => ['--user', user]);
    return startCli(['compare', ...where, ...whose, ...args], options);
  };
  const compare = (...args: string[]): Promise<Ran> => start(args).ended;
  const inbox = (user: string): number => servers.dovecot.mails(user).length;
  const hasFolder = (user: string, name: string): boolean =>
    readdirSync(servers.dovecot.mailDir(user)).includes(`.${name}`);

  beforeAll(async () => {
    servers = await realServers({ boxes: users.length, sends: false });
    ca = join(servers.dovecot.folder, 'for-the-cli.pem');
    writeFileSync(ca, servers.dovecot.caPem);
    for (const user of users)
      for (const folder of ['Sent', 'Trash', 'Archive', 'Old/手紙'])
        servers.dovecot.fill(user, folder, 3, { flags: 'FS' });
  });
  afterAll(() => servers?.close());
  beforeEach(async () => {
    before = await all();
  });

  test('experiments run there, the answers are those of the lab, and the mail is as it was', async () => {
    const names = ['read-state', 'loss', 'folders', 'search', 'delete', 'share'];
    const ran = await compare('--json', ...names.flatMap((name) => ['--experiment', name]));
    expect(ran.code, ran.err).toBe(0);
    const report = ran.json() as Report;
    expect(report.experiments.map(({ name }) => name)).toEqual(names);
    const search = named(report, 'search');
    const asked = search.steps.filter(({ step }) => step?.where === 'server');
    for (const step of asked) expect(at(step, must(search.machines[1])).found).toHaveLength(3);
    const loss = named(report, 'loss');
    for (const machine of loss.machines)
      expect(places(must(loss.steps.at(-1)), machine, 'm1').length, machine.id).toBe(
        machine.keep.policy === 'delete' ? 0 : 1,
      );
    const shared = named(report, 'share');
    expect(shared.facts['shared']).toEqual({ imap: true, pop3: false });
    expect(await all()).toEqual(before);
    for (const secret of [password, Buffer.from(`\0box1\0${password}`).toString('base64')])
      expect(ran.out + ran.err).not.toContain(secret);
  }, 120_000);

  test('one account alone is enough: mailboxes that need not be there together take turns', async () => {
    const ran = await start(['--json', '--experiment', 'loss'], ['box1']).ended;
    expect(ran.code, ran.err).toBe(0);
    const facts = named(ran.json() as Report, 'loss').facts;
    expect(facts['survives']).toEqual({ imap: 5, 'pop3-keep': 5, 'pop3-delete': 0, of: 5 });
    expect(await all()).toEqual(before);
  }, 60_000);

  /** What is true in the middle of which experiment: then it is ended. */
  const moments: readonly (readonly [string, string, NodeJS.Signals, (told: string) => boolean])[] = [
    ['mail lies in the inbox', 'read-state', 'SIGINT', () => inbox('box1') > 0],
    ['a folder was made', 'loss', 'SIGINT', () => users.some((user) => hasFolder(user, 'Receipts'))],
    ['a mail of 13.7 MB comes', 'thin-line', 'SIGINT', () => inbox('box1') > 0],
    ['a folder is shared', 'share', 'SIGTERM', () => hasFolder('box1', 'Project')],
    [
      'the first one is over and the second has begun',
      'delete',
      'SIGINT',
      (told) => /1 of 2/.test(told) && inbox('box1') > 0,
    ],
  ];
  test.each(moments)(
    'Ctrl+C while %s (%s) leaves the mailboxes as they were',
    async (_, name, signal, isSo) => {
      const { child, ended } = start(['--json', '--experiment', name, '--experiment', 'offline']);
      let told = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        told += chunk.toString();
      });
      await expect.poll(() => (child.exitCode === null ? isSo(told) : told), { interval: 5 }).toBe(true);
      child.kill(signal);
      const ran = await ended;
      expect(ran.code, ran.err).toBe(signal === 'SIGINT' ? 130 : 143);
      expect(await all()).toEqual(before);
    },
    60_000,
  );

  test('whoever reads no further (`| head`) ends it, and the mailboxes are as they were', async () => {
    const { child, ended } = start(['--experiment', 'read-state', '--experiment', 'delete', '--experiment', 'folders']);
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect((await ended).code).toBe(0);
    expect(await all()).toEqual(before);
  });

  test('an inbox that is not empty is refused, and gone on with only where nothing could be deleted', async () => {
    servers.dovecot.fill('box1', 'INBOX', 3);
    before = await all();
    const refused = await compare('--experiment', 'read-state');
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/box1/);
    expect(await all()).toEqual(before);

    const ran = await compare('--json', '--experiment', 'delete', '--experiment', 'loss', '--even-if-not-empty');
    expect(ran.code, ran.err).toBe(0);
    const report = ran.json() as Report & { skipped: readonly { name: string; why: { reason: string } }[] };
    expect(report.experiments.map(({ name }) => name)).toEqual(['delete']);
    expect(report.skipped).toMatchObject([{ name: 'loss', why: { reason: 'would-delete-foreign' } }]);
    expect(await all()).toEqual(before);
  }, 60_000);

  test('a wrong password, a certificate that nobody knows, a server that is not there: said, exit 1', async () => {
    const wrong = await start(['--experiment', 'sent'], ['box2'], { env: { TEGAMI_PASSWORD: 'wrong' } }).ended;
    expect(wrong.code).toBe(1);
    expect(wrong.err).toMatch(/password|sign/i);
    const { imaps, pop3s } = servers.dovecot;
    const ports = ['--imap-port', String(imaps), '--pop3-port', String(pop3s)];
    const strange = await startCli(['compare', '--account', 'localhost', '--user', 'box2', ...ports]).ended;
    expect(strange.code).toBe(1);
    expect(strange.err).toMatch(/certificate/i);
    const none = await startCli(['compare', '--account', 'localhost', '--user', 'u', '--imap-port', '1']).ended;
    expect(none.code).toBe(1);
    expect(none.err).toMatch(/localhost, port 1\b/);
    expect(await all()).toEqual(before);
  });
});
