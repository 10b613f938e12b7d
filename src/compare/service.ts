/** The comparison behind its contract, for a window or for anybody with a transport. Nothing is opened before something is to be run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MailError } from '../base/errors.ts';
import type { Experiment } from '../contract/compare/experiment.ts';
import type { ExperimentResult } from '../contract/compare/result.ts';
import { type CompareCalls, type CompareSignals, compareCalls } from '../contract/compare/table.ts';
import { emit, type Handlers, serve } from '../contract/serve.ts';
import type { Carries } from '../contract/table.ts';
import type { Transport } from '../contract/transport.ts';
import { documentOf, reportOf } from './document.ts';
import { checkExperiment, shipped } from './experiments/index.ts';
import { type Ground, labGround } from './ground/index.ts';
import { type Recording, record } from './recording.ts';
import { chartsOf } from './report/index.ts';
import { runExperiment, translated } from './run/index.ts';
import { savedExperiments } from './saved.ts';

export interface CompareService {
  /** Answers at this transport until the result is called. */
  serve(transport: Transport): () => void;
  close(): Promise<void>;
}

/** See Report.pace: a 64 kbit/s line passes 8 MB in a second. */
const pace = 1000;

/** `folder`: where saved experiments lie. */
export function compareService(o: { readonly folder: string; readonly version: string }): CompareService {
  const saved = savedExperiments(o.folder);
  const windows = new Set<Transport>();
  const results = new Map<string, ExperimentResult>();
  const seeds = new Map<string, number>();
  const turns = new Turns();
  const places = new Places();
  let running: AbortController | null = null;
  let recording: Recording | null = null;

  const tell = <N extends keyof CompareSignals & string>(name: N, carries: Carries<CompareSignals, N>): void => {
    for (const window of windows) emit<CompareSignals, N>(window, name, carries);
  };

  const keep = (result: ExperimentResult): ExperimentResult => {
    results.set(result.name, result);
    return result;
  };
  const run = async (experiment: Experiment, lang: 'en' | 'ja', seed: number): Promise<ExperimentResult> => {
    const ending = new AbortController();
    running = ending;
    const progress = (done: number, of: number) => tell('compare.progress', { name: experiment.name, done, of });
    try {
      progress(0, experiment.steps.length);
      const { ground, folder } = await places.get();
      const result = await runExperiment({
        experiment,
        ground,
        folder,
        seed,
        pace,
        lang,
        progress,
        signal: ending.signal,
      });
      seeds.set(result.name, seed);
      return keep(result);
    } finally {
      running = null;
      tell('compare.progress', { name: null, done: 0, of: 0 });
    }
  };
  const recorded = (): Recording => {
    if (recording === null) throw notFound('record');
    return recording;
  };
  const endRecording = async (): Promise<void> => {
    const ended = recording;
    recording = null;
    await ended?.end();
  };

  const handlers: Handlers<CompareCalls> = {
    'compare.experiments': async () => [
      ...shipped.map((experiment) => ({ experiment, shipped: true })),
      ...(await saved.list()).map((experiment) => ({ experiment, shipped: false })),
    ],
    'compare.check': ({ experiment }) => {
      const checked = checkExperiment(experiment);
      return { experiment: checked.experiment, problems: [...checked.problems] };
    },
    'compare.run': ({ experiment, lang, seed }) => turns.take(() => run(sound(experiment), lang, seed)),
    'compare.stop': () => {
      turns.clear();
      running?.abort();
      return {};
    },
    'compare.results': ({ lang }) => [...results.values()].map((result) => translated(result, lang)),
    'compare.charts': ({ name, lang, theme }) => [...chartsOf(translated(of(results, name), lang), lang, theme)],
    'compare.export': async ({ names, format, lang }) => {
      const chosen = names.map((name) => translated(of(results, name), lang));
      const { about } = (await places.get()).ground;
      const seed = seeds.get(names[0] ?? '') ?? 1;
      const report = reportOf(chosen, { ground: about, lang, pace, seed, tegami: o.version });
      return { text: documentOf(report, format, lang) };
    },
    'compare.save': async ({ experiment }) => {
      await saved.save(sound(experiment));
      return {};
    },
    'compare.forget': async ({ name }) => {
      await saved.forget(name);
      return {};
    },
    'record.begin': ({ lang, ...beginning }) =>
      turns.take(async () => {
        await endRecording();
        const { ground, folder } = await places.get();
        recording = await record(beginning, { ground, folder, seed: 1, pace });
        return keep(recording.result(lang));
      }),
    'record.do': ({ step }) =>
      turns.take(async () => {
        const now = recorded();
        const result = await now.do(step);
        keep(now.result('en'));
        return result;
      }),
    'record.result': ({ lang }) => keep(recorded().result(lang)),
    'record.end': async () => {
      await endRecording();
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
      running?.abort();
      await turns.idle();
      await endRecording();
      await places.close();
    },
  };
}

/** One at a time, in the order of asking; those that wait can be sent away. */
class Turns {
  #tail: Promise<unknown> = Promise.resolve();
  #asked = 0;
  #cleared = 0;

  take<T>(work: () => Promise<T>): Promise<T> {
    this.#asked += 1;
    const number = this.#asked;
    const result = this.#tail.then(() => {
      if (number <= this.#cleared) throw cancelled();
      return work();
    });
    this.#tail = result.catch(() => {});
    return result;
  }

  /** Whoever waits hears that it was cancelled. */
  clear(): void {
    this.#cleared = this.#asked;
  }

  async idle(): Promise<void> {
    await this.#tail;
  }
}

/** A lab of the comparison's own and a folder for the machines, made when they are first needed. */
class Places {
  #made: Promise<{ ground: Ground; folder: string }> | null = null;

  get(): Promise<{ ground: Ground; folder: string }> {
    this.#made ??= this.#make().catch((thrown: unknown) => {
      this.#made = null;
      throw thrown;
    });
    return this.#made;
  }

  async #make(): Promise<{ ground: Ground; folder: string }> {
    const folder = await mkdtemp(path.join(tmpdir(), 'tegami-compare-'));
    return { folder, ground: await labGround() };
  }

  async close(): Promise<void> {
    const made = await this.#made?.catch(() => null);
    this.#made = null;
    if (made == null) return;
    await made.ground.close();
    await rm(made.folder, { recursive: true, force: true });
  }
}

/** An experiment that a page gives is checked as one out of a file is. @throws MailError bad-value */
function sound(experiment: Experiment): Experiment {
  const checked = checkExperiment(experiment);
  if (checked.experiment !== null) return checked.experiment;
  const [first] = checked.problems;
  throw new MailError({
    kind: 'bad-input',
    at: 'compare.check',
    reason: 'bad-value',
    advice: 'check-input',
    said:
      first === undefined
        ? experiment.name
        : `${first.path}: ${typeof first.problem === 'string' ? first.problem : first.problem.en}`,
  });
}

function of(results: ReadonlyMap<string, ExperimentResult>, name: string): ExperimentResult {
  const result = results.get(name);
  if (result === undefined) throw notFound(name);
  return result;
}

const notFound = (what: string): MailError =>
  new MailError({
    kind: 'bad-input',
    at: 'compare.results',
    reason: 'not-found',
    advice: 'check-input',
    facts: { what },
  });
const cancelled = (): MailError =>
  new MailError({ kind: 'unreachable', at: 'compare.run', reason: 'cancelled', advice: 'retry-later' });
