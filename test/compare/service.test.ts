/** The comparison behind its contract: what windows ask of it, in whatever order. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { shipped } from '../../src/compare/experiments/index.ts';
import { type CompareService, compareService } from '../../src/compare/index.ts';
import { Experiment, type ExperimentInput } from '../../src/contract/compare/experiment.ts';
import { ExperimentResult } from '../../src/contract/compare/result.ts';
import {
  type CompareCalls,
  type CompareSignals,
  compareCalls,
  compareSignals,
} from '../../src/contract/compare/table.ts';
import { type Connection, connect } from '../../src/contract/connect.ts';
import { transportPair } from '../../src/contract/transport.ts';

type Window = Connection<CompareCalls, CompareSignals> & { readonly heard: unknown[]; gone(): void };

let folder: string;
let service: CompareService;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tegami-service-'));
  // What the comparison keeps for itself is looked at, too.
  process.env['TMPDIR'] = folder;
  service = compareService({ folder: path.join(folder, 'saved'), version: '1.2.3' });
});
const before = process.env['TMPDIR'];
afterEach(async () => {
  await service.close();
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  expect(readdirSync(folder).filter((name) => name !== 'saved')).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});

function open(): Window {
  const [here, there] = transportPair();
  const gone = service.serve(there);
  const connection = connect<CompareCalls, CompareSignals>(here);
  const heard: unknown[] = [];
  connection.on('compare.progress', (carries) => heard.push(carries));
  return { ...connection, heard, gone };
}

const machines: ExperimentInput['machines'] = [
  { id: 'a', name: 'A', protocol: 'imap' },
  { id: 'b', name: { en: 'B', ja: 'ビー' }, protocol: 'pop3' },
];
const experiment = (
  name: string,
  steps: ExperimentInput['steps'] = [
    { do: 'deliver', count: 2 },
    { do: 'sync', on: 'all' },
  ],
) => Experiment.parse({ name, title: { en: 'Mine', ja: '私の' }, question: 'What?', machines, steps });
const long = experiment('long', [
  { do: 'deliver', count: 500 },
  { do: 'sync', on: 'all' },
]);
const beginning = {
  name: 'recorded',
  title: 'Recorded',
  question: 'What?',
  machines: experiment('x').machines,
  lang: 'en',
} as const;

const refused = (reason: string) => expect.objectContaining({ reason });

describe('experiments', () => {
  test('those that come with the program are listed in their order, and those that were saved behind them', async () => {
    const window = open();
    await window.call('compare.save', { experiment: experiment('zebra') });
    await window.call('compare.save', { experiment: experiment('ape') });
    const list = compareCalls['compare.experiments'].gives.parse(await window.call('compare.experiments', {}));
    expect(list.map((each) => [each.experiment.name, each.shipped])).toEqual([
      ...shipped.map(({ name }) => [name, true]),
      ['ape', false],
      ['zebra', false],
    ]);
    await window.call('compare.forget', { name: 'ape' });
    await window.call('compare.forget', { name: 'never-there' });
    expect(await window.call('compare.experiments', {})).toHaveLength(shipped.length + 1);
  });

  test('one that was saved is there when the program is started again, in the place of one of its name', async () => {
    const window = open();
    await window.call('compare.save', { experiment: experiment('mine') });
    const better = { ...experiment('mine'), title: 'Better' };
    await window.call('compare.save', { experiment: better });
    await service.close();
    service = compareService({ folder: path.join(folder, 'saved'), version: '1.2.3' });
    const list = await open().call('compare.experiments', {});
    expect(list.filter((each) => !each.shipped)).toEqual([{ experiment: better, shipped: false }]);
  });

  test('nobody can be saved under the name of one that comes with the program, nor what could not be run', async () => {
    const window = open();
    await expect(window.call('compare.save', { experiment: experiment('loss') })).rejects.toThrow('loss');
    const unsound = { ...experiment('mine'), steps: experiment('mine', [{ do: 'sync', on: 'nobody' }]).steps };
    await expect(window.call('compare.save', { experiment: unsound })).rejects.toEqual(refused('bad-value'));
    await expect(window.call('compare.run', { experiment: unsound, lang: 'en' })).rejects.toEqual(refused('bad-value'));
    expect(existsSync(path.join(folder, 'saved'))).toBe(false);
  });

  test('whatever is given to be checked is answered with what is wrong, in both languages', async () => {
    const window = open();
    for (const value of [null, 7, 'x', [], {}, { ...experiment('mine'), steps: 'none' }]) {
      const checked = await window.call('compare.check', { experiment: value });
      expect(checked.experiment).toBeNull();
      expect(checked.problems.length).toBeGreaterThan(0);
      for (const { problem } of checked.problems)
        expect(problem).toMatchObject({ en: expect.any(String), ja: expect.any(String) });
    }
    expect(await window.call('compare.check', { experiment: experiment('mine') })).toEqual({
      experiment: experiment('mine'),
      problems: [],
    });
  });
});

describe('runs', () => {
  test('a result is what the contract says, is told in both languages, drawn and exported', async () => {
    const window = open();
    const result = await window.call('compare.run', { experiment: experiment('mine'), lang: 'ja', seed: 42 });
    expect(ExperimentResult.parse(result)).toEqual(result);
    expect(result.title).toBe('私の');
    expect((await window.call('compare.results', { lang: 'en' })).map(({ title }) => title)).toEqual(['Mine']);
    const charts = await window.call('compare.charts', { name: 'mine', lang: 'ja', theme: 'dark' });
    expect(compareCalls['compare.charts'].gives.parse(charts).length).toBeGreaterThan(0);
    const names = ['mine'];
    const html = await window.call('compare.export', { names, format: 'html', lang: 'ja' });
    expect(html.text).toContain('私の');
    const csv = await window.call('compare.export', { names, format: 'csv', lang: 'en' });
    expect(csv.text.split('\r\n')).toHaveLength(1 + 3 * 2 + 1);
    const { text } = await window.call('compare.export', { names, format: 'json', lang: 'en' });
    expect(JSON.parse(text)).toMatchObject({
      seed: 42,
      tegami: '1.2.3',
      ground: { kind: 'lab' },
      experiments: [{ name: 'mine' }],
    });
  });

  test('of what was not run there is nothing to be seen', async () => {
    const window = open();
    expect(await window.call('compare.results', { lang: 'en' })).toEqual([]);
    await expect(window.call('compare.charts', { name: 'loss', lang: 'en', theme: 'light' })).rejects.toEqual(
      refused('not-found'),
    );
    await expect(window.call('compare.export', { names: ['loss'], format: 'html', lang: 'en' })).rejects.toEqual(
      refused('not-found'),
    );
    await expect(window.call('compare.export', { names: [], format: 'html', lang: 'en' })).rejects.toEqual(
      refused('bad-value'),
    );
  });

  test('one runs at a time, in the order of asking, and every window hears how far it is', async () => {
    const [one, other] = [open(), open()];
    const names = ['x-1', 'x-2', 'x-3'];
    const over: string[] = [];
    await Promise.all(
      names.map((name, i) =>
        (i % 2 === 0 ? one : other)
          .call('compare.run', { experiment: experiment(name), lang: 'en' })
          .then(() => over.push(name)),
      ),
    );
    expect(over).toEqual(names);
    await expect.poll(() => other.heard).toEqual(one.heard);
    const told = one.heard.map((each) => compareSignals['compare.progress'].carries.parse(each));
    expect(told.map(({ name }) => name).filter((name, i, all) => name !== all[i - 1])).toEqual(
      names.flatMap((name) => [name, null]),
    );
  });

  test('stop ends the one that is under way in the middle of its step, and those that wait; the next one runs', async () => {
    const window = open();
    const asked = [long, experiment('second'), experiment('third')].map((each) =>
      window.call('compare.run', { experiment: each, lang: 'en' }).catch((thrown: unknown) => thrown),
    );
    await expect.poll(() => window.heard.length).toBeGreaterThan(0);
    await window.call('compare.stop', {});
    for (const each of asked) expect(await each).toEqual(refused('cancelled'));
    expect(window.heard.at(-1)).toEqual({ name: null, done: 0, of: 0 });
    await window.call('compare.run', { experiment: experiment('fourth'), lang: 'en' });
    expect((await window.call('compare.results', { lang: 'en' })).map(({ name }) => name)).toEqual(['fourth']);
  });

  test('stop when nothing runs is no harm', async () => {
    const window = open();
    expect(await window.call('compare.stop', {})).toEqual({});
    expect(await window.call('compare.stop', {})).toEqual({});
  });

  test('a window that goes takes nothing with it: the other one has its result', async () => {
    const [one, other] = [open(), open()];
    const lost = one.call('compare.run', { experiment: experiment('x-1'), lang: 'en' });
    lost.catch(() => {});
    const [here, broken] = transportPair();
    here.listen(() => {});
    service.serve({
      ...broken,
      send: () => {
        throw new Error('this port is closed');
      },
    });
    const result = other.call('compare.run', { experiment: experiment('x-2'), lang: 'en' });
    await expect.poll(() => one.heard.length).toBeGreaterThan(0);
    one.gone();
    one.close();
    await expect(lost).rejects.toEqual(refused('cancelled'));
    expect((await result).name).toBe('x-2');
    expect((await other.call('compare.results', { lang: 'en' })).map(({ name }) => name)).toEqual(['x-1', 'x-2']);
  });

  test('closed in the middle, it answers everybody, leaves nothing, and opens nothing any more', async () => {
    const window = open();
    const asked = [long, experiment('second')].map((each) =>
      window.call('compare.run', { experiment: each, lang: 'en' }).catch((thrown: unknown) => thrown),
    );
    const begun = window.call('record.begin', beginning).catch((thrown: unknown) => thrown);
    await expect.poll(() => window.heard.length).toBeGreaterThan(0);
    await service.close();
    for (const each of asked) expect(await each).toEqual(refused('cancelled'));
    await begun;
    await expect(window.call('compare.run', { experiment: experiment('late'), lang: 'en' })).rejects.toEqual(
      refused('cancelled'),
    );
    await expect(window.call('record.begin', beginning)).rejects.toEqual(refused('cancelled'));
    expect(readdirSync(folder)).toEqual([]);
    await service.close();
  });
});

describe('recording', () => {
  test('an experiment is made by doing it, and gives the same when it is run again', async () => {
    const window = open();
    const first = await window.call('record.begin', beginning);
    expect(ExperimentResult.parse(first).steps.map(({ n, step }) => [n, step])).toEqual([[0, null]]);
    const { steps } = experiment('x', [
      { do: 'deliver', count: 3, attachment: 20_000 },
      { do: 'sync', on: 'all' },
      { do: 'open', on: ['a', 'b'], mails: 'm1' },
      { do: 'fetch', on: 'a', mails: ['m1', 'm2'] },
      { do: 'mark', on: 'b', mails: 'm2', set: ['flagged'] },
      { do: 'make-folder', on: 'all', folder: 'Work' },
      { do: 'move', on: 'a', mails: 'm3', to: 'Work' },
      { do: 'send', on: 'a', as: 'hello' },
      { do: 'search', on: 'a', where: 'server', from: '@' },
      { do: 'delete', on: 'b', mails: 'm1', forGood: true },
      { do: 'offline', on: 'a' },
      { do: 'online', on: 'a' },
      { do: 'together', on: ['b', 'a'] },
      { do: 'listen', on: 'a' },
      { do: 'rest', on: 'a' },
      { do: 'fill-disk', on: 'b' },
      { do: 'free-disk', on: 'b' },
      { do: 'wait', days: 8 },
      { do: 'lose', on: 'b' },
      { do: 'replace', on: 'b' },
      { do: 'sync', on: 'all' },
    ]);
    for (const [i, step] of steps.entries()) {
      const done = compareCalls['record.do'].gives.parse(await window.call('record.do', { step }));
      expect(done).toMatchObject({ n: i + 1, step });
      expect(done.outcomes.map(({ error }) => error)).toEqual([null, null]);
    }
    const recorded = ExperimentResult.parse(await window.call('record.result', { lang: 'en' }));
    expect(recorded.experiment.steps).toEqual(steps);
    await window.call('record.end', {});
    // What was recorded is kept like any other result.
    const csv = await window.call('compare.export', { names: ['recorded'], format: 'csv', lang: 'ja' });
    expect(csv.text.split('\r\n').length).toBeGreaterThan(steps.length * 2);
    await window.call('compare.save', { experiment: recorded.experiment });
    const list = await window.call('compare.experiments', {});
    const kept = list.find(({ shipped: ours }) => !ours)?.experiment;
    expect(kept).toEqual(recorded.experiment);
    const again = await window.call('compare.run', { experiment: kept ?? recorded.experiment, lang: 'en' });
    const yesOrNo = ({ facts }: ExperimentResult) =>
      Object.entries(facts).filter(([, of]) => Object.values(of).every((value) => typeof value !== 'number'));
    expect(yesOrNo(again)).toEqual(yesOrNo(recorded));
    const cells = (result: ExperimentResult) =>
      result.steps.map(({ outcomes }) => outcomes.map((each) => each.cells.map(({ why: _, ...cell }) => cell)));
    expect(cells(again)).toEqual(cells(recorded));
    const letters = ({ mails }: ExperimentResult) => mails.filter(({ mail }) => mail !== 'hello');
    expect(letters(again)).toEqual(letters(recorded));
  });

  test('runs go on beside it, and neither disturbs the other', async () => {
    const window = open();
    await window.call('record.begin', beginning);
    const [deliver, sync] = experiment('x').steps;
    if (deliver === undefined || sync === undefined) throw new Error('none');
    await window.call('record.do', { step: deliver });
    await window.call('compare.run', { experiment: experiment('beside'), lang: 'en' });
    const run = window.call('compare.run', { experiment: experiment('beside'), lang: 'en' });
    const done = await window.call('record.do', { step: sync });
    expect(done.outcomes.map(({ error, messages }) => [error, messages.known])).toEqual([
      [null, 2],
      [null, 2],
    ]);
    expect((await run).steps).toHaveLength(3);
    const stopped = window.call('compare.run', { experiment: long, lang: 'en' }).catch((thrown: unknown) => thrown);
    await window.call('compare.stop', {});
    expect(await stopped).toEqual(refused('cancelled'));
    expect((await window.call('record.do', { step: sync })).n).toBe(3);
  });

  test('a step that is not sound is refused, and the recording goes on without it', async () => {
    const window = open();
    await window.call('record.begin', beginning);
    const [deliver] = experiment('x').steps;
    if (deliver === undefined) throw new Error('none');
    for (const wrong of [
      { do: 'sync', on: 'nobody' },
      { do: 'open', on: 'a', mails: 'm1' },
      { do: 'deliver', to: 'theirs' },
    ] as const)
      await expect(window.call('record.do', { step: wrong as typeof deliver })).rejects.toEqual(refused('bad-value'));
    await window.call('record.do', { step: deliver });
    await expect(window.call('record.do', { step: deliver })).rejects.toThrow('m1');
    expect((await window.call('record.result', { lang: 'en' })).experiment.steps).toEqual([deliver]);
  });

  test('machines that cannot stand beside each other are refused', async () => {
    const window = open();
    const [a] = beginning.machines;
    if (a === undefined) throw new Error('none');
    await expect(window.call('record.begin', { ...beginning, machines: [a, a] })).rejects.toThrow('twice');
    await expect(window.call('record.begin', { ...beginning, machines: [{ ...a, id: 'all' }] })).rejects.toEqual(
      refused('bad-value'),
    );
    await expect(window.call('record.result', { lang: 'en' })).rejects.toEqual(refused('not-found'));
  });

  test('without a beginning there is nothing to do, to show or to end', async () => {
    const window = open();
    const [step] = experiment('x').steps;
    if (step === undefined) throw new Error('none');
    await expect(window.call('record.do', { step })).rejects.toEqual(refused('not-found'));
    await expect(window.call('record.result', { lang: 'en' })).rejects.toEqual(refused('not-found'));
    expect(await window.call('record.end', {})).toEqual({});
    await window.call('record.begin', beginning);
    await window.call('record.begin', beginning);
    await window.call('record.end', {});
    await expect(window.call('record.do', { step })).rejects.toEqual(refused('not-found'));
  });

  test('ended in the middle of a step, the step is over at once and everything is put away', async () => {
    const window = open();
    await window.call('record.begin', beginning);
    const [slow] = long.steps;
    if (slow === undefined) throw new Error('none');
    const doing = window.call('record.do', { step: slow }).catch((thrown: unknown) => thrown);
    const waiting = window.call('record.do', { step: slow }).catch((thrown: unknown) => thrown);
    await window.call('record.end', {});
    expect(await doing).toEqual(refused('cancelled'));
    expect(await waiting).toEqual(refused('cancelled'));
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('the file of a saved experiment is read by a person', async () => {
  await open().call('compare.save', { experiment: experiment('mine') });
  expect(readFileSync(path.join(folder, 'saved', 'mine.json'), 'utf8')).toBe(
    `${JSON.stringify(experiment('mine'), null, 2)}\n`,
  );
});
