import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ProfileLock } from '../../src/vault/lock.ts';
import { openVault, profile, reasonOf, rebuild } from './support/profile.ts';

/** Another process that holds the lock by the same means, until it is killed. */
async function otherProcess(root: string): Promise<{ pid: number; kill: () => Promise<void> }> {
  const script = `const L = require('libsql'); const db = new L(process.argv[1]); db.exec('BEGIN EXCLUSIVE');
    require('fs').writeFileSync(process.argv[1] + '.pid', process.pid + '\\n'); process.stdout.write('held'); setInterval(() => db, 1000);`;
  const child = spawn(process.execPath, ['-e', script, join(root, 'vault.lock')], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const ended = once(child, 'exit');
  return {
    pid: child.pid ?? 0,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

test('a profile that another process has open is refused with that process’s number, and is free when it was killed', async () => {
  const root = profile();
  await (await openVault(root)).close();
  const other = await otherProcess(root);
  const refused = await openVault(root).catch((thrown: unknown) => thrown);
  expect(refused).toMatchObject({
    reason: 'vault-locked',
    advice: 'close-other',
    facts: { profile: root, pid: other.pid },
  });
  expect(await reasonOf(rebuild(root))).toBe('vault-locked');
  await other.kill();
  const vault = await openVault(root);
  expect(readFileSync(join(root, 'vault.lock.pid'), 'utf8')).toBe(`${process.pid}\n`);
  await vault.close();
});

test('the same process cannot open a profile twice, by whatever path, and can again when it is closed', async () => {
  const root = profile();
  const link = join(profile(), 'link');
  symlinkSync(root, link);
  for (let n = 0; n < 5; n += 1) {
    const vault = await openVault(root);
    expect(await reasonOf(openVault(root))).toBe('vault-locked');
    expect(await reasonOf(openVault(link))).toBe('vault-locked');
    expect(await reasonOf(rebuild(root))).toBe('vault-locked');
    await vault.close();
  }
  await (await openVault(link)).close();
});

test('an opening that fails leaves the lock free', async () => {
  const root = profile();
  writeFileSync(join(root, 'vault.db'), 'no database');
  for (let n = 0; n < 3; n += 1) expect(await reasonOf(openVault(root))).toBe('vault-damaged');
  ProfileLock.take(root).release();
});

test('a lock file that is noise keeps nobody out', async () => {
  const root = profile();
  writeFileSync(join(root, 'vault.lock'), 'x'.repeat(5000));
  const vault = await openVault(root);
  expect(await reasonOf(openVault(root))).toBe('vault-locked');
  await vault.close();
});

test('a lock may be released twice', () => {
  const root = profile();
  const lock = ProfileLock.take(root);
  lock.release();
  lock.release();
  ProfileLock.take(root).release();
});
