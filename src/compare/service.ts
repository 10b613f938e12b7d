/** The comparison behind its contract, for a window or for anybody with a transport. Nothing is opened before something is to be run. */
import { MailError } from '../base/errors.ts';
import type { Experiment } from '../contract/compare/experiment.ts';
import type { ExperimentResult, Report } from '../contract/compare/result.ts';
import { type CompareCalls, type CompareSignals, compareCalls } from '../contract/compare/table.ts';
import { emit, type Handlers, serve } from '../contract/serve.ts';
import type { Carries } from '../contract/table.ts';
import type { Transport } from '../contract/transport.ts';
import { documentOf, reportOf } from './document.ts';
import { checkExperiment, shipped } from './experiments/index.ts';
import { Place } from './place.ts';
import { Recorder } from './recorder.ts';
import { chartsOf } from './report/index.ts';
import { runExperiment, translated } from './run/index.ts';
import { savedExperiments } from './saved.ts';
import { sound, unsound } from './sound.ts';
import { Turns } from './turns.ts';

export interface CompareService {
  /** Answers at this transport until the result is called. */
  serve(transport: Transport): () => void;
  close(): Promise<void>;
}

/** See Report.pace: a 64 kbit/s line passes 8 MB in a second. */
const pace = 1000;
/** Of what is recorded. */
const recordedSeed = 1;

/** A result, with what a report says of where it was measured. */
interface Kept {
  readonly result: ExperimentResult;
  readonly seed: number;
  readonly about: Report['ground'];
}

/** `folder`: where saved experiments lie. */
export function compareService(o: { readonly folder: string; readonly version: string }): CompareService {
  const saved = savedExperiments(o.folder);
  const windows = new Set<Transport>();
  const results = new Map<string, Kept>();
  const turns = new Turns();
  const place = new Place();
  const recorder = new Recorder({ seed: recordedSeed, pace });

  const tell = <N extends keyof CompareSignals & string>(name: N, carries: Carries<CompareSignals, N>): void => {
    for (const window of windows) tellOne(window, name, carries);
  };
  const keep = (kept: Kept): ExperimentResult => {
    results.set(kept.result.name, kept);
    return kept.result;
  };
  const of = (name: string): Kept => results.get(name) ?? refuse(name);

  const run = async (
    experiment: Experiment,
    lang: 'en' | 'ja',
    seed: number,
    signal: AbortSignal,
  ): Promise<ExperimentResult> => {
    const progress = (done: number, all: number) => tell('compare.progress', { name: experiment.name, done, of: all });
    try {
      progress(0, experiment.steps.length);
      const { ground, folder } = await place.get();
      const given = { experiment, ground, folder, seed, pace, lang, progress, signal };
      return keep({ result: await runExperiment(given), seed, about: ground.about });
    } finally {
      tell('compare.progress', { name: null, done: 0, of: 0 });
    }
  };
  const recorded = (lang: 'en' | 'ja'): ExperimentResult =>
    keep({ ...(recorder.result(lang) ?? refuse('record')), seed: recordedSeed });

  const handlers: Handlers<CompareCalls> = {
    'compare.experiments': async () => [
      ...shipped.map((experiment) => ({ experiment, shipped: true })),
      ...(await saved.list())
        .filter(({ name }) => !isShipped(name))
        .map((experiment) => ({ experiment, shipped: false })),
    ],
    'compare.check': ({ experiment }) => {
      const checked = checkExperiment(experiment);
      return { experiment: checked.experiment, problems: [...checked.problems] };
    },
    'compare.run': ({ experiment, lang, seed }) => {
      const checked = sound(experiment);
      return turns.take((signal) => run(checked, lang, seed, signal));
    },
    'compare.stop': () => {
      turns.clear();
      return {};
    },
    'compare.results': ({ lang }) => [...results.values()].map(({ result }) => translated(result, lang)),
    'compare.charts': ({ name, lang, theme }) => [...chartsOf(translated(of(name).result, lang), lang, theme)],
    'compare.export': ({ names, format, lang }) => {
      const chosen = names.map(of);
      // Results of one window come from one lab; where their seeds differ, the first one's stands in the head.
      const { about, seed } = chosen[0] ?? refuse('');
      const report = reportOf(
        chosen.map(({ result }) => translated(result, lang)),
        { ground: about, lang, pace, seed, tegami: o.version },
      );
      return { text: documentOf(report, format, lang) };
    },
    'compare.save': async ({ experiment }) => {
      if (isShipped(experiment.name))
        throw unsound(`name: “${experiment.name}” is the name of one that comes with the program.`);
      await saved.save(sound(experiment));
      return {};
    },
    'compare.forget': async ({ name }) => {
      await saved.forget(name);
      return {};
    },
    'record.begin': async ({ lang, ...beginning }) => {
      await recorder.begin(beginning);
      return recorded(lang);
    },
    'record.do': async ({ step }) => {
      const result = (await recorder.do(step)) ?? refuse('record');
      recorded('en');
      return result;
    },
    'record.result': ({ lang }) => recorded(lang),
    'record.end': async () => {
      await recorder.end();
      return {};
    },
  };

  return {
    serve(transport) {
      windows.add(transport);
      const end = serve(compareCalls, handlers, transport);
      return () => {
        windows.delete(transport);
        end();
      };
    },
    async close() {
      turns.clear();
      await Promise.all([turns.idle(), recorder.close()]);
      await place.close();
    },
  };
}

const isShipped = (name: string): boolean => shipped.some((each) => each.name === name);

/** A window may have gone without a word: nobody else is kept from their news by that. */
function tellOne<N extends keyof CompareSignals & string>(
  window: Transport,
  name: N,
  carries: Carries<CompareSignals, N>,
): void {
  try {
    emit<CompareSignals, N>(window, name, carries);
  } catch {
    // nobody is there to be told
  }
}

/** @throws MailError not-found: no result of this name, no recording */
function refuse(what: string): never {
  throw new MailError({
    kind: 'bad-input',
    at: 'compare.results',
    reason: 'not-found',
    advice: 'check-input',
    facts: { what },
  });
}
