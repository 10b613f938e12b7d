import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addUp, readCounts } from '../../scripts/lib/counts.mjs';
import { readFlags } from '../../scripts/lib/flags.mjs';
import { locked } from '../../scripts/lib/lock.mjs';
import { run } from '../../scripts/lib/run.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tegami-scripts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('flags are taken with a space or an equals sign; what is not known is said', () => {
  const o = { values: ['lang', 'screenshot'], switches: ['quiet'], usage: 'usage' };
  const { values, switches, rest } = readFlags(['--lang', 'ja', '--screenshot=a=b.png', '--quiet', 'more'], o);
  expect([...values]).toEqual([
    ['lang', 'ja'],
    ['screenshot', 'a=b.png'],
  ]);
  expect([...switches]).toEqual(['quiet']);
  expect(rest).toEqual(['more']);
  expect(() => readFlags(['--colour'], o)).toThrow(/--colour is not known/);
  expect(() => readFlags(['--lang'], o)).toThrow(/--lang needs a value/);
});

test('the lock lets one in at a time, and is taken over from a holder that has died', async () => {
  const lock = path.join(folder, 'lock');
  let inside = 0;
  let most = 0;
  const job = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((done) => setImmediate(done));
    inside -= 1;
  };
  await Promise.all([locked(lock, job), locked(lock, job), locked(lock, job)]);
  expect(most).toBe(1);

  const { stdout } = await promisify(execFile)(process.execPath, ['-e', 'console.log(process.pid)']);
  mkdirSync(lock);
  writeFileSync(path.join(lock, 'pid'), stdout.trim());
  expect(await locked(lock, async () => 'taken over')).toBe('taken over');

  mkdirSync(lock); // its maker died before it wrote its id
  utimesSync(lock, new Date(0), new Date(0));
  expect(await locked(lock, async () => 'taken over')).toBe('taken over');
});

test('a program that does not end is ended by its limit', async () => {
  expect(await run(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { limitMs: 300 })).toBe(124);
  expect(await run(process.execPath, ['-e', 'process.exit(7)'])).toBe(7);
});

test('counts come from the report; a file that did not load and a missing report are failures', () => {
  const file = path.join(folder, 'results.json');
  const result = (status: string) => ({ fullName: `it is ${status}`, status });
  writeFileSync(
    file,
    JSON.stringify({
      testResults: [
        {
          name: 'a',
          status: 'failed',
          assertionResults: ['passed', 'passed', 'failed', 'skipped', 'todo'].map(result),
        },
        { name: 'b', status: 'failed', assertionResults: [] },
      ],
    }),
  );
  const counts = readCounts(file);
  expect(counts).toEqual({ passed: 2, failed: 2, skipped: 2, skippedNames: ['it is skipped', 'it is todo'] });
  expect(addUp([counts, readCounts(path.join(folder, 'none.json'))])).toMatchObject({
    passed: 2,
    failed: 3,
    skipped: 2,
  });
});

test('CI calls npm test, and nothing hides behind it', () => {
  const lines = readFileSync(new URL('../../.ci/run', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines).toEqual(['set -euo pipefail', 'cd "$(dirname "$0")/.."', 'export CI=1', 'npm test']);
});
