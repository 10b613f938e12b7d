/** `tegami compare` as people run it: another process, its documents and files, real servers, a signal in the middle. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readState as readStateExperiment } from '../../src/compare/experiments/read-state.ts';
import type { ForYou } from '../../src/contract/compare/for-you.ts';
import { Report } from '../../src/contract/compare/result.ts';
import { type Census, census } from '../compare/support/census.ts';
import { type RealServers, realServers } from '../compare/support/ground.ts';
import { describeDovecot } from '../servers/available.ts';
import { startCli, tegami } from '../support/cli.ts';

// A command is a process of its own that starts a lab and four machines; on a busy machine each takes its time.
vi.setConfig({ testTimeout: 240_000 });

const folder = mkdtempSync(path.join(tmpdir(), 'tegami-cli-compare-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: unknown): string => {
  const at = path.join(folder, name);
  writeFileSync(at, typeof content === 'string' ? content : JSON.stringify(content));
  return at;
};
/** A place for temporary files that nobody else uses: what is left there was not put away. */
const ownTemp = (name: string): { TMPDIR: string } => {
  const TMPDIR = path.join(folder, name);
  mkdirSync(TMPDIR);
  return { TMPDIR };
};
const left = ({ TMPDIR }: { TMPDIR: string }): string[] => readdirSync(TMPDIR);

describe('in the lab', () => {
  test('--json prints one document with everything that was measured, and says on standard error how far it is', async () => {
    const temp = ownTemp('json');
    const html = path.join(folder, 'out.html');
    const csv = path.join(folder, 'out.csv');
    const words = ['--experiment', 'read-state', '--experiment', 'thin-line', '--html', html, '--csv', csv];
    const needs = ['--needs', file('needs.json', { machines: 3, quota: null })];
    const ran = await tegami(['compare', '--json', '--seed', '7', ...words, ...needs], { env: temp });
    expect(ran.code, ran.err).toBe(0);
    const { forYou, ...rest } = ran.json() as { forYou: ForYou };
    const report = Report.parse(rest);
    expect(rest).toEqual(report);
    expect(report).toMatchObject({ lang: 'en', seed: 7, pace: 1000, ground: { kind: 'lab' }, skipped: [] });
    expect(report.experiments.map(({ name }) => name)).toEqual(['read-state', 'thin-line']);
    const [readState, thinLine] = report.experiments;
    expect(Object.keys(readState ?? {})).toEqual(
      expect.arrayContaining(['name', 'question', 'answer', 'machines', 'steps', 'facts']),
    );
    expect(readState?.facts).toMatchObject({
      readStateShared: { imap: true, pop3: false },
      newAgain: { imap: false, pop3: true },
    });
    expect(thinLine?.facts['textBytes']?.['ratio']).toBeLessThan(0.01);
    expect(ran.err).toMatch(/^read-state \(1 of 2\): [\d.]+ s\nthin-line \(2 of 2\): [\d.]+ s\n$/);
    expect(forYou.needs).toMatchObject({ machines: 3, quota: null });
    expect(forYou.choice).toBe('imap');

    const page = readFileSync(html, 'utf8');
    expect(page).toContain(readState?.question);
    expect(page).toContain('POP3 or IMAP for you?');
    const rows = readFileSync(csv, 'utf8').trimEnd().split('\r\n');
    const wanted = report.experiments.reduce((sum, { steps, machines }) => sum + steps.length * machines.length, 0);
    expect(rows).toHaveLength(wanted + 1);
    expect(left(temp)).toEqual([]);
  });

  test('without an output option the question, the answer and a table are printed, in the language that was asked for', async () => {
    const ran = await tegami(['compare', '--experiment', 'sent', '--needs', file('usual.json', '{}'), '--lang', 'ja']);
    expect(ran.code, ran.err).toBe(0);
    const { question } = (await import('../../src/compare/experiments/sent.ts')).sent;
    expect(ran.out.replace(/\s/g, '')).toContain(typeof question === 'string' ? question : question.ja);
    expect(ran.out).toMatch(/マシン +受信 +送信 +往復 +回線の時間/);
    expect(ran.out).toMatch(/職場のPC（POP3） +[\d.]+ kB/);
    expect(ran.out).toContain('ここで行った実験だけでは計算できません');
    expect(ran.out).toContain('専用のラボ');
    expect(ran.out).not.toContain('undefined');
  });

  test('an experiment of one’s own is run out of a file, with machines out of another', async () => {
    const own = { ...readStateExperiment, name: 'my-own', steps: readStateExperiment.steps.slice(0, 2) };
    const machines = [
      { ...readStateExperiment.machines[0], name: 'The old PC', link: { kbitPerSecond: 56, delayMs: 100 } },
      { id: 'tablet', name: 'Tablet', protocol: 'imap', mailbox: 'imap' },
    ];
    const words = ['--experiment', file('own.json', own), '--machines', file('machines.json', { machines })];
    const ran = await tegami(['compare', '--json', ...words]);
    expect(ran.code, ran.err).toBe(0);
    const [result] = Report.parse(ran.json()).experiments;
    expect(result?.name).toBe('my-own');
    expect(result?.machines.map(({ id }) => id)).toEqual([
      'office-pop3',
      'home-pop3',
      'office-imap',
      'home-imap',
      'tablet',
    ]);
    expect(result?.machines[0]).toMatchObject({ name: 'The old PC', link: { kbitPerSecond: 56, delayMs: 100 } });
  });

  test('a signal ends it in order: its exit code, no document, and nothing left behind', async () => {
    const temp = ownTemp('signal');
    const { child, ended } = startCli(['compare', '--json'], { env: temp });
    let err = '';
    child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
    await vi.waitUntil(() => err.includes('read-state'), { timeout: 120_000, interval: 20 });
    expect(left(temp).length).toBeGreaterThan(0);
    child.kill('SIGINT');
    const ran = await ended;
    expect([ran.code, ran.signal, ran.out]).toEqual([130, null, '']);
    expect(left(temp)).toEqual([]);
  });

  test('whoever reads no further ends it, and nothing is left behind', async () => {
    const temp = ownTemp('head');
    const { child, ended } = startCli(['compare'], { env: temp });
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    child.stdout?.destroy();
    const ran = await ended;
    expect([ran.code, ran.signal]).toEqual([0, null]);
    expect(left(temp)).toEqual([]);
  });
});

