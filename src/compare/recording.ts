/** An experiment that is made by doing it: each step is done, looked at, and kept. */
import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { removeFolder } from '../base/temporary.ts';
import type { Experiment } from '../contract/compare/experiment.ts';
import type { ExperimentResult, StepResult } from '../contract/compare/result.ts';
import type { Step } from '../contract/compare/step.ts';
import type { Ground } from './ground/ground.ts';
import { mailboxesOf, openStage, resultOf } from './run/index.ts';
import { sound } from './sound.ts';

/** What is recorded before its first step. */
export type Beginning = Omit<Experiment, 'steps'>;

export interface Recording {
  /** @throws MailError bad-value where the experiment would not be sound with it; cancelled; what the ground or the disk refused */
  do(step: Step): Promise<StepResult>;
  result(lang: 'en' | 'ja'): ExperimentResult;
  /** Ends the step that is under way; no other is done any more. */
  cut(): void;
  end(): Promise<void>;
}

/** @throws MailError bad-value; what the ground or the disk refused */
export async function record(
  beginning: Beginning,
  o: { readonly ground: Ground; readonly folder: string; readonly seed: number; readonly pace: number },
): Promise<Recording> {
  const began = performance.now();
  sound({ ...beginning, steps: [{ do: 'sync', on: 'all' }] });
  const ending = new AbortController();
  const folder = await mkdtemp(path.join(o.folder, 'recording-'));
  const clear = () => removeFolder(folder);
  const mailboxes = mailboxesOf({ machines: beginning.machines, steps: [] });
  const stage = await openStage({
    ...o,
    machines: beginning.machines,
    mailboxes,
    folder,
    signal: ending.signal,
  }).catch(async (thrown: unknown) => {
    await clear();
    throw thrown;
  });
  const steps: Step[] = [];
  return {
    async do(step) {
      sound({ ...beginning, steps: [...steps, step] });
      const result = await stage.do(step);
      steps.push(step);
      return result;
    },
    result: (lang) =>
      resultOf(
        { ...beginning, steps: [...steps] },
        { mails: [...stage.mails], steps: [...stage.results] },
        lang,
        performance.now() - began,
      ),
    cut: () => ending.abort(),
    async end() {
      await stage.close();
      await clear();
    },
  };
}
