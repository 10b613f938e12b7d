/** `tegami lab` and `tegami demo` as people run them: another process, other people's mail programs, a signal. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { defaultWorld } from '../../src/lab/world/default.ts';
import { describeReal } from '../servers/available.ts';
import { startCli, tegami } from '../support/cli.ts';

// A command is a process of its own, and the whole demo sends a thousand mails; on a busy machine each takes its time.
vi.setConfig({ testTimeout: 240_000 });

const run = promisify(execFile);
const folder = mkdtempSync(path.join(tmpdir(), 'tegami-cli-lab-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Document {
  readonly dns: { readonly address: string; readonly port: number };
  readonly ca: string;
  readonly hosts: readonly (Readonly<Record<string, number | string | null>> & { name: string; address: string })[];
  readonly users: readonly { address: string; user: string; password: string; host: string }[];
}

/** Starts it and reads its first output, until `whole` finds it complete. */
async function started<T>(args: readonly string[], whole: (out: string) => T | null) {
  const { child, ended } = startCli(args);
  let out = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString('utf8');
  });
  const first = await Promise.race([
    vi.waitUntil(() => whole(out), { timeout: 120_000, interval: 20 }),
    ended.then(({ code, err }) => {
      throw new Error(`it ended with ${code}: ${err}`);
    }),
  ]);
  return { first: first as T, child, ended, soFar: () => out };
}

const asJson = (out: string): Document | null => {
  try {
    return JSON.parse(out) as Document;
  } catch {
    return null;
  }
};

describe('lab', () => {
  test('--json prints one document when everything answers, goes on, and SIGINT is its clean end', async () => {
    const { first, child, ended } = await started(['lab', '--json', '--data', path.join(folder, 'json')], asJson);
    expect(Object.keys(first).sort()).toEqual(['ca', 'dns', 'hosts', 'users']);
    for (const host of first.hosts)
      expect(Object.keys(host)).toEqual([
        ...['name', 'address', 'smtp', 'submission', 'submissions', 'pop3', 'pop3s', 'imap', 'imaps'],
      ]);
    for (const user of first.users) expect(Object.keys(user)).toEqual(['address', 'user', 'password', 'host']);
    expect(first.users.map(({ address }) => address)).toContain('aiko@hana.test');
    expect(first.hosts.every(({ address }) => address.startsWith('127.'))).toBe(true);
    expect(readFileSync(first.ca, 'utf8')).toContain('BEGIN CERTIFICATE');
    child.kill('SIGINT');
    const { code, out, err } = await ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(asJson(out)).toEqual(first);
    expect(existsSync(path.join(folder, 'json', 'lab.lock'))).toBe(false);
  });

  test('people get a table, commands to paste, and what happens as it happens; SIGTERM ends it too', async () => {
    const welcome = (out: string) => (out.includes('終了します') ? out : null);
    const data = path.join(folder, 'people');
    const { first, child, ended, soFar } = await started(['lab', '--lang', 'ja', '--data', data], welcome);
    expect(first).toMatch(/mx1\.hana\.test\s+127\.\d+\.\d+\.\d+\s+\d+/);
    expect(first).toMatch(/aiko@hana\.test\s+tegami\s+田中愛子/);
    expect(first).toContain(path.join(data, 'tls', 'ca.pem'));
    for (const program of ['curl', 'swaks', 'mutt', 'dig']) expect(first).toContain(program);

    const second = await tegami(['lab', '--data', data, '--json']);
    expect(second.code).toBe(1);
    expect(second.json()).toMatchObject({ error: { reason: 'lab-locked' } });

    const dig = /dig @(\S+) -p (\d+)/.exec(first);
    const { Resolver } = await import('node:dns/promises');
    const resolver = new Resolver();
    resolver.setServers([`${dig?.[1]}:${dig?.[2]}`]);
    expect(await resolver.resolveMx('yuki.test')).toMatchObject([{ exchange: 'mx.minato.test' }]);
    await expect.poll(soFar).toContain('yuki.test の MX: 10 mx.minato.test');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, err: '' });
  });

  test('a world of one’s own is taken over and kept', async () => {
    const file = path.join(folder, 'world.json');
    writeFileSync(file, JSON.stringify({ ...defaultWorld(), name: 'Mine', lists: [] }));
    const data = path.join(folder, 'mine');
    const whole = (out: string) => (out.includes('Ctrl-C') ? out : null);
    for (const more of [['--world', file], []]) {
      const { first, child, ended } = await started(['lab', '--lang', 'en', '--data', data, ...more], whole);
      expect(first).toContain('The lab is running: Mine.');
      child.kill('SIGINT');
      expect((await ended).code).toBe(0);
    }
  });

  test.each([
    ['en', /hosts\[1\]\.address: .*127\.0\.0\.0\/8/],
    ['ja', /hosts\[1\]\.address: 127\.0\.0\.0\/8 の中のアドレスで/],
  ])('a world that cannot be is refused with its place (%s)', async (lang, said) => {
    const world = defaultWorld();
    const hosts = world.hosts.map((host, i) => (i === 1 ? { ...host, address: '192.0.2.1' } : host));
    const file = path.join(folder, 'bad.json');
    writeFileSync(file, JSON.stringify({ ...world, hosts }));
    const ran = await tegami(['lab', '--world', file, '--data', path.join(folder, 'bad'), '--lang', lang, '--json']);
    expect(ran.code).toBe(1);
    expect(ran.json()).toMatchObject({
      error: { at: 'cli.world', reason: 'bad-value', said: expect.stringMatching(said) },
    });
    expect(existsSync(path.join(folder, 'bad'))).toBe(false);
  });

  test('a world that is not there, or is no JSON, is refused', async () => {
    const file = path.join(folder, 'no.json');
    const missing = await tegami(['lab', '--world', file, '--data', path.join(folder, 'bad'), '--json']);
    expect(missing.json()).toMatchObject({ error: { reason: 'no-such-file', facts: { file } } });
    writeFileSync(file, '{ "version": ');
    const broken = await tegami(['lab', '--world', file, '--data', path.join(folder, 'bad'), '--json']);
    expect(broken.json()).toMatchObject({ error: { reason: 'bad-value', said: expect.stringContaining('JSON') } });
  });
});

