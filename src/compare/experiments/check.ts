/** Whether an experiment could be run: each value by its schema, then what only shows when things are seen together. */
import type { z } from 'zod';
import { Experiment } from '../../contract/compare/experiment.ts';
import type { ExperimentProblem } from '../../contract/compare/table.ts';
import { say } from './complaints.ts';
import { references } from './references.ts';
import { saidOf } from './values.ts';

export interface CheckedExperiment {
  /** With every default filled in; null where something is not sound. */
  readonly experiment: Experiment | null;
  readonly problems: ExperimentProblem[];
}

/** A file of another kind can be wrong in a million places: nobody reads more of them than this. */
const mostProblems = 100;

export function checkExperiment(value: unknown): CheckedExperiment {
  const parsed = Experiment.safeParse(value, { reportInput: true });
  const problems = parsed.success
    ? [...unknownKeys(value, parsed.data, []), ...references(parsed.data)]
    : parsed.error.issues.slice(0, mostProblems).map(problemOf);
  return {
    experiment: parsed.success && problems.length === 0 ? parsed.data : null,
    problems: problems.slice(0, mostProblems),
  };
}

const problemOf = (issue: z.core.$ZodIssue): ExperimentProblem => ({
  path: issue.path.map(String).join('.'),
  problem: saidOf(issue),
});

/** What the schema let fall: a word that was misspelt would change nothing and be missed by nobody. */
function unknownKeys(given: unknown, taken: unknown, path: readonly string[]): ExperimentProblem[] {
  if (!isHolder(given) || !isHolder(taken)) return [];
  return Object.entries(given).flatMap(([key, value]) => {
    const at = [...path, key];
    if (!Object.hasOwn(taken, key) && value !== undefined)
      return [{ path: at.join('.'), problem: say.unknownKey(key) }];
    return unknownKeys(value, taken[key], at);
  });
}

/** An array counts as its places. */
const isHolder = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
