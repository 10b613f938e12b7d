/** What is wrong with one value, in words for people; what has none here is told as the schema tells it. */
import type { z } from 'zod';
import { ja } from 'zod/locales';
import type { Localized } from '../../contract/lab/world.ts';
import { say } from './complaints.ts';

type Issue = z.core.$ZodIssue;

export function saidOf(issue: Issue): Localized {
  const choices = choicesOf(issue);
  if (choices !== null) return say.noChoice(givenOf(issue), choices);
  if (issue.input === undefined) return say.missing();
  if (issue.code === 'invalid_format' && issue.format === 'regex') return say.noName();
  if (issue.code === 'too_small' && issue.origin === 'array') return say.tooFew(Number(issue.minimum));
  if (issue.code === 'too_big' && issue.origin === 'array') return say.tooMany(Number(issue.maximum));
  const told = japanese({ ...issue, input: issue.input } as Parameters<typeof japanese>[0]);
  return say.value(issue.message, (typeof told === 'string' ? told : told?.message) ?? issue.message);
}

const japanese = ja().localeError;

/** Words of which one must stand here. */
function choicesOf(issue: Issue): readonly string[] | null {
  if (issue.code === 'invalid_value' && issue.input !== undefined) return issue.values.map(String);
  const options: unknown = issue.code === 'invalid_union' && 'options' in issue ? issue['options'] : null;
  return Array.isArray(options) ? options.map(String) : null;
}

/** What stands there instead; null where nothing does. */
function givenOf(issue: Issue): string | null {
  const input: unknown = issue.input;
  if (typeof input === 'string') return input;
  if (typeof input !== 'object' || input === null) return null;
  const value: unknown = Object.entries(input).find(([key]) => key === issue.path.at(-1))?.[1];
  return typeof value === 'string' ? value : null;
}