describe('what cannot be meant is exit 2, with the place where it stands', () => {
  const broken = { ...readStateExperiment, steps: [{ do: 'sync', on: 'nobody' }, { do: 'dance' }], extra: 1 };
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['a name that is none', ['--experiment', 'read-mail'], ['"read-mail"', 'read-state', 'offline']],
    ['one name twice', ['--experiment', 'sent', '--experiment', 'sent'], ['--experiment sent']],
    ['no JSON', ['--experiment', file('no.json', '{')], ['no.json is not JSON']],
    ['no experiment', ['--experiment', file('array.json', [])], ['array.json']],
    ['steps that are none', ['--experiment', file('steps.json', broken)], ['steps.json, steps.1.do']],
    [
      'machines and mails that do not exist',
      [
        '--experiment',
        file('who.json', { ...readStateExperiment, steps: [{ do: 'open', on: 'nobody', mails: 'm9' }] }),
      ],
      ['who.json, steps.0.on', 'who.json, steps.0.mails'],
    ],
    ['no machines', ['--machines', file('none.json', [])], ['none.json']],
    [
      'machines that are none',
      ['--experiment', 'sent', '--machines', file('bad.json', [{ id: 'office-pop3', protocol: 'uucp' }])],
      ['bad.json', 'machines.0.protocol'],
    ],
    ['needs that are none', ['--needs', file('bad-needs.json', { machines: 0, mail: 3 })], ['machines', 'mail']],
    ['a pace of nothing', ['--pace', '0'], ['--pace']],
    ['a server and no user', ['--account', 'localhost'], ['--user']],
    ['a user and no server', ['--user', 'aiko'], ['--account']],
    [
      'two servers for three users',
      ['--account', 'a.test', '--account', 'b.test', '--user', 'a', '--user', 'b', '--user', 'c'],
      ['--account', '2', '3'],
    ],
    ['a port that is none', ['--account', 'a.test', '--user', 'a', '--imap-port', 'x'], ['--imap-port']],
  ];
  for (const [name, words, said] of cases)
    test(name, async () => {
      const plain = await tegami(['compare', ...words]);
      expect([plain.code, plain.out], plain.err).toEqual([2, '']);
      for (const part of said) expect(plain.err).toContain(part);
      expect(plain.err).not.toMatch(/\n\s+at /);
      const json = await tegami(['compare', '--json', '--lang', 'ja', ...words]);
      expect(json.code).toBe(2);
      expect(json.json()).toMatchObject({ error: { kind: 'bad-input', at: 'cli.usage' } });
    });

  test('a file that cannot be written is said before anything is run', async () => {
    const ran = await tegami(['compare', '--json', '--html', path.join(folder, 'nowhere', 'x.html')]);
    expect([ran.code, ran.err]).toEqual([1, '']);
    expect(ran.json()).toMatchObject({ error: { kind: 'not-stored', at: 'cli.out' } });
  });
});

