// Starts programs, and ends what it started.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

/**
 * Runs a program to its end with our own terminal.
 * @param {string} program @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, limitMs?: number, signal?: AbortSignal, quiet?: RegExp,
 *   stdio?: import('node:child_process').StdioOptions }} [o] `signal` ends it; lines of stderr that are `quiet` are not passed on
 * @returns {Promise<number>} its exit code; 124 where the time limit ended it
 */
export function run(program, args, { env, cwd, limitMs, signal, quiet, stdio = 'inherit' } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: quiet === undefined ? stdio : ['inherit', 'inherit', 'pipe'],
      // A group of its own, so that all that it started ends with it (xvfb-run leaves its program behind).
      detached: signal !== undefined,
      ...(env ? { env } : {}),
      ...(cwd ? { cwd } : {}),
    });
    if (quiet !== undefined && child.stderr !== null)
      createInterface({ input: child.stderr }).on('line', (line) => quiet.test(line) || console.error(line));
    let late = false;
    const timer =
      limitMs === undefined
        ? undefined
        : setTimeout(() => {
            late = true;
            child.kill('SIGKILL');
          }, limitMs);
    /** @param {NodeJS.Signals} name */
    const pass = (name) => {
      if (signal === undefined) return child.kill(name);
      try {
        return child.pid !== undefined && process.kill(-child.pid, name);
      } catch {
        return false; // it has ended
      }
    };
    const end = () => pass('SIGTERM');
    process.on('SIGINT', pass).on('SIGTERM', pass);
    signal?.addEventListener('abort', end, { once: true });
    child.once('error', reject);
    child.once('close', (code, name) => {
      clearTimeout(timer);
      process.off('SIGINT', pass).off('SIGTERM', pass);
      signal?.removeEventListener('abort', end);
      resolve(late ? 124 : (code ?? (name === 'SIGTERM' ? 143 : 1)));
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
