/** A stand-in for the comparison's process, in memory: the contract's shape without a socket. For tests of the view and for the gallery. */
import { MailError } from '../../../src/base/errors.ts';
import { checkExperiment, shipped } from '../../../src/compare/experiments/index.ts';
import { Experiment } from '../../../src/contract/compare/experiment.ts';
import { Machine } from '../../../src/contract/compare/machine.ts';
import type { ExperimentResult } from '../../../src/contract/compare/result.ts';
import {
  type Chart,
  type CompareCalls,
  type CompareSignals,
  compareCalls,
} from '../../../src/contract/compare/table.ts';
import { emit, type Handlers, serve } from '../../../src/contract/serve.ts';
import type { Carries } from '../../../src/contract/table.ts';
import type { Transport } from '../../../src/contract/transport.ts';
import { CompareWorld, resultOf } from './compare-world.ts';
import { heard } from './heard.ts';

export interface FakeCompare {
  serve(transport: Transport): () => void;
  /** What was asked, oldest first. */
  readonly asked: { name: string; takes: unknown }[];
  progress(carries: Carries<CompareSignals, 'compare.progress'>): void;
}

export interface FakeCompareOptions {
  /** Only these instead of those that come with the program. */
  readonly experiments?: readonly Experiment[];
  /** Names of those that were run already; all where true. */
  readonly ran?: readonly string[] | true;
  /** A run does not end by itself: it is stopped, or stays. */
  readonly hangs?: boolean;
  /** The run of this one is refused. */
  readonly refuses?: string;
  /** The list itself is refused. */
  readonly broken?: boolean;
}

const failed = () =>
  new MailError({ kind: 'not-stored', at: 'compare.run', reason: 'disk-full', advice: 'free-space' });
const cancelled = () =>
  new MailError({ kind: 'unreachable', at: 'compare.run', reason: 'cancelled', advice: 'retry-later' });

export function createFakeCompare(o: FakeCompareOptions = {}): FakeCompare {
  const own = o.experiments ?? shipped;
  const saved: Experiment[] = [];
  const windows = new Set<Transport>();
  const asked: FakeCompare['asked'] = [];
  const ran = new Map<string, Experiment>(
    own
      .filter(({ name }) => o.ran === true || o.ran?.includes(name))
      .map((experiment) => [experiment.name, experiment]),
  );
  let stop: (() => void) | null = null;
  let broken = o.broken ?? false;
  let recording: { experiment: Experiment; world: CompareWorld } | null = null;
  const tell = (carries: Carries<CompareSignals, 'compare.progress'>) => {
    for (const window of windows) emit<CompareSignals, 'compare.progress'>(window, 'compare.progress', carries);
  };
  const recorded = () => {
    if (recording === null)
      throw new MailError({ kind: 'bad-input', at: 'record', reason: 'not-found', advice: 'check-input' });
    return recording;
  };
  const resultNow = (lang: 'en' | 'ja'): ExperimentResult => {
    const { experiment, world } = recorded();
    return resultOf(experiment, lang, world);
  };

  const handlers: Handlers<CompareCalls> = {
    'compare.experiments': () => {
      if (broken) {
        broken = false;
        throw failed();
      }
      return [
        ...own.map((experiment) => ({ experiment, shipped: true })),
        ...saved.map((experiment) => ({ experiment, shipped: false })),
      ];
    },
    'compare.check': ({ experiment }) => checkExperiment(experiment),
    'compare.run': async ({ experiment, lang }) => {
      const of = experiment.steps.length;
      tell({ name: experiment.name, done: 0, of });
      if (o.refuses === experiment.name) throw failed();
      if (o.hangs) {
        tell({ name: experiment.name, done: 2, of });
        await new Promise<void>((_, reject) => {
          stop = () => reject(cancelled());
        });
      }
      ran.set(experiment.name, experiment);
      return resultOf(experiment, lang);
    },
    'compare.stop': () => {
      stop?.();
      return {};
    },
    'compare.results': ({ lang }) => [...ran.values()].map((experiment) => resultOf(experiment, lang)),
    'compare.charts': ({ name, lang, theme }) => {
      const experiment = ran.get(name) ?? recording?.experiment;
      return experiment === undefined ? [] : charts(resultOf(experiment, lang), lang, theme);
    },
    'compare.export': ({ names, format }) => ({
      text: format === 'html' ? `<!doctype html><p>${names.join()}</p>` : names.join('\n'),
    }),
    'compare.save': ({ experiment }) => {
      saved.push(experiment);
      return {};
    },
    'compare.forget': ({ name }) => {
      saved.splice(0, saved.length, ...saved.filter((one) => one.name !== name));
      return {};
    },
    'record.begin': ({ lang, ...beginning }) => {
      recording = {
        experiment: { ...beginning, steps: [] },
        world: new CompareWorld(beginning.machines),
      };
      return resultNow(lang);
    },
    'record.do': ({ step }) => {
      const { experiment, world } = recorded();
      experiment.steps.push(step);
      return world.do(step);
    },
    'record.result': ({ lang }) => resultNow(lang),
    'record.end': () => {
      recording = null;
      return {};
    },
  };
  const counted = heard<CompareCalls>(handlers, (name, takes) => asked.push({ name, takes }));
  return {
    asked,
    progress: tell,
    serve(transport) {
      windows.add(transport);
      const end = serve(compareCalls, counted, transport);
      return () => {
        windows.delete(transport);
        end();
      };
    },
  };
}

