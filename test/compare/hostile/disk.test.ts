/** The disk is really full in the middle of a run: a file system of a few megabytes, mounted for it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { shipped } from '../../../src/compare/experiments/index.ts';
import { labGround } from '../../../src/compare/ground/index.ts';
import { runExperiment } from '../../../src/compare/run/index.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tegami-small-'));
const small = path.join(folder, 'disk');
mkdirSync(small);

function mount(megabytes: number): string | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tegami-small', small], { stdio: 'pipe' });
    return null;
  } catch (thrown) {
    return String(thrown).split('\n', 1)[0] ?? 'mount failed';
  }
}
const unmount = (): void => void execFileSync('umount', [small], { stdio: 'pipe' });

const why = mount(1);
if (why === null) unmount();
const describeMounted =
  why === null
    ? describe
    : (title: string, body: () => void) =>
        describe.skip(`${title} (skipped: no file system can be mounted: ${why})`, body);
afterAll(() => rmSync(folder, { recursive: true }));

const thinLine = shipped.find(({ name }) => name === 'thin-line');
const readState = shipped.find(({ name }) => name === 'read-state');

/** From the lab to the last machine, with everything on that disk. */
async function onDisk(experiment: typeof thinLine): Promise<void> {
  if (experiment === undefined) throw new Error('none');
  const ground = await labGround({ folder: small });
  try {
    const profiles = path.join(small, 'profiles');
    await runExperiment({ experiment, ground, folder: profiles, seed: 1, pace: 1000, lang: 'en' });
  } finally {
    await ground.close();
  }
}

describeMounted('a disk that is full', () => {
  for (const megabytes of [1, 2, 4, 12, 20])
    test(`of ${megabytes} MB is said, and what was begun is taken away`, async () => {
      mount(megabytes);
      try {
        await expect(onDisk(thinLine)).rejects.toMatchObject({ reason: 'disk-full' });
        expect(readdirSync(small).filter((name) => name !== 'profiles')).toEqual([]);
        rmSync(path.join(small, 'profiles'), { recursive: true, force: true });
        // What it had taken is free again.
        if (megabytes > 8) await onDisk(readState);
      } finally {
        unmount();
      }
    });
});
