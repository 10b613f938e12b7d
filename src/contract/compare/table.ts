/** What a user interface may ask of the comparison. Served by a process of its own; the same rules as for the engine's table. */
import { z } from 'zod';
import { call, signal } from '../table.ts';
import { Experiment } from './experiment.ts';
import { Machine } from './machine.ts';
import { ExperimentResult, StepResult } from './result.ts';
import { Step } from './step.ts';
import { Slug, Text } from './text.ts';

const nothing = z.object({});
const lang = z.enum(['en', 'ja']);

/** Where something in an experiment is not sound: the way to it, as `steps.2.mails`, and what is wrong there, in both languages. */
export const ExperimentProblem = z.object({ path: z.string(), problem: Text });
export type ExperimentProblem = z.infer<typeof ExperimentProblem>;

/** A chart as an SVG document, with what it says in words, and its numbers. */
export const Chart = z.object({
  id: z.enum(['bytes', 'disk', 'round-trips', 'line-time']),
  title: z.string(),
  /** For whom does not see it. */
  alt: z.string(),
  svg: z.string(),
  unit: z.string(),
  rows: z.array(z.object({ label: z.string(), values: z.array(z.object({ name: z.string(), value: z.number() })) })),
});
export type Chart = z.infer<typeof Chart>;

export const compareCalls = {
  /** Those that come with the program, in their order, then those that were saved here. */
  'compare.experiments': call({
    takes: nothing,
    gives: z.array(z.object({ experiment: Experiment, shipped: z.boolean() })),
  }),
  /** Whether this could be run: an experiment with every default filled in, or what is wrong with it. */
  'compare.check': call({
    takes: z.object({ experiment: z.unknown() }),
    gives: z.object({ experiment: Experiment.nullable(), problems: z.array(ExperimentProblem) }),
  }),
  /** Runs it against a lab of its own; one at a time, others wait. @throws MailError cancelled, and what the lab or the disk refused */
  'compare.run': call({
    takes: z.object({ experiment: Experiment, lang, seed: z.number().int().min(0).default(1) }),
    gives: ExperimentResult,
  }),
  /** Ends the run that is under way. */
  'compare.stop': call({ takes: nothing, gives: nothing }),
  /** The last result of each experiment of this run of the program, texts in this language. */
  'compare.results': call({ takes: z.object({ lang }), gives: z.array(ExperimentResult) }),
  'compare.charts': call({
    takes: z.object({ name: Slug, lang, theme: z.enum(['light', 'dark']) }),
    gives: z.array(Chart),
  }),
  /** The results named, as one document. */
  'compare.export': call({
    takes: z.object({ names: z.array(Slug).min(1), format: z.enum(['html', 'csv', 'json']), lang }),
    gives: z.object({ text: z.string() }),
  }),
  /** Keeps an experiment under its name, in the place of one of the same name that was kept before. */
  'compare.save': call({ takes: z.object({ experiment: Experiment }), gives: nothing }),
  'compare.forget': call({ takes: z.object({ name: Slug }), gives: nothing }),

  /** Begins one that is recorded by doing: the machines stand, nothing was done. Gives step 0. */
  'record.begin': call({
    takes: z.object({ name: Slug, title: Text, question: Text, machines: z.array(Machine).min(1).max(6), lang }),
    gives: ExperimentResult,
  }),
  /** Does one step and keeps it. */
  'record.do': call({ takes: z.object({ step: Step }), gives: StepResult }),
  /** What was recorded so far, as a result like any other; it can be exported and its experiment saved. */
  'record.result': call({ takes: z.object({ lang }), gives: ExperimentResult }),
  /** Puts the machines away. */
  'record.end': call({ takes: nothing, gives: nothing }),
} as const;

export const compareSignals = {
  /** `done` of `of` steps are over. Null name: nothing runs. */
  'compare.progress': signal({ carries: z.object({ name: Slug.nullable(), done: z.number(), of: z.number() }) }),
} as const;

export type CompareCalls = typeof compareCalls;
export type CompareSignals = typeof compareSignals;
