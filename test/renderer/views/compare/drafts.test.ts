import { expect, test } from 'vitest';
import { numbersOf } from '../../../../renderer/store/queries/own-numbers.ts';
import { draftOf, needsOf } from '../../../../renderer/views/compare/for-you/needs-draft.ts';
import { readingOf } from '../../../../renderer/views/compare/meters/meters.ts';
import {
  blankMachine,
  machineOf,
  presets,
  slugOf,
  wrongIn,
} from '../../../../renderer/views/compare/record/machine-draft.ts';
import {
  blankStep,
  fields,
  type Kind,
  stepOf,
  wrongInStep,
} from '../../../../renderer/views/compare/record/step-draft.ts';
import { shipped } from '../../../../src/compare/experiments/index.ts';
import { Step } from '../../../../src/contract/compare/step.ts';
import { resultOf } from '../../support/compare-world.ts';

test('a preset becomes a sound machine: a phone with the text only, 64 kbit/s and 5 MB', () => {
  const phone = blankMachine(0, 'Phone', 'phoneImap');
  expect(wrongIn(phone)).toEqual([]);
  expect(machineOf(phone, 3)).toMatchObject({
    id: 'machine-4',
    protocol: 'imap',
    fetch: 'text',
    link: { kbitPerSecond: 64, delayMs: 150 },
    storage: 5_000_000,
  });
  expect(Object.keys(presets)).toHaveLength(4);
});

test('fields of a machine that cannot be taken are named', () => {
  const machine = {
    ...blankMachine(0, ' ', 'officePop3'),
    mailbox: 'My mail',
    keep: 'days',
    days: '0',
    storage: 'much',
  } as const;
  expect(wrongIn(machine)).toEqual(['name', 'mailbox', 'days', 'storage']);
});

test.each([
  ['Does my phone see it?', 'does-my-phone-see-it'],
  ['電話で見えますか。', 'my-experiment'],
  ['x'.repeat(60), 'x'.repeat(40)],
])('the name of %s for files is %s', (question, slug) => expect(slugOf(question)).toBe(slug));

const { machines } = shipped[0] as (typeof shipped)[number];
test.each(Object.keys(fields) as Kind[])('what is typed for %s becomes a sound step', (kind) => {
  const draft = { ...blankStep(kind, machines), on: machines.map(({ id }) => id), mails: ['m1'], folder: 'Work' };
  expect(wrongInStep(draft)).toEqual([]);
  expect(Step.parse(stepOf(draft, machines, 0, 0)).do).toBe(kind);
});

test('all machines are “all”, one is itself, and a second delivery has names of its own', () => {
  const sync = blankStep('sync', machines);
  expect(stepOf(sync, machines, 0, 0)).toEqual({ do: 'sync', on: 'all' });
  expect(stepOf({ ...sync, on: ['home-imap'] }, machines, 0, 0)).toEqual({ do: 'sync', on: 'home-imap' });
  expect(stepOf(blankStep('deliver', machines), machines, 1, 0)).toMatchObject({ as: 'm2-' });
});

test('a meter is the sum of the steps so far, with what this one added; a disk is what is on it now', () => {
  const { steps } = resultOf(shipped[0] as (typeof shipped)[number], 'en');
  const octets = steps.map(
    ({ outcomes }) => outcomes.find(({ machine }) => machine === 'office-imap')?.traffic.bytesIn ?? 0,
  );
  expect(readingOf('bytesIn', steps, 3, 'office-imap')).toEqual({
    sum: octets.slice(0, 4).reduce((a, b) => a + b, 0),
    step: octets[3],
  });
  const disk = steps.map(({ outcomes }) => outcomes.find(({ machine }) => machine === 'office-imap')?.disk.total ?? 0);
  expect(readingOf('disk', steps, 2, 'office-imap')).toEqual({ sum: disk[2], step: (disk[2] ?? 0) - (disk[1] ?? 0) });
});

test('one’s own numbers: mails a day since the oldest, large attachments apart from the rest', () => {
  const day = 86_400_000;
  const file = (size: number, held: boolean) => ({ part: '2', name: 'a', type: 'b/c', size, held });
  const rows = [
    { date: 0, size: 2000, attachments: [] },
    { date: 5 * day, size: 6000, attachments: [file(3000, false)] },
    { date: 9 * day, size: 1_370_000, attachments: [file(1_368_000, false)] },
    { date: 10 * day, size: 1_372_421, attachments: [file(1_000_000, true)] },
  ];
  const own = numbersOf(rows, 10 * day);
  expect(own).toMatchObject({ mails: 4, mailsPerDay: 0.4, attachmentShare: 0.5 });
  expect(own?.attachmentSize).toBeCloseTo(999_846, -3);
  expect(own?.mailSize).toBeCloseTo(3500, -2);
  expect(numbersOf([], 0)).toBeNull();
});

test('what is typed becomes needs in octets and days; what cannot be taken is named', () => {
  const draft = draftOf(null);
  expect(needsOf(draft)).toMatchObject({
    wrong: [],
    needs: { mailSize: 20_000, quota: 15_000_000_000, keepDays: 1825, asksPerDay: 48, attachmentShare: 0.1 },
  });
  expect(needsOf({ ...draft, quota: '' }).needs?.quota).toBeNull();
  expect(needsOf({ ...draft, machines: '1.5', mailSize: 'big', keep: '' })).toEqual({
    needs: null,
    wrong: ['machines', 'mailSize', 'keep'],
  });
});
