/** `tegami compare` that is ended from outside, and several of them at once. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Report } from '../../../src/contract/compare/result.ts';
import { startLabProcess } from '../../lab/support/process.ts';
import { type Ran, startCli } from '../../support/cli.ts';

function place(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tegami-killed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const compare = (where: string, ...names: string[]) =>
  startCli(['compare', '--json', ...names.flatMap((name) => ['--experiment', name])], { env: { TMPDIR: where } });
const facts = (ran: Ran) => {
  expect(ran.code, ran.err).toBe(0);
  const { experiments } = ran.json() as Report;
  return experiments.map(({ name, facts: of }) => [
    name,
    Object.entries(of).filter(([fact]) => !/bytes|disk/i.test(fact)),
  ]);
};
/** A machine stands: it is in the middle of an experiment. */
const stands = (where: string): boolean =>
  readdirSync(where, { recursive: true }).some((name) => String(name).endsWith('vault.db'));

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)
  test(`${signal} in the middle of an experiment: it leaves in order, and nothing behind`, async () => {
    const where = place();
    const { child, ended } = compare(where);
    await expect.poll(() => stands(where)).toBe(true);
    child.kill(signal);
    const ran = await ended;
    expect([ran.code, ran.out, ran.err.replaceAll(/^.*\(\d+ of \d+\).*\n/gm, '')]).toEqual([code, '', '']);
    expect(readdirSync(where)).toEqual([]);
  });

test('killed in the middle of an experiment: the next one is none the worse for it, and puts away what was left', {
  timeout: 60_000,
}, async () => {
  const where = place();
  const { child, ended } = compare(where);
  await expect.poll(() => stands(where)).toBe(true);
  child.kill('SIGKILL');
  expect((await ended).signal).toBe('SIGKILL');
  expect(readdirSync(where)).not.toEqual([]);
  facts(await compare(where, 'read-state').ended);
  expect(readdirSync(where)).toEqual([]);
});

test('three at once, beside a lab: each has addresses and a folder of its own, and all find the same', {
  timeout: 120_000,
}, async () => {
  const where = place();
  const lab = await startLabProcess(['--data', path.join(where, 'lab')]);
  onTestFinished(() => void lab.child.kill());
  const names = ['read-state', 'leave-days', 'share'];
  const [first, ...others] = (await Promise.all(Array.from({ length: 3 }, () => compare(where, ...names).ended))).map(
    facts,
  );
  for (const other of others) expect(other).toEqual(first);
  lab.child.kill('SIGTERM');
  expect(await lab.ended).toBe(0);
  expect(readdirSync(where)).toEqual(['lab']);
});
