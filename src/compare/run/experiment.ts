/** Runs one experiment from its first step to its answer. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { removeFolder } from '../../base/temporary.ts';
import type { Experiment } from '../../contract/compare/experiment.ts';
import type { ExperimentResult, MailInfo, StepResult } from '../../contract/compare/result.ts';
import { inLang } from '../../contract/compare/text.ts';
import { answerOf } from '../answers/index.ts';
import { factsOf } from '../facts/index.ts';
import type { Ground } from '../ground/ground.ts';
import { unlessCancelled } from './cancelled.ts';
import { groupsOf, joined, type Part } from './parts.ts';
import { openStage } from './stage.ts';

export interface RunOptions {
  readonly experiment: Experiment;
  readonly ground: Ground;
  /** For the profiles of the machines; emptied afterwards. */
  readonly folder: string;
  readonly seed: number;
  /** See Report.pace. */
  readonly pace: number;
  readonly lang: 'en' | 'ja';
  readonly progress?: ((done: number, of: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** @throws MailError cancelled; too-few-mailboxes; would-delete-foreign, folder-not-ours (Ground.check); what the ground or the disk refused. What a machine is refused stands in its outcome. */
export async function runExperiment(o: RunOptions): Promise<ExperimentResult> {
  const began = performance.now();
  const groups = groupsOf(o.experiment, o.ground.capacity);
  await unlessCancelled(o.ground.check(o.experiment), o.signal);
  const parts: Part[] = [];
  for (const mailboxes of groups)
    parts.push(
      await runPart(o, mailboxes, (done) =>
        o.progress?.(parts.length * o.experiment.steps.length + done, groups.length * o.experiment.steps.length),
      ),
    );
  return resultOf(o.experiment, joined(parts), o.lang, performance.now() - began);
}

async function runPart(o: RunOptions, mailboxes: readonly string[], progress: (done: number) => void): Promise<Part> {
  const { experiment, ground, seed, pace, signal } = o;
  const machines = experiment.machines.filter(({ mailbox }) => mailboxes.includes(mailbox));
  const folder = path.join(o.folder, experiment.name);
  await removeFolder(folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    const stage = await openStage({ machines, mailboxes, ground, folder, seed, pace, signal });
    try {
      for (const [i, step] of experiment.steps.entries()) {
        progress(i);
        await stage.do(step);
      }
      progress(experiment.steps.length);
      return { mails: stage.mails, steps: stage.results };
    } finally {
      await stage.close();
    }
  } finally {
    await removeFolder(folder);
  }
}

/** The texts in this language, and what follows from the steps. */
export function resultOf(
  experiment: Experiment,
  { mails, steps }: { mails: MailInfo[]; steps: StepResult[] },
  lang: 'en' | 'ja',
  ms: number,
): ExperimentResult {
  const facts = factsOf({ experiment, mails, steps });
  const result = {
    name: experiment.name,
    title: inLang(experiment.title, lang),
    question: inLang(experiment.question, lang),
    experiment,
    machines: experiment.machines,
    mails,
    steps,
    facts,
    ms,
  };
  return { ...result, answer: answerOf(experiment.name, facts, result, lang) };
}

/** The same result with its texts in another language. */
export const translated = (result: ExperimentResult, lang: 'en' | 'ja'): ExperimentResult =>
  resultOf(result.experiment, result, lang, result.ms);
