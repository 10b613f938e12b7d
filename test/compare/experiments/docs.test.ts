/** What people are told about experiments of their own is so. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkExperiment } from '../../../src/compare/experiments/index.ts';
import { Needs } from '../../../src/contract/compare/for-you.ts';
import { Machine } from '../../../src/contract/compare/machine.ts';
import { Step } from '../../../src/contract/compare/step.ts';

const read = (name: string): string => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

test('the experiment that stands in the docs is sound', () => {
  expect(checkExperiment(JSON.parse(read('experiment.json'))).problems).toEqual([]);
});

test('the docs name every key of every step and machine, and each need with its usual value', () => {
  const text = read('experiments.md');
  const words = new Set(text.match(/[A-Za-z][A-Za-z-]*/g));
  const keys = [Machine, ...Step.options].flatMap(({ shape }) => Object.keys(shape));
  const names = Step.options.map(({ shape }) => shape.do.value);
  expect([...keys, ...names].filter((word) => !words.has(word))).toEqual([]);
  const needs = /`(\{ "machines": 2[^`]*)`/.exec(text)?.[1] ?? '';
  expect(JSON.parse(needs)).toEqual(Needs.parse({}));
});
