/** How many recipients a user may name within an hour. */
import { expect, test } from 'vitest';
import { hourly } from '../../../src/lab/mta/hourly.ts';

const minute = 60_000;

test('so many within any hour, each user for himself; the first of them is forgotten after an hour', () => {
  const recipients = hourly();
  const name = (user: string, at: number) => recipients.count(user, 2, at)?.code ?? 'taken';
  expect([name('ben', 0), name('ben', 10 * minute), name('ben', 59 * minute)]).toEqual(['taken', 'taken', 450]);
  expect(name('aiko', 59 * minute)).toBe('taken');
  expect([name('ben', 60 * minute), name('ben', 61 * minute)]).toEqual(['taken', 450]);
});

test('the refusal says when there is more to be had', () => {
  const recipients = hourly();
  recipients.count('ben@hana.test', 1, 0);
  expect(recipients.count('ben@hana.test', 1, 20 * minute)?.text).toBe(
    '4.7.1 ben@hana.test may name no more than 1 within an hour; the next in 40 min',
  );
});

test('without a limit nobody is counted', () => {
  const recipients = hourly();
  for (let i = 0; i < 1000; i++) expect(recipients.count('ben', null, 0)).toBeNull();
  expect(recipients.count('ben', 1, 0)).toBeNull();
});
