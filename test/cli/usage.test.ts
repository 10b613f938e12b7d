/** Wrong usage, profiles that cannot be used, pipes that close: none of it needs a server. */
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test, vi } from 'vitest';
import type { AccountSettings } from '../../src/contract/account.ts';
import { accountArgs } from '../support/account-args.ts';
import { builtCli, startCli, tegami } from '../support/cli.ts';
import { silent } from '../support/hostile.ts';
import { temporaryProfile } from '../support/house.ts';

// A command is a process of its own; on a busy machine each takes seconds.
vi.setConfig({ testTimeout: 120_000 });

const place = temporaryProfile();
const profile = join(place.folder, 'p');
afterAll(place.remove);

const settings = (port: number): AccountSettings => ({
  name: 'Aiko',
  email: 'aiko@hana.test',
  protocol: 'pop3',
  incoming: { host: '127.0.0.1', port, security: 'none', user: 'aiko' },
  outgoing: { host: '127.0.0.1', port, security: 'none', user: 'aiko' },
  keep: { policy: 'forever' },
  trust: { pins: [] },
});
const addWords = (into = profile): string[] => accountArgs(into, settings(1), place.folder, ['--no-check']);
const without = (words: readonly string[], name: string): string[] => {
  const at = words.indexOf(name);
  return [...words.slice(0, at), ...words.slice(at + 2)];
};
const replaced = (words: readonly string[], name: string, value: string): string[] => [
  ...without(words, name),
  name,
  value,
];

const wrong: readonly (readonly [string, readonly string[]])[] = [
  ['no command', []],
  ['an unknown command', ['--profile', profile, 'fetch']],
  ['half a command', ['--profile', profile, 'account']],
  ['half a command with a wrong other half', ['--profile', profile, 'vault', 'burn']],
  ['an unknown option', ['--profile', profile, 'folders', '--colour']],
  ['an option of another command', ['--profile', profile, 'folders', '--raw']],
  ['an option without its value', ['--profile', profile, 'list', '--folder']],
  ['an option in the place of a value', ['--profile', profile, 'list', '--folder', '--limit', '3']],
  ['a value for an option that takes none', ['--profile', profile, 'show', '1', '--raw=yes']],
  ['no profile', ['folders']],
  ['an empty profile', ['--profile', '', 'folders']],
  ['no folder', ['--profile', profile, 'list']],
  ['a limit that is no number', ['--profile', profile, 'list', '--folder', 'INBOX', '--limit', 'ten']],
  ['a limit of nothing', ['--profile', profile, 'list', '--folder', 'INBOX', '--limit', '0']],
  ['an account that is no number', ['--profile', profile, 'sync', '--account', 'x']],
  ['patience that is no number', ['--profile', profile, '--patience', 'long', 'sync']],
  ['a language that is not spoken', ['--profile', profile, '--lang', 'fr', 'folders']],
  ['words too many', ['--profile', profile, 'folders', 'INBOX']],
  ['words too many for sync', ['--profile', profile, 'sync', '1']],
  ['no id', ['--profile', profile, 'show']],
  ['two ids', ['--profile', profile, 'show', '1', '2']],
  ['an id that is no number', ['--profile', profile, 'show', 'one']],
  ['a part and no file', ['--profile', profile, 'show', '1', '--part', '2']],
  ['a file and no part', ['--profile', profile, 'show', '1', '--out', '/tmp/x']],
  ['a flag of nothing', ['--profile', profile, 'flag', '--set', 'seen']],
  ['no flag', ['--profile', profile, 'flag', '1']],
  ['a flag that no server takes', ['--profile', profile, 'flag', '1', '--set', 'two words']],
  ['a move to nowhere', ['--profile', profile, 'move', '1']],
  ['a delete of nothing', ['--profile', profile, 'delete']],
  ['parse of nothing', ['parse']],
  ['parse of two', ['parse', 'a', 'b']],
  ['account remove of nothing', ['--profile', profile, 'account', 'remove']],
  ['a password as an argument', [...addWords(), '--password', 'secret']],
  ...[
    '--name',
    '--email',
    '--protocol',
    '--host',
    '--port',
    '--tls',
    '--user',
    '--smtp-host',
    '--smtp-port',
    '--smtp-tls',
  ].map((name) => [`account add without ${name}`, without(addWords(), name)] as const),
  ['a protocol that is none', replaced(addWords(), '--protocol', 'gopher')],
  ['a port that is none', replaced(addWords(), '--port', '70000')],
  ['a port of letters', replaced(addWords(), '--port', 'imap')],
  ['a kind of TLS that is none', replaced(addWords(), '--tls', 'maybe')],
  ['keep for ever and ever', replaced(addWords(), '--keep', 'days:0')],
  ['keep of a word', replaced(addWords(), '--keep', 'some')],
  ['an address that is none', replaced(addWords(), '--email', 'aiko')],
  ['a fingerprint that is none', [...addWords(), '--trust', 'sha256/1234']],
  ['a CA file that is not there', [...addWords(), '--ca', join(place.folder, 'none.pem')]],
  [
    'a CA and a fingerprint',
    [...addWords(), '--ca', fileURLToPath(import.meta.url), '--trust', `sha256/${'0'.repeat(64)}`],
  ],
];

