// Starts programs, and ends what it started.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/**
 * Runs a program to its end with our own terminal. @returns its exit code; 124 where the time limit ended it
 * @param {string} program @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, limitMs?: number, stdio?: import('node:child_process').StdioOptions }} [o]
 * @returns {Promise<number>}
 */
export function run(program, args, { env, cwd, limitMs, stdio = 'inherit' } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio, ...(env ? { env } : {}), ...(cwd ? { cwd } : {}) });
    let late = false;
    const timer =
      limitMs === undefined
        ? undefined
        : setTimeout(() => {
            late = true;
            child.kill('SIGKILL');
          }, limitMs);
    /** @param {NodeJS.Signals} signal */
    const pass = (signal) => child.kill(signal);
    process.on('SIGINT', pass).on('SIGTERM', pass);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      process.off('SIGINT', pass).off('SIGTERM', pass);
      resolve(late ? 124 : (code ?? (signal === 'SIGTERM' ? 143 : 1)));
    });
  });
}

/** What a program prints, or null where it is missing or fails. @param {string} program @param {readonly string[]} args */
export function output(program, args) {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 << 20 });
  return status === 0 ? stdout : null;
}

/** Where a program lies, or null. @param {string} name */
export function which(name) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {}
  }
  return null;
}

export const isRoot = process.getuid?.() === 0;