describeDovecot('at somebody’s real server', () => {
  let servers: RealServers;
  let before: Census;
  const users = ['box1', 'box2'];
  beforeAll(async () => {
    servers = await realServers({ boxes: 2, sends: false });
    before = await census(servers.dovecot, 'box1');
  });
  afterAll(() => servers?.close());
  const at = (who: readonly string[], ...words: string[]): string[] => [
    ...['compare', '--account', 'localhost', '--ca', servers.dovecot.caFile],
    ...['--imap-port', String(servers.dovecot.imaps), '--pop3-port', String(servers.dovecot.pop3s)],
    ...who.flatMap((user) => ['--user', user, '--email', `${user}@kaisha.test`]),
    ...words,
  ];

  test('the same answer as in the lab, and nothing stays there', async () => {
    const ran = await tegami(at(users, '--experiment', 'read-state', '--json'));
    expect(ran.code, ran.out.slice(0, 2000) + ran.err).toBe(0);
    const report = Report.parse(ran.json());
    expect(report.ground).toMatchObject({ kind: 'server', name: 'localhost' });
    expect(report.ground.imap).toContain('Dovecot');
    expect(report.experiments[0]?.facts).toMatchObject({
      readStateShared: { imap: true, pop3: false },
      newAgain: { imap: false, pop3: true },
    });
    for (const user of users) expect(await census(servers.dovecot, user)).toEqual(before);
  });

  test('a signal in the middle leaves nothing there either', async () => {
    const temp = ownTemp('server-signal');
    const { child, ended } = startCli(at(users, '--experiment', 'folders', '--json', '--pace', '1'), { env: temp });
    const lies = async () => Object.values(await census(servers.dovecot, 'box1')).flat().length > 0;
    await vi.waitUntil(lies, { timeout: 60_000, interval: 50 });
    child.kill('SIGINT');
    const ran = await ended;
    expect([ran.code, ran.signal, ran.out]).toEqual([130, null, '']);
    for (const user of users) expect(await census(servers.dovecot, user)).toEqual(before);
    expect(left(temp)).toEqual([]);
  });

  test('a mailbox with somebody’s mail is refused, unless told otherwise; then that mail is as it was', async () => {
    servers.dovecot.fill('box1', 'INBOX', 2, {});
    const theirs = await census(servers.dovecot, 'box1');
    const refused = await tegami(at(users, '--experiment', 'read-state', '--json'));
    expect(refused.code).toBe(1);
    expect(refused.json()).toMatchObject({ error: { reason: 'mailbox-not-empty' } });
    expect(await census(servers.dovecot, 'box1')).toEqual(theirs);
    const ran = await tegami(at(users, '--experiment', 'read-state', '--json', '--even-if-not-empty'));
    expect(ran.code, ran.out.slice(0, 2000) + ran.err).toBe(0);
    expect(await census(servers.dovecot, 'box1')).toEqual(theirs);
  });

  test('an experiment that needs more mailboxes at once than were given is left out, with its reason', async () => {
    const words = at(['box2'], '--experiment', 'share', '--json');
    const ran = await tegami(words);
    expect(ran.code, ran.out.slice(0, 2000) + ran.err).toBe(0);
    const { experiments, skipped } = Report.parse(ran.json());
    expect(experiments).toEqual([]);
    expect(skipped).toMatchObject([{ name: 'share', why: { reason: 'too-few-mailboxes' } }]);
  });
});

test('help of compare says what it is told, in both languages', async () => {
  const [en, ja] = await Promise.all([tegami(['help', 'compare']), tegami(['help', 'compare', '--lang', 'ja'])]);
  for (const { code, out } of [en, ja]) {
    expect(code).toBe(0);
    for (const option of ['experiment', 'machines', 'html', 'csv', 'account', 'even-if-not-empty', 'pace'])
      expect(out).toContain(`--${option}`);
    expect(out.split('\n')[0]).not.toContain('--profile');
  }
});
