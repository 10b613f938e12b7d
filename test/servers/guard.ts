/** A foreground daemon as a child that never outlives this process, not even when it is killed. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Guarded {
  /** What the daemon wrote to stdout and stderr so far. */
  output(): string;
  /** True once it is gone. */
  ended(): boolean;
  /** Ends it (TERM, after three seconds KILL) and removes its folder. Can be called twice. */
  close(): Promise<void>;
}

/**
 * The shell between holds our pipe as its stdin: when the pipe closes (we close it, or we die) it ends the daemon by pid and
 * removes the folder. TEGAMI_KEEP_SERVERS=1 leaves the folder for looking at logs.
 */
export const guardScript = `
dir=$1; shift
exec 3<&0
"$@" </dev/null 3<&- &
pid=$!
( read -r _ <&3; kill -TERM $pid 2>/dev/null
  n=0; while [ $n -lt 30 ] && kill -0 $pid 2>/dev/null; do sleep 0.1; n=$((n+1)); done
  kill -KILL $pid 2>/dev/null ) >/dev/null 2>&1 &
wait $pid
code=$?
[ -n "$TEGAMI_KEEP_SERVERS" ] || rm -rf -- "$dir"
exit $code
`;

export function startGuarded(
  folder: string,
  command: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Guarded {
  if (!folder.includes('tegami-')) throw new Error(`not a temp folder of ours: ${folder}`);
  const child = spawn('/bin/sh', ['-c', guardScript, 'sh', folder, ...command], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env,
    detached: true, // Ctrl+C in the terminal reaches the tests, which then close this in order
  });
  let output = '';
  let ended = false;
  const hear = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-100_000);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  child.stdin.on('error', () => {});
  const gone = new Promise<void>((resolve) => {
    const end = (): void => {
      ended = true;
      child.stdin.destroy();
      child.stdout.destroy();
      child.stderr.destroy();
      resolve();
    };
    child.once('exit', end);
    child.once('error', (error) => {
      output += String(error);
      end();
    });
  });
  child.unref(); // an idle server alone keeps no test process alive
  for (const pipe of [child.stdin, child.stdout, child.stderr]) (pipe as unknown as Socket).unref();
  return {
    output: () => output,
    ended: () => ended,
    async close() {
      child.ref();
      child.stdin.end();
      await gone;
      if (existsSync(folder) && !process.env.TEGAMI_KEEP_SERVERS) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A temp folder that is removed when this process ends, however it ends. */
export function guardedFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), `tegami-${prefix}-`));
  const child = spawn('/bin/sh', ['-c', 'read -r _; rm -rf -- "$1"', 'sh', folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.stdin.on('error', () => {});
  child.unref();
  (child.stdin as unknown as Socket).unref();
  return folder;
}
