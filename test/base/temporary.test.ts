import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { removeFolder, temporaryFolder } from '../../src/base/temporary.ts';

function place(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tegami-place-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The number of a process that is gone. */
const gone = (): number => spawnSync(process.execPath, ['-e', '']).pid;

function left(where: string, name: string, holder: unknown, host = hostname()): string {
  const folder = path.join(where, name);
  mkdirSync(path.join(folder, 'deep'), { recursive: true });
  writeFileSync(path.join(folder, 'deep', 'mail'), 'x');
  writeFileSync(
    path.join(folder, `holder.${encodeURIComponent(host)}.json`),
    typeof holder === 'string' ? holder : JSON.stringify(holder),
  );
  return folder;
}

test('a folder is new, its process’s own, and removed with everything in it', async () => {
  const where = path.join(place(), 'not', 'there');
  const [one, other] = [await temporaryFolder('x-', where), await temporaryFolder('x-', where)];
  expect(one).not.toBe(other);
  writeFileSync(path.join(one, 'mail'), 'x');
  await removeFolder(one);
  await removeFolder(one);
  expect(readdirSync(where)).toEqual([path.basename(other)]);
});

test('what a process left that was killed is removed, and nothing else', async () => {
  const where = place();
  const dead = left(where, 'x-dead', { pid: gone(), began: null });
  const reused = left(where, 'x-reused', { pid: process.pid, began: 'long ago' });
  const kept = [
    left(where, 'x-alive', { pid: process.pid, began: null }),
    left(where, 'x-elsewhere', { pid: gone(), began: null }, 'another host'),
    left(where, 'y-dead', { pid: gone(), began: null }),
    left(where, 'x-torn', '{"pid":'),
    left(where, 'x-strange', { pid: '1' }),
  ];
  mkdirSync(path.join(where, 'x-nobody'));
  writeFileSync(path.join(where, 'x-file'), '');
  symlinkSync(left(where, 'z-target', { pid: gone(), began: null }), path.join(where, 'x-link'));
  const mine = await temporaryFolder('x-', where);
  expect([existsSync(dead), existsSync(reused)]).toEqual([false, process.platform !== 'linux']);
  for (const folder of kept) expect(existsSync(path.join(folder, 'deep', 'mail'))).toBe(true);
  for (const name of ['x-nobody', 'x-file', 'x-link', 'z-target']) expect(readdirSync(where)).toContain(name);
  expect(existsSync(mine)).toBe(true);
});
