import { expect, test } from 'vitest';
import { LabClock } from '../../../src/lab/clock/clock.ts';

const idle = (): Promise<void> => Promise.resolve();

test('a clock that is advanced by hand does what falls due in order, at the moment when it is due', async () => {
  const clock = new LabClock({ mode: 'manual', rate: 1, start: 1000 });
  const seen: string[] = [];
  clock.after(300, () => seen.push(`c ${clock.now()}`));
  clock.after(100, () => {
    seen.push(`a ${clock.now()}`);
    clock.after(50, () => seen.push(`b ${clock.now()}`));
  });
  clock.after(9000, () => seen.push('too late'));
  expect(clock.next()).toBe(1100);
  await clock.advanceTo(2000, idle);
  expect(seen).toEqual(['a 1100', 'b 1150', 'c 1300']);
  expect(clock.now()).toBe(2000);
  clock.close();
});

test('it waits, between one moment and the next, until what was done has settled', async () => {
  const clock = new LabClock({ mode: 'manual', rate: 1, start: 0 });
  const seen: string[] = [];
  let working: Promise<void> = Promise.resolve();
  clock.after(10, () => {
    working = new Promise((done) => setImmediate(done)).then(() => {
      seen.push('worked');
      clock.after(10, () => seen.push(`again ${clock.now()}`));
    });
  });
  await clock.advanceTo(100, () => working);
  expect(seen).toEqual(['worked', 'again 20']);
  clock.close();
});

test('a timer that was taken back never fires, and an idle clock sets no alarm', async () => {
  const clock = new LabClock({ mode: 'manual', rate: 1, start: 0 });
  const cancel = clock.after(10, () => {
    throw new Error('fired');
  });
  cancel();
  expect(clock.next()).toBe(null);
  await clock.advanceTo(50, idle);
});

test('a fast clock runs at its rate from where it was', async () => {
  const clock = new LabClock({ mode: 'manual', rate: 1, start: 5_000_000 });
  clock.set('fast', 3_600_000);
  const fired = await new Promise<number>((done) => clock.after(1_800_000, () => done(clock.now())));
  expect(fired).toBeGreaterThanOrEqual(6_800_000);
  clock.set('manual', 1);
  const stood = clock.now();
  await new Promise((done) => setImmediate(done));
  expect(clock.now()).toBe(stood);
  clock.close();
});
