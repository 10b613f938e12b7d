import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src/base/ports.ts';
import { Vault } from '../../src/vault/index.ts';
import { askEngine } from '../support/ask.ts';
import { type Launched, launchApp } from '../support/electron.ts';

let folder: string;
let launched: Launched | null = null;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tegami-engine-'));
});
afterEach(async () => {
  await launched?.close();
  launched = null;
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const settings = (port: number) => ({
  name: 'Aiko',
  email: 'aiko@hana.test',
  protocol: 'imap',
  incoming: { host: '127.0.0.1', port, security: 'none', user: 'aiko' },
  outgoing: { host: '127.0.0.1', port, security: 'none', user: null },
});

/** Process ids of the engine's processes of one app. */
const enginesOf = (app: Launched): Promise<number[]> =>
  app.app.evaluate(({ app: electron }) =>
    electron
      .getAppMetrics()
      .filter(({ type, name }) => type === 'Utility' && name === 'Tegami engine')
      .map(({ pid }) => pid),
  );

test('the engine runs in a process of its own, and a window asks it by a port', async () => {
  launched = await launchApp({ profile: path.join(folder, 'p') });
  expect(await enginesOf(launched)).toHaveLength(1);
  const answer = await askEngine(launched.window, 'engine.about', {});
  expect(answer).toMatchObject({ ok: true, value: { secrets: 'session', profile: path.join(folder, 'p') } });
  expect(await askEngine(launched.window, 'engine.close', {})).toMatchObject({ ok: false });
  expect(await askEngine(launched.window, 'part.locate', { message: 1, part: '1' })).toMatchObject({ ok: false });
});

test('the libraries of all three protocols run in the engine’s process', async () => {
  const heard: string[] = [];
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n');
    socket.on('data', (chunk) => {
      heard.push(chunk.toString());
      const tag = chunk.toString().split(' ')[0];
      socket.write(`${tag} NO not today\r\n`);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as net.AddressInfo;
  launched = await launchApp({ profile: path.join(folder, 'p') });
  for (const protocol of ['imap', 'pop3']) {
    const answer = await askEngine(launched.window, 'accounts.test', {
      settings: { ...settings(port), protocol },
      password: 'secret',
    });
    expect(answer.ok).toBe(true);
    const { steps } = answer.value as { steps: { side: string; error?: { reason: string } }[] };
    for (const { error } of steps) expect(error?.reason).not.toBe('unexpected');
  }
  expect(heard.length).toBeGreaterThan(0);
  server.close();
});

test('an engine that dies is started again, and the page gets a new port', async () => {
  launched = await launchApp({ profile: path.join(folder, 'p') });
  await askEngine(launched.window, 'engine.about', {});
  const [first] = await enginesOf(launched);
  const told = launched.window.evaluate(
    () =>
      new Promise<string[]>((done) => {
        const words: string[] = [];
        addEventListener('message', ({ data }) => {
          if (typeof data?.tegami === 'string') words.push(data.tegami);
          if (data?.tegami === 'port') done(words);
        });
      }),
  );
  process.kill(first ?? 0, 'SIGKILL');
  expect(await told).toEqual(['engine-gone', 'port']);
  expect(await askEngine(launched.window, 'engine.about', {})).toMatchObject({ ok: true });
  const [second] = await enginesOf(launched);
  expect(second).not.toBe(first);
});

test('quitting closes the vault, so that the next start finds it free and sound', async () => {
  const profile = path.join(folder, 'p');
  launched = await launchApp({ profile });
  expect(
    await askEngine(launched.window, 'accounts.add', { settings: settings(1), password: 'x', secret: 'session' }),
  ).toMatchObject({
    ok: true,
  });
  await launched.close();
  const vault = await Vault.open(profile, systemClock);
  await vault.close();
  launched = await launchApp({ profile });
  const answer = await askEngine(launched.window, 'accounts.list', {});
  expect(answer).toMatchObject({ ok: true, value: [{ id: 1 }] });
});

test('a profile that another process holds is refused by name, and taken when it is free', async () => {
  const profile = path.join(folder, 'p');
  const other = await Vault.open(profile, systemClock);
  launched = await launchApp({ profile });
  expect(await askEngine(launched.window, 'engine.about', {})).toMatchObject({
    ok: false,
    error: { reason: 'vault-locked' },
  });
  await other.close();
  expect(await askEngine(launched.window, 'engine.about', {})).toMatchObject({ ok: true });
});

const hasKeyring = ['/usr/bin/gnome-keyring-daemon', '/usr/bin/dbus-run-session'].every((file) => existsSync(file));
// In CI it runs and fails where there is none: there a skip is a failure.
const keyringTest = hasKeyring || process.env['CI'] !== undefined ? test : test.skip;
const why = hasKeyring
  ? ''
  : ' (skipped: to enable: apt-get install --no-install-recommends gnome-keyring dbus-daemon)';
keyringTest(`with a keychain, a password is encrypted on disk and is there after a restart${why}`, async () => {
  const profile = path.join(folder, 'p');
  const keyring = path.join(folder, 'home');
  launched = await launchApp({ profile, keyring });
  expect(
    await launched.window.evaluate(
      () => (globalThis as unknown as { tegami: { about: { secrets: string } } }).tegami.about.secrets,
    ),
  ).toBe('keychain');
  const added = await askEngine(launched.window, 'accounts.add', {
    settings: settings(1),
    password: 'correct horse',
    secret: 'keychain',
  });
  expect(added).toMatchObject({ ok: true });
  await launched.close();
  const kept = readFileSync(path.join(profile, 'keychain.json'), 'utf8');
  expect(Object.keys(JSON.parse(kept))).toEqual(['1']);
  expect(kept).not.toContain('correct');
  expect(Buffer.from(JSON.parse(kept)['1'], 'base64').toString('latin1')).not.toContain('correct');

  launched = await launchApp({ profile, keyring });
  await askEngine(launched.window, 'engine.about', {});
  const answer = await askEngine(launched.window, 'accounts.statuses', {});
  expect(JSON.stringify(answer)).not.toContain('needs-password');
});

test('without a keychain, a password is refused a place in it and nothing is written', async () => {
  const profile = path.join(folder, 'p');
  launched = await launchApp({ profile });
  const added = await askEngine(launched.window, 'accounts.add', {
    settings: settings(1),
    password: 'x',
    secret: 'keychain',
  });
  expect(added).toMatchObject({ ok: false, error: { reason: 'keychain-missing' } });
  expect(existsSync(path.join(profile, 'keychain.json'))).toBe(false);
});