for (const [name, words] of wrong)
  test(`wrong usage is exit 2 and never a stack trace: ${name}`, async () => {
    const plain = await tegami(words.filter((word) => word !== '--json'));
    expect(plain.code, plain.out + plain.err).toBe(2);
    expect(plain.out).toBe('');
    expect(plain.err.length).toBeGreaterThan(10);
    expect(plain.err).not.toMatch(/\n\s+at /);
    const json = await tegami([...words, '--json']);
    if (name === 'an option without its value') return; // --json is then that value
    expect(json.code, json.out + json.err).toBe(2);
    expect(json.json()).toMatchObject({ error: { kind: 'bad-input', at: 'cli.usage', advice: 'check-input' } });
    expect(existsSync(profile)).toBe(false);
  });

test('a profile that is a file, or lies under one, is refused in plain words', async () => {
  const file = join(place.folder, 'a-file');
  writeFileSync(file, 'x');
  for (const at of [file, join(file, 'below'), '/proc/tegami', '/dev/null']) {
    for (const words of [['folders'], ['vault', 'check'], ['vault', 'rebuild']]) {
      const ran = await tegami(['--profile', at, '--json', ...words]);
      expect(ran.code, ran.out + ran.err).toBe(1);
      const { error } = ran.json() as { error: { kind: string; reason: string; message: string } };
      expect(error.reason, `${at} ${words}: ${ran.out}`).not.toBe('unexpected');
      expect(error.message).toContain(at);
    }
  }
});

test('the second command on one profile is told which process has it', async () => {
  const server = await silent();
  const mine = join(place.folder, 'busy');
  const added = await tegami(accountArgs(mine, settings(server.port), place.folder, ['--no-check']));
  expect(added.code, added.out + added.err).toBe(0);
  const { child, ended } = startCli(['--profile', mine, '--json', 'sync']);
  await expect.poll(() => server.connections, { timeout: 15_000 }).toBeGreaterThan(0);
  for (const words of [['folders'], ['vault', 'check'], ['vault', 'rebuild'], ['sync']]) {
    const second = await tegami(['--profile', mine, '--json', ...words]);
    expect([second.code, second.json()]).toMatchObject([
      1,
      { error: { kind: 'not-stored', reason: 'vault-locked', advice: 'close-other', facts: { pid: child.pid } } },
    ]);
    expect((second.json() as { error: { message: string } }).error.message).toContain(String(child.pid));
  }
  child.kill('SIGINT');
  const ran = await ended;
  expect([ran.code, ran.signal]).toEqual([130, null]);
  expect(ran.out).toBe('');
  const check = await tegami(['--profile', mine, '--json', 'vault', 'check']);
  expect([check.code, check.json()]).toMatchObject([0, { ok: true }]);
  await server.close();
});

test('an empty password is a missing one', async () => {
  const words = accountArgs(join(place.folder, 'empty'), settings(1), place.folder, ['--no-check']);
  for (const stdin of ['', '\n']) expect((await tegami(words, { env: { TEGAMI_PASSWORD: '' }, stdin })).code).toBe(2);
  const added = await tegami(words);
  expect(added.code).toBe(0);
  const ran = await tegami(['--profile', join(place.folder, 'empty'), '--json', 'sync'], {
    env: { TEGAMI_PASSWORD: '' },
    stdin: '\n',
  });
  expect([ran.code, ran.json()]).toMatchObject([1, { error: { reason: 'password-missing' } }]);
});