const titles = {
  bytes: { en: 'Octets on the line', ja: '通信量' },
  disk: { en: 'On disk', ja: 'ディスク使用量' },
  'round-trips': { en: 'Round trips', ja: '往復回数' },
  'line-time': { en: 'Time on the line', ja: '回線の時間' },
} as const;

function charts(result: ExperimentResult, lang: 'en' | 'ja', theme: 'light' | 'dark'): Chart[] {
  const sum = (machine: string, of: 'bytesIn' | 'roundTrips') =>
    result.steps.reduce(
      (all, { outcomes }) => all + (outcomes.find((one) => one.machine === machine)?.traffic[of] ?? 0),
      0,
    );
  const chart = (id: Chart['id'], unit: string, value: (machine: string) => number): Chart => {
    const rows = result.machines.map(({ id: machine, name }) => ({
      label: typeof name === 'string' ? name : name[lang],
      values: [{ name: unit, value: value(machine) }],
    }));
    const most = Math.max(1, ...rows.map(({ values }) => values[0]?.value ?? 0));
    const ink = theme === 'dark' ? '#e7e5df' : '#1d2330';
    const bars = rows.map(
      ({ label, values }, n) =>
        `<text x="0" y="${n * 40 + 14}" fill="${ink}" font-size="12" font-family="sans-serif">${label.replace(/[<&]/g, '')}</text>` +
        `<rect x="0" y="${n * 40 + 20}" width="${((values[0]?.value ?? 0) / most) * 400}" height="10" fill="${theme === 'dark' ? '#8fb3f0' : '#164a84'}"/>`,
    );
    return {
      id,
      title: titles[id][lang],
      alt: rows.map(({ label, values }) => `${label}: ${values[0]?.value ?? 0} ${unit}`).join('; '),
      svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 ${rows.length * 40}">${bars.join('')}</svg>`,
      unit,
      rows,
    };
  };
  const last = result.steps.at(-1);
  return [
    chart('bytes', 'B', (machine) => sum(machine, 'bytesIn')),
    chart('disk', 'B', (machine) => last?.outcomes.find((one) => one.machine === machine)?.disk.total ?? 0),
    chart('round-trips', '', (machine) => sum(machine, 'roundTrips')),
  ];
}

const machine = (n: number): Machine =>
  Machine.parse({
    id: `machine-${n}`,
    name: [
      'Office PC',
      '自宅の書斎にある古いデスクトップパソコン',
      'Phone over IMAP, text only, 64 kbit/s, 5 MB',
      'เครื่องคอมพิวเตอร์ที่ทำงาน',
      'x'.repeat(80),
      'Laptop',
    ][n],
    protocol: n % 2 === 0 ? 'imap' : 'pop3',
    mailbox: n < 4 ? 'mine' : 'a-mailbox-with-quite-a-long-name',
    link: n === 2 ? { kbitPerSecond: 64, delayMs: 150 } : { kbitPerSecond: 100_000, delayMs: 10 },
    storage: n === 2 ? 5_000_000 : null,
  });

/** Six machines, fifty mails, long names. */
export const many: Experiment = Experiment.parse({
  name: 'many',
  title: 'Many',
  question:
    'What does it look like with six machines, fifty mails, and names that are longer than anybody would want to read in a list of experiments?',
  machines: [0, 1, 2, 3, 4, 5].map(machine),
  steps: [
    { do: 'deliver', count: 49, attachment: 20_000 },
    { do: 'deliver', as: 'long', subject: `${'A subject without an end '.repeat(8)}終わりのない件名` },
    { do: 'sync', on: 'all' },
    { do: 'open', on: ['machine-0', 'machine-1'], mails: ['m1', 'm2', 'm3', 'm4', 'm5'] },
    { do: 'offline', on: 'machine-3' },
    { do: 'sync', on: ['machine-2', 'machine-3'] },
    { do: 'lose', on: 'machine-5' },
    { do: 'mark', on: 'machine-0', mails: 'm2', set: ['flagged'] },
    { do: 'sync', on: 'machine-2' },
  ],
});
