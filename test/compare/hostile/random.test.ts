/** Experiments of every kind of step, drawn at random, against a lab. `TEGAMI_RUNS` draws more of them. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MailError } from '../../../src/base/errors.ts';
import { reportOf } from '../../../src/compare/document.ts';
import { checkExperiment } from '../../../src/compare/experiments/index.ts';
import { type Ground, labGround } from '../../../src/compare/ground/index.ts';
import { csvOf, htmlOf } from '../../../src/compare/report/index.ts';
import { runExperiment, translated } from '../../../src/compare/run/index.ts';
import type { Experiment } from '../../../src/contract/compare/experiment.ts';
import type { ExperimentResult } from '../../../src/contract/compare/result.ts';
import { experiments } from './support/experiments.ts';
import { comparable, expectSound } from './support/sound.ts';

const runs = Number(process.env['TEGAMI_RUNS'] ?? 5);

let ground: Ground;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tegami-random-'));
  ground = await labGround({ folder });
});
afterAll(async () => {
  await ground.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(experiment: Experiment): Promise<ExperimentResult | MailError> {
  const profiles = path.join(folder, 'profiles');
  const ended = await runExperiment({ experiment, ground, folder: profiles, seed: 7, pace: 100_000, lang: 'en' }).catch(
    (thrown: unknown) => {
      if (thrown instanceof MailError) return thrown;
      throw thrown;
    },
  );
  expect(readdirSync(profiles)).toEqual([]);
  return ended;
}

/** A line for a log that somebody reads while many are drawn. */
const told = (ended: ExperimentResult | MailError): string =>
  ended instanceof MailError
    ? ended.message
    : [
        `${ended.machines.length} machines, ${ended.steps.length - 1} steps, ${Math.round(ended.ms)} ms`,
        ...ended.steps.flatMap(({ outcomes }) => outcomes.flatMap(({ error }) => error?.reason ?? [])),
      ].join(' ');

test('whatever is run, it ends in a sound result or in a refusal that says why, twice the same', {
  timeout: 60_000 + runs * 40_000,
}, async () => {
  const about = { ground: ground.about, lang: 'ja', pace: 1, seed: 7, tegami: '0' } as const;
  const holds = async (experiment: Experiment) => {
    expect(checkExperiment(experiment).problems).toEqual([]);
    const first = await run(experiment);
    if (process.env['TEGAMI_RUNS'] !== undefined) process.stderr.write(`${told(first)}\n`);
    // A disk of one octet has no room for a profile.
    if (first instanceof MailError) return expect(first.reason).toBe('disk-full');
    expectSound(first);
    for (const { n, outcomes } of first.steps)
      for (const { error } of outcomes) expect(error?.reason, `step ${n}: ${error?.said}`).not.toBe('unexpected');
    const report = reportOf([translated(first, 'ja')], about);
    expect(htmlOf(report, 'ja')).toContain('</html>');
    expect(csvOf(report).length).toBeGreaterThan(100);
    const again = await run(experiment);
    if (again instanceof MailError) throw again;
    expect(comparable(again)).toEqual(comparable(first));
  };
  await fc.assert(fc.asyncProperty(experiments, holds), { numRuns: runs, endOnFailure: true });
});
