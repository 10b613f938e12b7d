import { expect, test } from 'vitest';
import { groupsOf, mailboxesOf } from '../../../src/compare/run/parts.ts';
import { Experiment, type ExperimentInput } from '../../../src/contract/compare/experiment.ts';

const machine = (id: string, mailbox: string) => ({ id, name: id, protocol: 'imap' as const, mailbox });
const experiment = (steps: ExperimentInput['steps']): Experiment =>
  Experiment.parse({
    name: 'x',
    title: 'x',
    question: 'x',
    machines: [machine('a', 'one'), machine('b', 'two')],
    steps,
  });

const deliver = { do: 'deliver' as const };

test('every mailbox that a machine reads or a step speaks of is asked for once', () => {
  const spoken = experiment([deliver, { do: 'share', on: 'a', folder: 'Plans', with: 'colleague' }]);
  expect(mailboxesOf(spoken)).toEqual(['one', 'two', 'colleague']);
});

test('with mailboxes enough they are there at the same time, with one only one after the other', () => {
  expect(groupsOf(experiment([deliver]), null)).toEqual([['one', 'two']]);
  expect(groupsOf(experiment([deliver]), 2)).toEqual([['one', 'two']]);
  expect(groupsOf(experiment([deliver]), 1)).toEqual([['one'], ['two']]);
});

test('what goes from one mailbox to another needs both', () => {
  const bound = experiment([{ do: 'send', on: 'a', to: 'two' }]);
  expect(() => groupsOf(bound, 1)).toThrow(
    expect.objectContaining({ reason: 'too-few-mailboxes', facts: { wanted: 2, capacity: 1 } }),
  );
});
