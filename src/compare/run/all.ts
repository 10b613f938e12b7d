/** Several experiments, one after the other, as a report. */
import { asMailError, type Reason } from '../../base/errors.ts';
import { removeFolder, temporaryFolder } from '../../base/temporary.ts';
import type { Experiment } from '../../contract/compare/experiment.ts';
import type { ExperimentResult, Report } from '../../contract/compare/result.ts';
import type { Ground } from '../ground/ground.ts';
import { runExperiment } from './experiment.ts';

export interface RunAllOptions {
  readonly experiments: readonly Experiment[];
  readonly ground: Ground;
  readonly seed: number;
  readonly pace: number;
  readonly lang: 'en' | 'ja';
  /** Of this program. */
  readonly version: string;
  /** `done` of `of` steps of this experiment are over. */
  readonly progress?: ((name: string, done: number, of: number) => void) | undefined;
  readonly finished?: ((result: ExperimentResult) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Refusals that are of one experiment, not of the servers. */
const unfit: ReadonlySet<Reason> = new Set(['too-few-mailboxes', 'would-delete-foreign', 'folder-not-ours']);

/** @throws MailError as runExperiment; an experiment that does not fit these servers is left out, and `skipped` says why */
export async function runAll(o: RunAllOptions): Promise<Report> {
  const at = Date.now();
  const began = performance.now();
  const { ground, seed, pace, lang, signal } = o;
  const folder = await temporaryFolder('tegami-compare-');
  const experiments: ExperimentResult[] = [];
  const skipped: Report['skipped'] = [];
  try {
    for (const experiment of o.experiments) {
      const progress = (done: number, of: number) => o.progress?.(experiment.name, done, of);
      try {
        const result = await runExperiment({ experiment, ground, folder, seed, pace, lang, progress, signal });
        experiments.push(result);
        o.finished?.(result);
      } catch (thrown) {
        const error = asMailError(thrown, 'compare.run');
        if (!unfit.has(error.reason)) throw error;
        skipped.push({ name: experiment.name, why: error.toValue() });
      }
    }
  } finally {
    await removeFolder(folder);
  }
  return {
    tegami: o.version,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    at,
    lang,
    seed,
    pace,
    ground: ground.about,
    ms: performance.now() - began,
    experiments,
    skipped,
  };
}
