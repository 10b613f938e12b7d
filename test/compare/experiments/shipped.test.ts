import { expect, test } from 'vitest';
import { checkExperiment, shipped } from '../../../src/compare/experiments/index.ts';
import type { Step } from '../../../src/contract/compare/step.ts';
import type { Text } from '../../../src/contract/compare/text.ts';
import { shippedNames } from '../support/shipped.ts';

test('twelve experiments come with the program, in this order', () => {
  expect(shipped.map(({ name }) => name)).toEqual(shippedNames);
});

test.each(shipped)('$name could be run as it is', (experiment) => {
  expect(checkExperiment(experiment)).toEqual({ experiment, problems: [] });
});

test.each(shipped)('$name compares both protocols', ({ machines }) => {
  expect(new Set(machines.map(({ protocol }) => protocol)).size).toBe(2);
});

const inBoth = (text: Text | undefined): text is Exclude<Text, string> => typeof text === 'object';
const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

test.each(shipped)('$name is told in both languages, each step with a note', ({ title, question, machines, steps }) => {
  const texts = [title, question, ...machines.map(({ name }) => name), ...steps.map(({ note }: Step) => note)];
  for (const text of texts) {
    expect(inBoth(text)).toBe(true);
    if (!inBoth(text)) continue;
    expect(text.en).not.toMatch(japanese);
    expect(text.ja).toMatch(japanese);
  }
});

test.each(shipped)('$name has no two machines that a person would take for one another', ({ machines }) => {
  for (const lang of ['en', 'ja'] as const) {
    const names = machines.map(({ name }) => (inBoth(name) ? name[lang] : name));
    expect(new Set(names).size).toBe(names.length);
  }
});