describeReal('lab, with curl', () => {
  test('what curl hands over by smtps is read by curl with imaps and with pop3s', async () => {
    const { first, child, ended } = await started(['lab', '--json', '--data', path.join(folder, 'curl')], asJson);
    const host = (address: string, service: string): string => {
      const user = first.users.find((each) => each.address === address);
      const found = first.hosts.find(({ name }) => name === user?.host);
      return `${found?.address}:${found?.[service]}`;
    };
    const curl = async (user: string, ...args: string[]): Promise<string> =>
      (await run('curl', ['--silent', '--show-error', '--cacert', first.ca, '--user', `${user}:tegami`, ...args]))
        .stdout;
    const [from, to] = ['aiko@hana.test', 'fuyu@yama.test'];
    const mail = path.join(folder, 'mail.eml');
    writeFileSync(mail, `From: ${from}\r\nTo: chiyo@yuki.test\r\nSubject: by curl\r\n\r\nHello from curl.\r\n`);
    const envelope = ['--mail-from', from, '--mail-rcpt', 'chiyo@yuki.test'];
    await curl(from, '--url', `smtps://${host(from, 'submissions')}`, ...envelope, '--upload-file', mail);
    const imap = `imaps://${host('chiyo@yuki.test', 'imaps')}`;
    await expect
      .poll(() => curl('chiyo@yuki.test', `${imap}/INBOX`, '-X', 'SEARCH SUBJECT "by curl"'), { timeout: 60_000 })
      .toMatch(/SEARCH \d+/);
    const [, number] =
      /SEARCH (\d+)/.exec(await curl('chiyo@yuki.test', `${imap}/INBOX`, '-X', 'SEARCH SUBJECT "by curl"')) ?? [];
    const read = await curl('chiyo@yuki.test', `pop3s://${host('chiyo@yuki.test', 'pop3s')}/${number}`);
    expect(read).toContain('Hello from curl.');
    expect(read).toContain('Authentication-Results:');
    expect(await curl(to, `imaps://${host(to, 'imaps')}/INBOX;MAILINDEX=1`)).toContain('Message-ID');
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
  });
});

describe('demo', () => {
  test('one scene in Japanese: question, steps, what was said, answer', async () => {
    const { code, out, err } = await tegami(['demo', '--scene', '1', '--lang', 'ja']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^1 {2}書いて、渡す\n=+\n/);
    expect(out).toContain('C: EHLO');
    expect(out).toContain('S: 354');
    expect(out).toMatch(/答え: /);
    expect(out).not.toMatch(/undefined|NaN/);
    for (const line of out.split('\n')) expect([...line].length).toBeLessThan(110);
  });

  test('all ten as one document, with both languages, and it ends by itself', async () => {
    const { code, json, err } = await tegami(['demo', '--json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { scenes } = json() as { scenes: { scene: { number: number }; steps: unknown[] }[] };
    expect(scenes.map(({ scene }) => scene.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('a scene that is not there is wrong usage', async () => {
    for (const scene of ['0', '11', 'x', '']) {
      const { code, err } = await tegami(['demo', '--scene', scene]);
      expect(code).toBe(2);
      expect(err).toContain('1 to 10');
    }
  });
});
