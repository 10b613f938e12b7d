// One at a time between processes: a folder that only one can make, with the holder's process id in it.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Runs `job` while holding the lock; waits for another holder, and takes over from one that has died.
 * @template T @param {string} folder @param {() => Promise<T>} job @returns {Promise<T>}
 */
export async function locked(folder, job) {
  mkdirSync(path.dirname(folder), { recursive: true });
  while (!take(folder)) await wait(100);
  try {
    return await job();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function take(folder) {
  try {
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'pid'), String(process.pid));
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    if (abandoned(folder)) rmSync(folder, { recursive: true, force: true });
    return false;
  }
}

/** @param {string} folder */
function abandoned(folder) {
  try {
    const pid = Number(readFileSync(path.join(folder, 'pid'), 'utf8'));
    if (!(pid > 0)) return age(folder) > 2000;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code;
    if (code === 'ESRCH') return true;
    if (code === 'ENOENT') return age(folder) > 2000; // made, and its holder died before it wrote its id
    return false;
  }
}

/** @param {string} folder */
function age(folder) {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat === undefined ? 0 : Date.now() - stat.mtimeMs;
}
