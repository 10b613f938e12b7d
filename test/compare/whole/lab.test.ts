/** Every experiment that comes with the program, against a lab. */
import { beforeAll, expect, test } from 'vitest';
import { shipped } from '../../../src/compare/experiments/index.ts';
import { labGround } from '../../../src/compare/ground/index.ts';
import { runAll } from '../../../src/compare/run/index.ts';
import { Report } from '../../../src/contract/compare/result.ts';
import { expectTable } from './table.ts';

let report: Report;

beforeAll(async () => {
  const ground = await labGround();
  try {
    report = await runAll({ experiments: shipped, ground, seed: 1, pace: 1000, lang: 'en', version: '0.0.0' });
  } finally {
    await ground.close();
  }
}, 300_000);

test('the experiments find what the protocols are known for', () => {
  expectTable(report);
});

test('a report is what the contract says', () => {
  expect(() => Report.parse(JSON.parse(JSON.stringify(report)))).not.toThrow();
});

/** A download that a machine broke off: what it did not read any more had passed the line already, and costs as much. */
const brokenOff = new Set(['disk-full']);

/** TLS 1.3's last word (RFC 8446 §6.1), which is on the line still when a machine that was turned away has closed. */
const alert = 24;

test('octets that a machine counted passed over its line', () => {
  for (const { name, steps } of report.experiments)
    for (const { n, outcomes } of steps)
      for (const { machine, traffic, line, error } of outcomes) {
        if (error !== null && brokenOff.has(error.reason)) continue;
        const where = `${name} step ${n} ${machine}`;
        const unread = alert * traffic.connections;
        expect(Math.abs(traffic.bytesIn - line.bytesIn), where).toBeLessThanOrEqual(traffic.bytesIn / 100 + unread);
        expect(Math.abs(traffic.bytesOut - line.bytesOut), where).toBeLessThanOrEqual(traffic.bytesOut / 100);
      }
});

test('over a whole experiment both counts agree within one in a hundred', () => {
  for (const { name, steps, machines } of report.experiments)
    for (const { id } of machines) {
      const sums = { machine: 0, line: 0 };
      const own = steps.flatMap(({ outcomes }) => outcomes.filter(({ machine }) => machine === id));
      for (const { traffic, line } of own.filter(({ error }) => !brokenOff.has(error?.reason ?? ''))) {
        sums.machine += traffic.bytesIn + traffic.bytesOut;
        sums.line += line.bytesIn + line.bytesOut;
      }
      expect(Math.abs(sums.machine - sums.line), `${name} ${id}`).toBeLessThanOrEqual(sums.machine / 100);
    }
});

test('of a download that was broken off, the line counts what passed, read or not', () => {
  const cut = report.experiments.flatMap(({ steps }) =>
    steps.flatMap(({ outcomes }) => outcomes.filter(({ error }) => brokenOff.has(error?.reason ?? ''))),
  );
  expect(cut.length).toBeGreaterThan(0);
  for (const { traffic, line } of cut) expect(line.bytesIn).toBeGreaterThanOrEqual(traffic.bytesIn);
});

test('every cell that became otherwise leads to a step in which its machine spoke, or was spoken to by its person', () => {
  for (const { name, steps } of report.experiments)
    for (const { outcomes } of steps)
      for (const { machine, cells } of outcomes)
        for (const { mail, since, holds } of cells) {
          if (since === null) continue;
          const then = steps[since]?.outcomes.find((each) => each.machine === machine);
          const told = (then?.transcript.length ?? 0) > 0 || then?.acted === true;
          expect(told || holds === 'nothing', `${name}: ${mail} on ${machine} since ${since}`).toBe(true);
        }
});

test('machines that do not act and are not told say nothing', () => {
  for (const { name, steps } of report.experiments)
    for (const { n, step, outcomes } of steps)
      if (step?.do !== 'deliver' && step?.do !== 'listen' && step?.do !== 'rest')
        for (const { machine, acted, traffic } of outcomes)
          if (!acted) expect(traffic.commands, `${name} step ${n} ${machine}`).toBe(0);
});
