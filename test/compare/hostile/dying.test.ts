/** Servers that die in the middle of a step: cut, reset, refused. The experiment goes on to its end, and says what was refused. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runExperiment } from '../../../src/compare/run/index.ts';
import { Experiment, type ExperimentInput } from '../../../src/contract/compare/experiment.ts';
import type { ExperimentResult } from '../../../src/contract/compare/result.ts';
import type { CuttingProxy } from '../../support/cutting-proxy.ts';
import { type Proxied, proxiedGround } from './support/proxied.ts';
import { expectSound } from './support/sound.ts';

/** The step in which the servers die is the one behind the second `sync`. */
const story = (step: ExperimentInput['steps'][number]): Experiment =>
  Experiment.parse({
    name: 'dying',
    title: 'Dying',
    question: 'What then?',
    machines: [
      { id: 'a', name: 'A', protocol: 'imap', mailbox: 'a' },
      { id: 'b', name: 'B', protocol: 'pop3', mailbox: 'b' },
    ],
    steps: [
      { do: 'deliver', as: 'old', count: 3, attachment: 20_000 },
      { do: 'sync', on: 'all' },
      { do: 'make-folder', on: 'all', folder: 'Work' },
      { do: 'deliver', as: 'new', count: 2 },
      step,
      { do: 'rest', on: 'all' },
      { do: 'sync', on: 'all' },
    ],
  });
const at = 4;

const mails = ['old1', 'old2'];
const steps: ExperimentInput['steps'] = [
  { do: 'sync', on: 'all' },
  { do: 'listen', on: 'all' },
  { do: 'open', on: 'all', mails },
  { do: 'fetch', on: 'all', mails },
  { do: 'mark', on: 'all', mails, set: ['flagged'] },
  { do: 'make-folder', on: 'all', folder: 'Other' },
  { do: 'move', on: 'all', mails, to: 'Work' },
  { do: 'delete', on: 'all', mails, forGood: true },
  { do: 'search', on: 'all', where: 'server', from: '@' },
  { do: 'together', on: ['a', 'b'] },
  { do: 'replace', on: 'all' },
];

type Death = readonly [what: string, (proxy: CuttingProxy) => unknown];
/** What happens to the servers from the beginning of the step on. */
const away: Death = ['they are away', (proxy) => proxy.off()];
const torn: Death = ['cut in the middle of what they say', (proxy) => proxy.cutAfter('down', 3_000)];
const all: readonly Death[] = [
  away,
  torn,
  ['each connection that is open is cut', (proxy) => proxy.cutNow()],
  ['cut after the first octet', (proxy) => proxy.cutAfter('down', 1)],
  ['cut in the middle of what they hear', (proxy) => proxy.cutAfter('up', 700)],
];

let proxied: Proxied;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tegami-dying-'));
  proxied = await proxiedGround(folder);
});
afterAll(async () => {
  await proxied.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(experiment: Experiment, death: Death[1]): Promise<ExperimentResult> {
  const { ground, proxies: both } = proxied;
  const progress = (done: number): void => {
    if (done === at) for (const proxy of both) void death(proxy);
    if (done === at + 1)
      for (const proxy of both) {
        proxy.cutAfter('down', null);
        proxy.cutAfter('up', null);
        void proxy.on().catch(() => {}); // it was there all the time
      }
  };
  return runExperiment({
    experiment,
    ground,
    folder: path.join(folder, 'profiles'),
    seed: 1,
    pace: 1000,
    lang: 'en',
    progress,
  });
}

for (const step of steps)
  test(`${step.do} says what was refused, and nothing is lost or doubled by it`, { timeout: 120_000 }, async () => {
    for (const [what, death] of step.do === 'sync' ? all : [away, torn]) {
      const result = await run(story(step), death);
      expectSound(result);
      const errors = result.steps.map(({ outcomes }) => outcomes.map(({ error }) => error?.reason ?? null));
      expect(errors.filter((_, n) => n !== at + 1).flat(), what).toEqual(Array(14).fill(null));
      for (const reason of errors[at + 1] ?? [])
        expect([null, 'closed', 'reset', 'connection-refused', 'pop3-no-search'], what).toContain(reason);
      for (const { folders } of result.steps.at(-1)?.server ?? []) {
        const there = folders.flatMap((folder) => folder.mails.map(({ mail }) => mail)).sort();
        expect(there, what).toEqual(expect.arrayContaining(['new1', 'new2', 'old3']));
        expect(there, what).toEqual([...new Set(there)]);
        if (step.do !== 'delete') expect(there, what).toHaveLength(5);
      }
    }
  });

test('nobody waits for servers that say nothing any more: a run that is stopped ends, and the next one goes', async () => {
  const { ground, proxies } = proxied;
  const waiting: ExperimentInput['steps'] = [
    { do: 'sync', on: 'all' },
    { do: 'listen', on: 'a' },
    { do: 'together', on: ['b', 'a'] },
  ];
  for (const step of waiting) {
    const ending = new AbortController();
    const progress = (done: number): void => {
      if (done !== at) return;
      for (const proxy of proxies) proxy.stall(true);
      setTimeout(() => ending.abort(), 100);
    };
    const o = { ground, folder: path.join(folder, 'profiles'), seed: 1, pace: 1000, lang: 'en', progress } as const;
    const ended = runExperiment({ ...o, experiment: story(step), signal: ending.signal });
    await expect(ended).rejects.toMatchObject({ reason: 'cancelled' });
    for (const proxy of proxies) proxy.stall(false);
  }
  expectSound(await run(story({ do: 'sync', on: 'all' }), () => {}));
});
