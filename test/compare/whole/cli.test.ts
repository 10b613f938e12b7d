/** `tegami compare` as people run it, against the lab: what the protocols are known for is found in the steps that it prints. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ran, tegami } from '../../support/cli.ts';
import { at, cell, type Experiment, list, machinesOver, must, named, places, type Report, stepThat } from './walk.ts';

const folder = mkdtempSync(join(tmpdir(), 'tegami-compare-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const compare = (...args: string[]): Promise<Ran> => tegami(['compare', ...args]);
const one = (ran: Ran): Experiment => must((ran.json() as Report).experiments[0]);

describe('compare --json', () => {
  let ran: Ran;
  let report: Report;
  beforeAll(async () => {
    ran = await compare('--json');
    report = ran.json() as Report;
  }, 240_000);

  test('all experiments run, each with its question, an answer and what it is made of', () => {
    expect(ran.code).toBe(0);
    expect(report.experiments.length).toBeGreaterThanOrEqual(10);
    for (const { question, answer, machines, steps, facts } of report.experiments) {
      expect(question).toMatch(/\?$/);
      expect(answer.length).toBeGreaterThan(20);
      expect(machines.length).toBeGreaterThanOrEqual(2);
      expect(steps.length).toBeGreaterThan(2);
      expect(Object.keys(facts).length).toBeGreaterThan(0);
    }
  });

  test('read state: what is read on one machine is read on the other over IMAP, and is not over POP3', () => {
    const it = named(report, 'read-state');
    const read = list(stepThat(it, 'open').step?.mails);
    expect(read.length).toBeGreaterThan(0);
    for (const [protocol, shared] of [
      ['imap', true],
      ['pop3', false],
    ] as const) {
      const [office, home] = machinesOver(it, protocol);
      const last = stepThat(it, 'sync', -1);
      for (const mail of read) {
        expect(cell(last, must(office), mail)?.read, `${protocol} ${mail}`).toBe(true);
        expect(cell(last, must(home), mail)?.read, `${protocol} ${mail}`).toBe(shared);
      }
    }
  });

  test('new again: mail that was read at the office is new at home over POP3, and is not over IMAP', () => {
    const it = named(report, 'read-state');
    const read = list(stepThat(it, 'open').step?.mails);
    for (const [protocol, again] of [
      ['imap', false],
      ['pop3', true],
    ] as const) {
      const home = must(machinesOver(it, protocol)[1]);
      const first = must(it.steps.find((step) => at(step, home).messages.known > 0));
      for (const mail of read) expect(cell(first, home, mail)?.fresh, `${protocol} ${mail}`).toBe(again);
    }
  });

  test('copies: over POP3 each machine holds one, over IMAP the server holds the one there is', () => {
    const it = named(report, 'read-state');
    const end = must(it.steps.at(-1));
    const sizes = (mailbox: string): number =>
      it.mails.filter((each) => each.mailbox === mailbox).reduce((sum, { size }) => sum + size, 0);
    for (const { mail } of it.mails)
      for (const machine of it.machines) {
        const whole = cell(end, machine, mail)?.holds === 'whole';
        expect(whole, `${mail} on ${machine.id}`).toBe(machine.protocol === 'pop3');
        expect(places(end, machine, mail), `${mail} of ${machine.id}`).toEqual(['INBOX']);
      }
    // And on disk there is what is said: whole mails or none.
    for (const machine of it.machines) {
      const onDisk = at(end, machine).disk.mail;
      if (machine.protocol === 'pop3') expect(onDisk).toBeGreaterThanOrEqual(sizes(machine.mailbox));
      else expect(onDisk).toBe(0);
    }
  });

  test('folders: one that is made over IMAP is on the server and on the other machine, over POP3 it is where it was made', () => {
    const it = named(report, 'folders');
    const made = must(stepThat(it, 'make-folder').step?.folder);
    const end = must(it.steps.at(-1));
    const shown = (id: string) => must(end.outcomes.find(({ machine }) => machine === id)).folders;
    for (const id of ['office-imap', 'home-imap']) expect(shown(id)).toContainEqual({ path: made, local: false });
    expect(shown('office-pop3')).toContainEqual({ path: made, local: true });
    expect(shown('home-pop3').map(({ path }) => path)).not.toContain(made);
    expect(end.server.flatMap(({ folders }) => folders.map(({ path }) => path))).toContain(made);
    for (const { mail } of it.mails.filter(({ mail: each }) => each === 'm1'))
      for (const machine of machinesOver(it, 'imap')) expect(cell(end, machine, mail)?.folder).toBe(made);
  });

  test('the text of a mail with 10 MB costs IMAP less than 1 % of what it costs POP3, as the machine and as the line count', () => {
    const it = named(report, 'thin-line');
    const mail = must(it.mails[0]);
    expect(mail.attachment).toBeGreaterThanOrEqual(10_000_000);
    const read = stepThat(it, 'open');
    const begin = stepThat(it, 'deliver').n;
    const cost = (protocol: 'imap' | 'pop3', by: 'traffic' | 'line'): number => {
      const machine = must(machinesOver(it, protocol)[0]);
      expect(['text', 'whole']).toContain(cell(read, machine, mail.mail)?.holds);
      return it.steps
        .filter(({ n }) => n >= begin && n <= read.n)
        .reduce((sum, step) => sum + at(step, machine)[by].bytesIn + at(step, machine)[by].bytesOut, 0);
    };
    for (const by of ['traffic', 'line'] as const) {
      expect(cost('pop3', by)).toBeGreaterThan(10_000_000);
      expect(cost('imap', by)).toBeGreaterThan(1000);
      expect(cost('imap', by)).toBeLessThan(cost('pop3', by) / 100);
    }
  });

  test('search: the server finds by sender, recipient and word for a machine that has nothing, over IMAP only', () => {
    const it = named(report, 'search');
    const asked = it.steps.filter(({ step }) => step?.do === 'search' && step.where === 'server');
    expect(asked).toHaveLength(3);
    const wanted = it.mails.map(({ mail }) => mail).filter((mail) => mail.startsWith('otter'));
    for (const step of asked) {
      const [imap, pop3] = [must(machinesOver(it, 'imap')[0]), must(machinesOver(it, 'pop3')[0])];
      expect(at(step, imap).messages.known).toBe(0);
      expect([...must(at(step, imap).found)].sort()).toEqual(wanted);
      expect(at(step, imap).transcript.some(({ who, text }) => who === 'C' && /UID SEARCH/.test(text))).toBe(true);
      expect(at(step, pop3).found).toBeNull();
      expect(at(step, pop3).error?.reason).toBe('pop3-no-search');
    }
  });

  test('loss: what is left of the mail when the machine dies is what its policy left on the server', () => {
    const it = named(report, 'loss');
    const dies = stepThat(it, 'lose');
    const before = must(it.steps[dies.n - 1]);
    const end = must(it.steps.at(-1));
    const came = [...new Set(it.mails.map(({ mail }) => mail))].filter((mail) => /^m\d$/.test(mail));
    for (const machine of it.machines) {
      const kept = came.filter((mail) => cell(end, machine, mail) !== null || places(end, machine, mail).length > 0);
      const gone = machine.protocol === 'pop3' && machine.keep.policy === 'delete';
      for (const mail of came) expect(cell(before, machine, mail), `${mail} on ${machine.id}`).not.toBeNull();
      expect(at(dies, machine).messages.known).toBe(0);
      expect(kept, machine.id).toEqual(gone ? [] : came);
    }
  });
});

describe('what is asked for', () => {
  const file = (name: string, content: unknown): string => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const own = {
    name: 'my-own',
    title: 'My own',
    question: 'Does it come?',
    machines: [
      { id: 'a', name: 'A', protocol: 'imap' },
      { id: 'b', name: 'B', protocol: 'pop3' },
    ],
    steps: [
      { do: 'deliver', count: 2 },
      { do: 'sync', on: 'all' },
    ],
  };

  test('an experiment that somebody wrote is run, with machines out of another file', async () => {
    const slow = { id: 'b', name: 'B, slow', protocol: 'pop3', link: { kbitPerSecond: 8, delayMs: 500 } };
    const third = { id: 'c', name: 'C', protocol: 'imap', fetch: 'text' };
    const ran = await compare(
      '--json',
      '--experiment',
      file('own.json', own),
      '--machines',
      file('machines.json', [slow, third]),
    );
    expect(ran.code, ran.err).toBe(0);
    const it = one(ran);
    expect(it).toMatchObject({ name: 'my-own', question: 'Does it come?' });
    expect(it.machines.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    const end = must(it.steps.at(-1));
    expect(it.machines.map((machine) => cell(end, machine, 'm2')?.holds)).toEqual(['listed', 'whole', 'text']);
    const lineMs = (id: string): number => must(end.outcomes.find(({ machine }) => machine === id)).lineMs;
    // Three round trips of TCP and TLS alone are three seconds of that line.
    expect(lineMs('b')).toBeGreaterThan(3000);
    expect(lineMs('a')).toBeLessThan(2000);
  });

  test('the same seed gives the same mails and the same outcome, another one other mails', async () => {
    const run = async (seed: string): Promise<Experiment> =>
      one(await compare('--json', '--experiment', 'delete', '--seed', seed));
    const [first, second, other] = await Promise.all([run('7'), run('7'), run('8')]);
    const shown = ({ mails, steps }: Experiment) => ({
      mails,
      steps: steps.map(({ outcomes, server }) => ({
        cells: outcomes.map(({ cells }) => cells.map(({ why, ...rest }) => rest)),
        server,
      })),
    });
    expect(shown(second)).toEqual(shown(first));
    const ids = ({ mails }: Experiment) => mails.map(({ messageId }) => messageId);
    expect(ids(other)).not.toEqual(ids(first));
  }, 60_000);

  test('a page and a table hold the numbers of the report, and nothing that leads elsewhere', async () => {
    const [html, csv] = [join(folder, 'x.html'), join(folder, 'x.csv')];
    const ran = await compare('--json', '--experiment', 'sent', '--html', html, '--csv', csv);
    expect(ran.code, ran.err).toBe(0);
    const it = one(ran);
    const page = readFileSync(html, 'utf8');
    const leads = [
      ...page.matchAll(/(?:\b(?:src|href|action)\s*=|url\()\s*["']?([^"'\s>)]*)|(@import|<script|<iframe)/gi),
    ];
    expect(
      leads.map(([, to, other]) => to ?? other).filter((to) => to !== undefined && !/^(?:#|data:)/.test(to)),
    ).toEqual([]);
    const words = page
      .replace(/<[^>]*>/g, ' ')
      .replaceAll('&#39;', "'")
      .replace(/\s+/g, ' ');
    expect(words).toContain(it.question);
    expect(words).toContain(it.answer);
    const [head, ...rows] = readFileSync(csv, 'utf8')
      .replace(/^\ufeff/, '')
      .trim()
      .split('\r\n');
    const column = (name: string): number => must(head).split(',').indexOf(name);
    expect(rows).toHaveLength(it.steps.length * it.machines.length);
    const acted = it.steps.flatMap(({ outcomes }) => outcomes.filter(({ traffic }) => traffic.bytesIn > 0));
    expect(acted.length).toBeGreaterThan(0);
    for (const { traffic } of acted) expect(words).toContain(traffic.bytesIn.toLocaleString('en-US'));
    // Fields behind the names may be quoted; octets are found from where they stand.
    const numbers = rows.map((row) => row.replace(/"(?:[^"]|"")*"/g, 'text').split(','));
    expect(numbers.map((row) => Number(row[column('bytes_in')]))).toEqual(
      it.steps.flatMap(({ outcomes }) => outcomes.map(({ traffic }) => traffic.bytesIn)),
    );
  });

  test('on a terminal everything is told in Japanese', async () => {
    const ran = await compare('--experiment', 'sent', '--lang', 'ja');
    expect(ran.code, ran.err).toBe(0);
    expect(ran.out).toMatch(/POP3では/);
    expect(ran.out).toMatch(/です。|ます。/);
    const latin = ran.out.replace(/POP3|IMAP|PC|MB|kB|KB|JSON|HTML|CSV|FILE|--\w+/g, '');
    expect(latin).not.toMatch(/[A-Za-z]{4,} [A-Za-z]{3,} [A-Za-z]{3,}/);
  });

  const bad: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no JSON', ['--experiment', file('bad.json', '{')], /bad\.json is not JSON/],
    ['a list', ['--experiment', file('list.json', [])], /list\.json/],
    ['nothing in it', ['--experiment', file('empty.json', { name: 'x' })], /empty\.json, machines/],
    [
      'a machine that is not there',
      ['--experiment', file('who.json', { ...own, steps: [{ do: 'sync', on: 'z' }] })],
      /steps\.0\.on.*z/,
    ],
    [
      'a mail that never comes',
      ['--experiment', file('mail.json', { ...own, steps: [{ do: 'open', on: 'a', mails: 'm9' }] })],
      /steps\.0\.mails.*m9/,
    ],
    [
      'an unknown step',
      ['--experiment', file('step.json', { ...own, steps: [{ do: 'fly', on: 'a' }] })],
      /steps\.0\.do/,
    ],
    ['no such file', ['--experiment', join(folder, 'none.json')], /none\.json/],
    [
      'seven machines',
      [
        '--experiment',
        'sent',
        '--machines',
        file(
          'seven.json',
          [...'abcdefg'].map((id) => ({ id, name: id, protocol: 'imap' })),
        ),
      ],
      /machines/,
    ],
    ['machines that are none', ['--experiment', 'sent', '--machines', file('none2.json', {})], /none2\.json/],
    ['no file of machines', ['--machines', join(folder, 'gone.json')], /gone\.json/],
    ['a number that is none', ['--seed', 'x'], /--seed/],
    ['a user without servers', ['--user', 'u'], /--account/],
    ['a language that is none', ['--lang', 'xx'], /--lang/],
  ];
  test.each(bad)('%s: exit 2, and what is wrong is said, before anything is run', async (_, args, said) => {
    const ran = await compare(...args);
    expect(ran.code, ran.err).toBe(2);
    expect(ran.out).toBe('');
    expect(ran.err).toMatch(said);
    expect(ran.err).not.toMatch(/\bat .*\.(?:ts|cjs):\d+/);
  });

  test('where a page cannot be written, that is said before anything is measured', async () => {
    for (const place of [join(folder, 'no', 'x.html'), folder]) {
      const ran = await compare('--experiment', 'sent', '--html', place);
      expect(ran.code).toBe(1);
      expect(ran.err).toContain(place);
      expect(ran.err).not.toContain('1 of 1');
    }
  });
});
