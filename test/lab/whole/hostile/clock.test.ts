/** The clock there and back, and far ahead with mail that waits. */
import { expect, test } from 'vitest';
import { events, inbox, labWith } from '../../support/lab.ts';

const DAY = 86_400_000;
const letter = { from: 'aiko@hana.test', subject: 'Time', text: 'Time flies.\n' };

test('thirty-one days with fifty mails that wait end in a bounded number of attempts, and the queue is empty', {
  timeout: 60_000,
}, async () => {
  const lab = await labWith();
  for (let n = 0; n < 50; n++) await lab.send({ ...letter, to: [`x${n}@kumo.test`] });
  await lab.settled();
  await lab.advance(31 * DAY);
  expect(await lab.queue()).toEqual([]);
  expect(lab.clock.next()).toBeNull();
  expect(events(lab, 'attempt').filter(({ next }) => next === 'mx.kumo.test').length).toBeLessThanOrEqual(50 * 40);
  expect(await inbox(lab, 'aiko@hana.test')).toHaveLength(100);
});

test('real, by hand, fast and back: time never goes backwards, and what waits is tried when it is due', async () => {
  const lab = await labWith();
  await lab.send({ ...letter, to: ['x@kumo.test'] });
  await lab.settled();
  let last = lab.clock.now();
  for (const [mode, rate] of [
    ['real', 1],
    ['fast', 100_000],
    ['manual', 1],
    ['fast', 1000],
    ['real', 1],
    ['manual', 1],
  ] as const) {
    lab.setClock({ mode, rate });
    expect(lab.clock.now()).toBeGreaterThanOrEqual(last);
    if (mode === 'fast') {
      const before = events(lab, 'attempt').length;
      if (rate === 100_000) await expect.poll(() => events(lab, 'attempt').length).toBeGreaterThan(before);
    }
    await lab.advance(60_000);
    last = lab.clock.now();
  }
  await lab.settled();
  await lab.advance(7 * DAY);
  expect(await lab.queue()).toEqual([]);
});
