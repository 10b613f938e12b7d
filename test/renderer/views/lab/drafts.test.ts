import { expect, test } from 'vitest';
import {
  faultDraft,
  faultOf,
  type ReadyFault,
  readyDraft,
  readyFaults,
} from '../../../../renderer/views/lab/inspect/fault-draft.ts';
import { besides, saidOf } from '../../../../renderer/views/lab/inspect/problems.ts';
import { recordDraft, recordOf } from '../../../../renderer/views/lab/inspect/record-draft.ts';
import { Fault, ZoneRecord } from '../../../../src/contract/lab/world.ts';
import { checkWorld } from '../../../../src/lab/world/check.ts';
import { defaultWorld } from '../../../../src/lab/world/default.ts';

test('every record of the first world comes back from its form as it was', () => {
  for (const record of defaultWorld().zones.flatMap(({ records }) => records))
    expect(ZoneRecord.parse(recordOf(recordDraft(record)))).toEqual(record);
});

test.each([
  {
    id: 'a',
    point: 'smtp.rcpt',
    effect: { kind: 'refuse', code: 552, text: 'no' },
    host: 'mx1.hana.test',
    skip: 2,
    times: 3,
  },
  { id: 'b', point: 'imap.fetch', effect: { kind: 'lying-size', by: -4 }, skip: 0, from: 5, until: 9 },
  { id: 'c', point: 'dns.answer', effect: { kind: 'servfail' }, address: 'hana.test', skip: 0 },
] as const)('the fault $id comes back from its form as it was, also what the form does not show', (given) => {
  const fault = Fault.parse(given);
  expect(Fault.parse(faultOf(faultDraft(fault)))).toEqual(fault);
});

test.each(Object.keys(readyFaults) as ReadyFault[])(
  'the ready fault %s is sound, under a name that is free',
  (ready) => {
    const world = defaultWorld();
    const fault = faultOf(readyDraft(ready, 'mx1.hana.test', [ready]));
    expect(fault).toMatchObject({ id: `${ready}-2` });
    expect(checkWorld({ ...world, faults: [...world.faults, fault] })).toHaveProperty('world');
  },
);

test('a complaint is brought to its field, and what fits no field is kept', () => {
  const problems = [
    {
      path: ['aliases', 1, 'to', 2],
      en: 'This must be an address like aiko@hana.test.',
      ja: '値が正しくありません。',
    },
    { path: ['zones', 0], en: 'Twice.', ja: '重複しています。' },
  ];
  expect(saidOf(problems, ['aliases', 1, 'to'], 'en')).toBe('This must be an address like aiko@hana.test.');
  expect(saidOf(problems, ['aliases', 1, 'to'], 'ja')).toBe('値が正しくありません。');
  expect(saidOf(problems, ['aliases', 1, 'address'], 'en')).toBeUndefined();
  expect(besides(problems, [['aliases', 1, 'to']], 'en')).toEqual(['Twice.']);
});
