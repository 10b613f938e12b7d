/** Facts and answers of runs with other machines than ours, against a lab. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf } from '../../../src/compare/answers/index.ts';
import { checkExperiment } from '../../../src/compare/experiments/index.ts';
import { type Ground, labGround } from '../../../src/compare/ground/index.ts';
import { runAll, translated } from '../../../src/compare/run/index.ts';
import type { Experiment } from '../../../src/contract/compare/experiment.ts';
import { costsOf, forYou, Needs } from '../../../src/contract/compare/for-you.ts';
import type { ExperimentResult } from '../../../src/contract/compare/result.ts';
import { shippedOne } from '../facts/handmade.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await labGround();
});
afterAll(() => ground.close());

const run = async (...experiments: Experiment[]): Promise<ExperimentResult[]> =>
  (await runAll({ experiments, ground, seed: 1, pace: 1000, lang: 'en', version: '0.0.0' })).experiments;

test('with other machines the facts are those of the machines that ran', async () => {
  const { machines, ...rest } = shippedOne('loss');
  const other = machines.map((each) =>
    each.id === 'pop3-keep'
      ? { ...each, protocol: 'imap' as const }
      : { ...each, keep: { policy: 'forever' as const } },
  );
  const [result] = await run({ ...rest, machines: other });
  expect(result?.facts['survives']).toEqual({ imap: 5, 'pop3-keep': 5, of: 5 });
  expect(result?.answer).not.toContain('takes mail off');
});

test('IMAP machines that fetch everything hold copies, and the answer says so', async () => {
  const { machines, ...rest } = shippedOne('read-state');
  const [result] = await run({
    ...rest,
    machines: machines.map((each) => ({ ...each, fetch: 'everything' as const })),
  });
  expect(result?.facts['copies']?.['pop3']).toBe(2);
  expect(result?.facts['newAgain']).toEqual({ imap: false, pop3: true });
  if (result === undefined) throw new Error('it was run');
  // As an experiment of one's own, of which everything is told.
  expect(answerOf('mine', result.facts, result, 'en')).toContain(
    `Over IMAP a whole copy of a mail lies on ${result.facts['copies']?.['imap'] || 'no'} machine`,
  );
});

test('an experiment that somebody wrote has the same facts, and an answer of its own', async () => {
  const { experiment, problems } = checkExperiment({
    name: 'mine',
    title: 'One of each',
    question: 'What does my old PC not see?',
    machines: [
      { id: 'old', name: 'Old PC', protocol: 'pop3' },
      { id: 'new', name: 'New PC', protocol: 'imap' },
      { id: 'phone', name: 'Phone', protocol: 'imap' },
    ],
    steps: [
      { do: 'deliver', count: 3 },
      { do: 'sync', on: 'all' },
      { do: 'mark', on: 'new', mails: 'm1', set: ['seen'] },
      { do: 'delete', on: 'new', mails: 'm2' },
      { do: 'sync', on: 'all' },
      { do: 'search', on: 'old', where: 'server', text: 'hello' },
    ],
  });
  expect(problems).toEqual([]);
  if (experiment === null) throw new Error('not sound');
  const [result] = await run(experiment);
  expect(result?.facts).toMatchObject({
    readStateShared: { imap: true, pop3: null },
    deletedThere: { imap: true, pop3: null },
    deletedOnServer: { imap: true, pop3: null },
    serverSearch: { imap: null, pop3: false },
  });
  expect(result?.answer).toContain('In the end the machines that read the same mailbox do not agree.');
  expect(result?.answer).toContain('Over POP3, no: POP3 has no command that searches');
  const japanese = result === undefined ? '' : translated(result, 'ja').answer;
  expect(japanese).toContain('POP3では探せません');
  expect(japanese).toContain('一方で既読、他方で未読：1通');
});

test('two of our experiments measure all that “POP3 or IMAP for you?” needs', async () => {
  const costs = costsOf(await run(shippedOne('read-state'), shippedOne('thin-line')));
  if (costs === null) throw new Error('not measured');
  expect(costs.imap.list.octets).toBeGreaterThan(100);
  expect(costs.imap.list.octets).toBeLessThan(3000);
  expect(costs.imap.connect.octets).toBeGreaterThan(costs.imap.ask.octets);
  expect(costs.pop3.ask.roundTrips).toBeGreaterThan(3);
  expect(forYou(Needs.parse({}), costs).choice).toBe('imap');
});
