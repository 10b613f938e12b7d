/** The client in the hands of a person: a terminal that asks, tables that are aligned, progress that is rewritten. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { moment, size } from '../../src/cli/look/measures.ts';
import { progressOn } from '../../src/cli/look/progress.ts';
import { table } from '../../src/cli/look/table.ts';
import { columnsOf, cut, line, lines } from '../../src/cli/look/width.ts';
import { describeReal } from '../servers/available.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { accountArgs } from '../support/account-args.ts';
import { builtCli, tegami } from '../support/cli.ts';
import { password, settingsFor, temporaryProfile } from '../support/house.ts';

// A command is a process of its own; on a busy machine each takes seconds.
vi.setConfig({ testTimeout: 120_000 });

test('columns of a table stay under their heads, whatever the width of the letters', () => {
  const rows = [
    ['1', '鈴木 一郎', 'とても長い件名です'],
    ['12', 'Zoë', 'short'],
    ['3', 'e\u0301a', '🎉 party'],
  ];
  const [head, ...rest] = table([{ head: 'ID', right: true }, { head: 'From' }, { head: 'Subject' }], rows, null);
  expect(head).toBe('ID  From       Subject');
  for (const [n, row] of rest.entries()) {
    const subject = rows[n]?.[2] ?? '';
    expect(columnsOf(row.slice(0, row.indexOf(subject)))).toBe(15);
  }
  for (const row of table(
    [{ head: 'A', most: 5 }, { head: 'B' }],
    rows.map((each) => each.slice(1)),
    12,
  ))
    expect(columnsOf(row)).toBeLessThanOrEqual(12);
  expect(cut('日本語', 5)).toBe('日本…');
  expect(cut('日本語', 4)).toBe('日…');
});

test('a mail cannot command the terminal', () => {
  const hostile = 'a\u001b]0;title\u0007\u001b[2Jb\u202ec\r\nd\u009b31m';
  expect(line(hostile)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(lines('one\r\ntwo\tthree\n\u001b[31mfour').join('|')).toBe('one|two\tthree| [31mfour');
});

test('sizes and moments are written as people of the language write them', () => {
  expect([0, 999, 1000, 2149, 9949, 9950, 12_345_678].map((n) => size(n, 'en'))).toEqual([
    '0 bytes',
    '999 bytes',
    '1.0 kB',
    '2.1 kB',
    '9.9 kB',
    '10 kB',
    '12 MB',
  ]);
  expect(size(5, 'ja')).toBe('5 バイト');
  const at = new Date(2026, 0, 3, 9, 5).getTime();
  expect(moment(at, 'en')).toBe('03 Jan 2026, 09:05');
  expect(moment(at, 'ja')).toBe('2026/01/03 09:05');
});

test('progress is one line that is written anew, and goes away', () => {
  let screen = '';
  const progress = progressOn({ write: (text) => (screen += text), columns: 40 }, 'en');
  progress.clear();
  expect(screen).toBe('');
  progress.hear({ account: 1, at: 0, state: 'syncing', folder: 'Inbox', done: 1240, total: 10_000 });
  progress.hear({ account: 1, at: 0, state: 'up-to-date' });
  progress.clear();
  expect(screen).toBe('\rInbox: 1,240 of 10,000\u001b[K\r\u001b[K');
});

describeReal('at a terminal', () => {
  let dovecot: Dovecot;
  const place = temporaryProfile();
  const profile = join(place.folder, 'p');

  beforeAll(async () => {
    dovecot = await startDovecot({ users: { aiko: password, ben: 'another one' } });
    dovecot.fill('aiko', 'INBOX', 300);
    for (const user of ['aiko', 'ben']) {
      const ran = await tegami(accountArgs(profile, settingsFor(dovecot, user, 'pop3'), place.folder, ['--no-check']));
      expect(ran.code, ran.err).toBe(0);
    }
  });
  afterAll(async () => {
    await dovecot?.close();
    place.remove();
  });

  /** Runs it under `script`, which gives it a terminal; `answers` are typed when their question stands there. */
  function atTerminal(words: readonly string[], answers: readonly (readonly [string, string])[]) {
    const quoted = [process.execPath, builtCli, ...words].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
    const child = spawn('script', ['-qec', quoted, '/dev/null'], {
      env: { ...process.env, TEGAMI_PASSWORD: '', LC_ALL: 'C.UTF-8', TERM: 'xterm' },
    });
    const left = [...answers];
    let screen = '';
    child.stdout.on('data', (chunk: Buffer) => {
      screen += chunk.toString('utf8');
      // Accounts are synced beside each other: whose turn comes first is not said.
      const asked = left.findIndex(([question]) => screen.includes(question));
      const [answer] = asked < 0 ? [] : left.splice(asked, 1);
      if (answer !== undefined) child.stdin.write(answer[1]);
    });
    return new Promise<{ code: number | null; screen: string }>((resolve) => {
      child.on('close', (code) => resolve({ code, screen }));
    });
  }

  test('each account is asked for by name, what is typed does not show, and progress does', async () => {
    const { code, screen } = await atTerminal(
      ['--profile', profile, 'sync'],
      [
        ['Password for aiko@hana.test: ', `corrext\u007f\u007f\u007fect horse\r`],
        ['Password for ben@hana.test: ', 'another one\r'],
      ],
    );
    expect(code, screen).toBe(0);
    expect(screen).not.toContain('horse');
    expect(screen).not.toContain('another one');
    expect(screen).toMatch(/\r\n?.*Inbox: [\d,]+ of 300/);
    expect(screen).toMatch(/aiko@hana\.test: 300 new/);
    const listed = await tegami(['--profile', profile, '--json', 'list', '--folder', 'inbox']);
    expect(listed.json()).toHaveLength(300);
  });

  test('Ctrl+C at the question leaves with 130', async () => {
    const { code, screen } = await atTerminal(['--profile', profile, 'sync'], [['Password for ', '\u0003']]);
    expect(code, screen).toBe(130);
    expect((await tegami(['--profile', profile, '--json', 'vault', 'check'])).json()).toMatchObject({ ok: true });
  });

  test('SIGINT in the middle of a sync leaves a sound vault, and the next one brings the rest', async () => {
    dovecot.fill('aiko', 'INBOX', 2000, { size: 3000 });
    const child = spawn(
      process.execPath,
      [builtCli, '--profile', profile, '--json', '--verbose', 'sync', '--account', '1'],
      {
        env: { ...process.env, TEGAMI_PASSWORD: password },
      },
    );
    let retrieved = 0;
    let told = false;
    child.stderr.on('data', (chunk: Buffer) => {
      retrieved += chunk.toString('latin1').split('C: RETR').length - 1;
      if (retrieved < 200 || told) return;
      told = true; // a second one is not waited for
      child.kill('SIGINT');
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(130);
    expect((await tegami(['--profile', profile, '--json', 'vault', 'check'])).json()).toMatchObject({ ok: true });
    const ran = await tegami(['--profile', profile, '--json', 'sync', '--account', '1']);
    expect(ran.code, ran.out + ran.err).toBe(0);
    const listed = await tegami(['--profile', profile, '--json', 'list', '--folder', 'inbox', '--account', '1']);
    expect(listed.json()).toHaveLength(2300);
    expect((await tegami(['--profile', profile, '--json', 'vault', 'check'])).json()).toMatchObject({ ok: true });
  });
});
