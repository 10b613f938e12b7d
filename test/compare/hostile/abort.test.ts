/** A run that is ended in the middle of a step leaves nothing: no socket, no server, no folder. */
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shipped } from '../../../src/compare/experiments/index.ts';
import { type Ground, labGround } from '../../../src/compare/ground/index.ts';
import { runExperiment } from '../../../src/compare/run/index.ts';
import type { Experiment } from '../../../src/contract/compare/experiment.ts';

let ground: Ground;
let folder: string;
let before: Record<string, number>;
/** Sockets and servers of this process. */
const open = () => {
  const kinds = process.getActiveResourcesInfo().filter((kind) => /^(TCP|Pipe|UDP|FSReq|GetAddrInfo)/.test(kind));
  return Object.fromEntries([...new Set(kinds)].sort().map((kind) => [kind, kinds.filter((k) => k === kind).length]));
};
beforeAll(async () => {
  before = open();
  folder = mkdtempSync(path.join(tmpdir(), 'tegami-abort-'));
  ground = await labGround({ folder });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One step of each kind, where it comes first. */
const steps = new Map<string, { experiment: Experiment; n: number }>();
for (const experiment of shipped)
  for (const [n, step] of experiment.steps.entries()) if (!steps.has(step.do)) steps.set(step.do, { experiment, n });

async function endIn(n: number, experiment: Experiment, afterMs: number): Promise<string> {
  const ending = new AbortController();
  const progress = (done: number): void => {
    if (done === n) setTimeout(() => ending.abort(), afterMs);
  };
  const profiles = path.join(folder, 'profiles');
  const o = { experiment, ground, folder: profiles, seed: 1, pace: 1000, lang: 'en', progress } as const;
  const ended = await runExperiment({ ...o, signal: ending.signal }).then(
    () => 'it was over before',
    (thrown: { reason?: string }) => thrown.reason ?? String(thrown),
  );
  expect(readdirSync(profiles)).toEqual([]);
  return ended;
}

for (const [kind, { experiment, n }] of steps)
  test(`ended in the middle of ${kind} (${experiment.name}, step ${n + 1})`, async () => {
    for (const afterMs of [0, 15])
      expect(['cancelled', 'it was over before']).toContain(await endIn(n, experiment, afterMs));
  });

test('the next run is none the worse for it', async () => {
  const [first] = shipped;
  if (first === undefined) throw new Error('none');
  const { facts } = await runExperiment({ experiment: first, ground, folder, seed: 1, pace: 1000, lang: 'en' });
  expect(facts['newAgain']).toEqual({ imap: false, pop3: true });
});

test.runIf(process.platform === 'linux')(
  'no file of a machine that was put away is open still (as Linux tells)',
  () => {
    const files = readdirSync('/proc/self/fd').flatMap((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        return []; // the one that this listing was
      }
    });
    expect(files.filter((file) => file.startsWith(path.join(folder, 'profiles')))).toEqual([]);
  },
);

test('when the ground is closed everything is closed, and its folder is gone', async () => {
  await ground.close();
  await expect.poll(open).toEqual(before);
  rmSync(path.join(folder, 'profiles'), { recursive: true });
  expect(readdirSync(folder)).toEqual([]);
});