test('--lang ja speaks Japanese, and so does a Japanese environment', async () => {
  const missing = join(place.folder, 'none.eml');
  const japanese = /[\u3040-\u30ff\u4e00-\u9fff]/;
  const message = async (words: string[], env: Record<string, string> = {}) => {
    const ran = await tegami(['parse', missing, '--json', ...words], {
      env: { LC_ALL: '', LC_MESSAGES: '', LANG: 'C', ...env },
    });
    expect(ran.code).toBe(1);
    return (ran.json() as { error: { message: string } }).error.message;
  };
  expect(await message([])).not.toMatch(japanese);
  expect(await message(['--lang', 'ja'])).toMatch(japanese);
  expect(await message(['--lang=ja'])).toMatch(japanese);
  expect(await message([], { LANG: 'ja_JP.UTF-8' })).toMatch(japanese);
  expect(await message(['--lang', 'en'], { LANG: 'ja_JP.UTF-8' })).not.toMatch(japanese);
  const usage = await tegami(['--lang', 'ja', 'nonsense']);
  expect(usage.code).toBe(2);
  expect(usage.err).toMatch(japanese);
  const help = await tegami(['--lang', 'ja', '--help']);
  expect([help.code, help.err]).toEqual([0, '']);
  expect(help.out).toMatch(japanese);
});

test('help of every command, in two ways', async () => {
  const all = await tegami(['help']);
  expect(all.code).toBe(0);
  for (const name of ['account add', 'account list', 'sync', 'send', 'outbox', 'vault rebuild', 'parse']) {
    expect(all.out).toContain(name);
    const one = await tegami(['help', ...name.split(' ')]);
    expect([one.code, one.err]).toEqual([0, '']);
    expect(one.out).toContain(`tegami`);
    expect((await tegami([...name.split(' '), '--help'])).out).toBe(one.out);
  }
  expect((await tegami(['help', 'send'])).out).toContain('--attach');
  expect((await tegami(['help', 'nonsense'])).code).toBe(2);
});

test('parse needs no profile, gives problems for what is no mail, and never fails on it', async () => {
  writeFileSync(join(place.folder, 'odd.eml'), Buffer.from([0, 255, 254, 13, 10, 0, 1]));
  writeFileSync(join(place.folder, 'empty.eml'), '');
  for (const name of ['odd.eml', 'empty.eml']) {
    const ran = await tegami(['parse', join(place.folder, name), '--json'], { env: { TEGAMI_PASSWORD: undefined } });
    expect(ran.code, ran.out + ran.err).toBe(0);
    expect(ran.json()).toMatchObject({ from: null, attachments: [] });
  }
  for (const name of ['none.eml', '.']) {
    const ran = await tegami(['parse', join(place.folder, name), '--json']);
    expect(ran.code).toBe(1);
    expect((ran.json() as { error: { kind: string; reason: string } }).error).toMatchObject({
      kind: 'bad-input',
      reason: 'not-found',
    });
  }
});

test('a pipe that is closed early is no crash', async () => {
  const big = join(place.folder, 'big.eml');
  writeFileSync(big, `Subject: big\r\n\r\n${'a line of text\r\n'.repeat(200_000)}`);
  const script = `"$1" "$2" parse "$3" --json | head -1; echo "\${PIPESTATUS[0]}"`;
  const { out, err } = await new Promise<{ out: string; err: string }>((resolve) => {
    execFile('bash', ['-c', script, 'bash', process.execPath, builtCli, big], (_error, out, err) =>
      resolve({ out, err }),
    );
  });
  expect(out).toBe('{\n0\n');
  expect(err).toBe('');
});

test('npm run -s tegami works from any folder and prints the document alone', async () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  mkdirSync(join(place.folder, 'here'));
  writeFileSync(join(place.folder, 'here', 'mail.eml'), 'Subject: here\r\n\r\ntext\r\n');
  const child = spawn('npm', ['--prefix', root, 'run', '-s', 'tegami', '--', 'parse', 'mail.eml', '--json'], {
    cwd: join(place.folder, 'here'),
    env: { ...process.env, INIT_CWD: undefined } as NodeJS.ProcessEnv,
  });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ subject: 'here' });
}, 120_000);
