/** What stands in a file that somebody else wrote: huge, deep, of wrong types, with names that are paths or commands. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkExperiment } from '../../../src/compare/experiments/index.ts';
import { makeMails } from '../../../src/compare/mails/index.ts';
import { savedExperiments } from '../../../src/compare/saved.ts';
import { Experiment } from '../../../src/contract/compare/experiment.ts';
import { Step, type StepOf } from '../../../src/contract/compare/step.ts';

const machine = { id: 'a', name: 'A', protocol: 'imap' };
const sound = {
  name: 'mine',
  title: 'Mine',
  question: 'What?',
  machines: [machine],
  steps: [{ do: 'sync', on: 'all' }],
};
const many = <T>(n: number, of: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => of(i));
function nested(deep: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 1;
  for (let i = 0; i < deep; i++) value = wrap(value);
  return value;
}
const circle: Record<string, unknown> = { ...sound };
circle['self'] = circle;
const parsed = (text: string): unknown => JSON.parse(text);

const hostile: Readonly<Record<string, unknown>> = {
  'a deep list': nested(100_000, (inner) => [inner]),
  'a deep object for a title': { ...sound, title: nested(100_000, (inner) => ({ inner })) },
  'a deep object under a name that means nothing': { ...sound, more: nested(100_000, (inner) => ({ inner })) },
  'half a million machines': { ...sound, machines: many(500_000, (i) => ({ ...machine, id: `m${i}` })) },
  'half a million steps': { ...sound, steps: many(500_000, () => ({ do: 'sync', on: 'all' })) },
  'a hundred thousand names that mean nothing': { ...sound, ...Object.fromEntries(many(100_000, (i) => [`k${i}`, i])) },
  'a million mailboxes': { ...sound, steps: [{ do: 'deliver', to: many(1_000_000, (i) => `m${i}`) }] },
  'mails that nobody delivers, in every step': {
    ...sound,
    steps: many(200, () => ({ do: 'open', on: 'zz', mails: many(1000, (i) => `m${i}`) })),
  },
  'a hundred thousand marks': {
    ...sound,
    steps: [{ do: 'deliver' }, { do: 'mark', on: 'all', mails: 'm', set: many(100_000, () => 'f') }],
  },
  'a prototype': parsed(
    '{"__proto__":{"name":"x"},"name":"x","title":"t","question":"q","machines":[{"id":"a","name":"A","protocol":"imap","__proto__":{"storage":1}}],"steps":[{"do":"sync","on":"all"}]}',
  ),
  'steps called like what every object has': {
    ...sound,
    steps: ['constructor', '__proto__', 'toString', 'hasOwnProperty'].map((each) => ({ do: each })),
  },
  'a circle': circle,
  'wrong numbers': {
    ...sound,
    steps: [
      { do: 'wait', days: Number.NaN },
      { do: 'wait', days: Number.POSITIVE_INFINITY },
      { do: 'deliver', count: 1e9 },
      { do: 'deliver', count: 0.5 },
    ],
  },
  'mails of a hundred gigabytes': { ...sound, steps: [{ do: 'deliver', count: 1000, attachment: 100_000_000 }] },
  'what is no object': 7,
  nothing: undefined,
  'a function': () => sound,
};

for (const [what, value] of Object.entries(hostile))
  test(`${what}: refused, with no more said than anybody reads`, () => {
    const { experiment, problems } = checkExperiment(value);
    expect(experiment).toBeNull();
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems).length).toBeLessThan(200_000);
    for (const { problem } of problems)
      expect(problem).toMatchObject({ en: expect.any(String), ja: expect.any(String) });
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

for (const name of [
  '../../etc/passwd',
  'a/b',
  'a\\b',
  '..',
  '.',
  '',
  'A',
  'con',
  'nul',
  'aux',
  'com1',
  'lpt9',
  'a\0',
  'a\n',
  '-a',
  'ａ',
  'a'.repeat(41),
])
  test(`${JSON.stringify(name)} is no name for an experiment, a machine, a mailbox or a mail`, () => {
    for (const value of [
      { ...sound, name },
      { ...sound, machines: [{ ...machine, id: name }] },
      { ...sound, machines: [{ ...machine, mailbox: name }] },
      { ...sound, steps: [{ do: 'deliver', as: name }] },
    ])
      expect(checkExperiment(value).experiment).toBeNull();
  });

test('names of what every object has are names like any other', () => {
  const value = {
    ...sound,
    name: 'constructor',
    machines: [{ ...machine, id: 'constructor', mailbox: 'valueof' }],
    steps: [
      { do: 'deliver', as: 'hasown', to: 'valueof' },
      { do: 'open', on: 'constructor', mails: 'hasown' },
    ],
  };
  expect(checkExperiment(value).problems).toEqual([]);
});

test('what a person writes into a letter stays where it was written: no field of the header and no line of SMTP comes of it', () => {
  const evil = 'x\r\nBcc: victim@tomo.test\r\n\r\n<script>';
  const step = Step.parse({
    do: 'deliver',
    subject: evil,
    word: '\r\n.\r\nQUIT\r\n',
    from: '"X\r\nReply-To: z@z.test" <a@b.test>',
  });
  for (const { raw } of makeMails(step as StepOf<'deliver'>, 'mine@kaisha.test', 1, 0)) {
    const [header = ''] = raw.toString('latin1').split('\r\n\r\n', 1);
    const names = header.split(/\r\n(?![ \t])/).map((line) => line.split(':', 1)[0]);
    expect(names).toEqual([
      'From',
      'To',
      'Subject',
      'Date',
      'Message-ID',
      'MIME-Version',
      'Content-Type',
      'Content-Transfer-Encoding',
    ]);
    expect(raw.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  }
});

describe('the folder of saved experiments', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tegami-saved-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const put = (name: string, content: string) => writeFileSync(path.join(folder, name), content);
  const experiment = Experiment.parse(sound);

  test('whatever lies there, what is an experiment is listed and the rest is left alone', async () => {
    put('mine.json', JSON.stringify(experiment));
    put('copy.json', JSON.stringify(experiment));
    put('half.json', JSON.stringify({ ...experiment, name: 'half' }).slice(0, 50));
    put('empty.json', '');
    put('deep.json', '['.repeat(200_000));
    put('zero.json', '\0'.repeat(1000));
    put('huge.json', `${' '.repeat(17_000_000)}1`);
    put('Mine.JSON', JSON.stringify(experiment));
    put('mine.json.next', '{');
    mkdirSync(path.join(folder, 'folder.json'));
    // Nobody writes into it: a reader would wait for ever.
    if (process.platform !== 'win32') execFileSync('mkfifo', [path.join(folder, 'pipe.json')]);
    const before = readdirSync(folder);
    expect(await savedExperiments(folder).list()).toEqual([experiment]);
    expect(readdirSync(folder)).toEqual(before);
  });

  test('a folder that is not there holds nothing, and is made to save; one that cannot be made is said', async () => {
    const saved = savedExperiments(path.join(folder, 'a', 'b'));
    expect(await saved.list()).toEqual([]);
    await saved.save(experiment);
    expect(await saved.list()).toEqual([experiment]);
    put('file', '');
    const nowhere = savedExperiments(path.join(folder, 'file', 'b'));
    await expect(nowhere.save(experiment)).rejects.toMatchObject({ reason: 'disk-failed' });
    expect(await nowhere.list()).toEqual([]);
    await saved.forget('mine');
    await saved.forget('mine');
    expect(existsSync(path.join(folder, 'a', 'b', 'mine.json'))).toBe(false);
  });
});
