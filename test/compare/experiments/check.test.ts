import { describe, expect, test } from 'vitest';
import { checkExperiment, shipped } from '../../../src/compare/experiments/index.ts';
import { inLang } from '../../../src/contract/compare/text.ts';

const machine = (id: string, over: Record<string, unknown> = {}) => ({ id, name: id, protocol: 'imap', ...over });
const own = (steps: unknown[], machines: unknown[] = [machine('a'), machine('b', { mailbox: 'other' })]) => ({
  name: 'own',
  title: 'Own',
  question: 'What then?',
  machines,
  steps,
});
const deliver = { do: 'deliver' };

/** Path and English words of every problem. */
const problems = (value: unknown): [string, string][] =>
  checkExperiment(value).problems.map(({ path, problem }) => [path, inLang(problem, 'en')]);
const paths = (value: unknown): string[] => problems(value).map(([path]) => path);

test('what is sound comes back with every default filled in', () => {
  const { experiment, problems: none } = checkExperiment(own([deliver, { do: 'open', on: 'a', mails: 'm' }]));
  expect(none).toEqual([]);
  expect(experiment?.machines[0]).toMatchObject({
    mailbox: 'mine',
    keep: { policy: 'forever' },
    fetch: 'list',
    storage: null,
  });
  expect(experiment?.steps[0]).toMatchObject({ count: 1, as: 'm', shape: 'plain' });
});

test.each([null, 7, 'text', [], {}])('%j is no experiment, and it is said why', (value) => {
  const { experiment, problems: found } = checkExperiment(value);
  expect(experiment).toBeNull();
  expect(found.length).toBeGreaterThan(0);
});

describe('a problem names its place', () => {
  test.each<[string, unknown, string[]]>([
    ['a value that is wrong', own([{ do: 'deliver', count: 0 }]), ['steps.0.count']],
    ['a machine that does not exist', own([{ do: 'sync', on: 'c' }]), ['steps.0.on']],
    ['one of several', own([{ do: 'sync', on: ['a', 'c'] }]), ['steps.0.on.1']],
    ['a machine that is named twice in a step', own([{ do: 'together', on: ['a', 'a'] }]), ['steps.0.on.1']],
    ['two machines of one name', own([deliver], [machine('a'), machine('a')]), ['machines.1.id']],
    ['a machine called all', own([deliver], [machine('all')]), ['machines.0.id']],
    ['a mail that never came', own([deliver, { do: 'open', on: 'a', mails: 'x' }]), ['steps.1.mails']],
    ['a mail that comes later', own([{ do: 'open', on: 'a', mails: 'm' }, deliver]), ['steps.0.mails']],
    [
      'one of several mails',
      own([
        { do: 'deliver', count: 2 },
        { do: 'open', on: 'a', mails: ['m1', 'm3'] },
      ]),
      ['steps.1.mails.1'],
    ],
    ['a mailbox that nobody reads', own([{ do: 'deliver', to: 'nobody' }]), ['steps.0.to']],
    ['somebody unknown to share with', own([{ do: 'share', on: 'a', folder: 'F', with: 'nobody' }]), ['steps.0.with']],
    ['two mails of one name in one mailbox', own([deliver, deliver]), ['steps.1.as', 'steps.1.as']],
    ['a search for nothing', own([{ do: 'search', on: 'a', where: 'server' }]), ['steps.0']],
    ['a mark that marks nothing', own([deliver, { do: 'mark', on: 'a', mails: 'm' }]), ['steps.1']],
    [
      'a machine that is lost',
      own([
        { do: 'lose', on: 'a' },
        { do: 'sync', on: 'all' },
      ]),
      ['steps.1.on'],
    ],
    ['a word that is misspelt', own([{ do: 'deliver', cuont: 3 }]), ['steps.0.cuont']],
    [
      'a word that is misspelt in a machine',
      own([deliver], [machine('a', { link: { kbitPerSecond: 64, delayMs: 1, rate: 2 } })]),
      ['machines.0.link.rate'],
    ],
    [
      'a name that grows too long',
      own([{ do: 'deliver', count: 10, as: 'a'.repeat(39) }]),
      ['steps.0.as', 'steps.0.as'],
    ],
    ['more mail than there is room for', own([{ do: 'deliver', count: 3, attachment: 100_000_000 }]), ['steps.0']],
  ])('%s', (_, value, expected) => {
    expect(paths(value)).toEqual(expected);
    expect(checkExperiment(value).experiment).toBeNull();
  });
});

test('what a problem says names what is there', () => {
  expect(problems(own([{ do: 'sync', on: 'c' }]))).toEqual([
    ['steps.0.on', 'There is no machine “c”. There are: a, b.'],
  ]);
  expect(problems(own([deliver, { do: 'open', on: 'a', mails: 'x' }]))).toEqual([
    ['steps.1.mails', 'No step before this one delivers or sends a mail “x”. Known here: m.'],
  ]);
});

test('what a value should be is said in words', () => {
  const { question: _, ...rest } = own([{ do: 'synch', on: 'a' }, { on: 'a' }, { do: 'sync' }]);
  expect(problems({ ...rest, name: 'My own', machines: [] }).map(([path, said]) => [path, said?.slice(0, 34)])).toEqual(
    [
      ['name', 'Use small letters (a–z), digits an'],
      ['question', 'This is missing.'],
      ['machines', 'There must be one at least.'],
      ['steps.0.do', '“synch” cannot stand here. It must'],
      ['steps.1.do', 'One of these must stand here: deli'],
      ['steps.2.on', 'This is missing.'],
    ],
  );
});

test('every problem is told in Japanese too', () => {
  const bad = own([
    { do: 'deliver', to: 'nobody', extra: 1 },
    { do: 'sync', on: 'c' },
    { do: 'search', on: 'a', where: 'here' },
    { do: 'open', on: 'a', mails: 'x' },
  ]);
  for (const value of [bad, own([{ do: 'deliver', count: -1 }]), { ...own([deliver]), machines: [] }]) {
    const { problems: found } = checkExperiment(value);
    expect(found.length).toBeGreaterThan(0);
    for (const { problem } of found) expect(inLang(problem, 'ja')).toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}]/u);
  }
});

test('after it was replaced a lost machine works again', () => {
  expect(
    paths(
      own([
        { do: 'lose', on: 'a' },
        { do: 'replace', on: 'a' },
        { do: 'sync', on: 'a' },
      ]),
    ),
  ).toEqual([]);
});

test('what was sent can be spoken of: one mail as the step says, several of one mailbox with their machine', () => {
  const two = [machine('a'), machine('b')];
  const send = { do: 'send', on: 'all', as: 'letter' };
  expect(paths(own([send, { do: 'open', on: 'a', mails: 'letter-b' }], two))).toEqual([]);
  expect(paths(own([send, { do: 'open', on: 'a', mails: 'letter' }], two))).toEqual(['steps.1.mails']);
  expect(paths(own([send, { do: 'open', on: 'a', mails: 'letter' }]))).toEqual([]);
});

test('what is written out as JSON and read again is the same', () => {
  for (const experiment of shipped)
    expect(checkExperiment(JSON.parse(JSON.stringify(experiment)))).toEqual({ experiment, problems: [] });
});
