/** The built terminal client as people run it: another process, its output, its exit code. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { password } from './house.ts';

export const builtCli = join(fileURLToPath(new URL('../..', import.meta.url)), 'dist', 'cli', 'tegami.cjs');

export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
  /** The document that --json printed. */
  json(): unknown;
}

export interface CliOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string | undefined;
}

export function startCli(
  args: readonly string[],
  options: CliOptions = {},
): { child: ChildProcess; ended: Promise<Ran> } {
  const child = spawn(process.execPath, [builtCli, ...args], {
    env: { ...process.env, TEGAMI_PASSWORD: password, ...options.env } as NodeJS.ProcessEnv,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdin.on('error', () => {}); // one that is killed does not read to the end
  child.stdin.end(options.stdin ?? '');
  const ended = new Promise<Ran>((resolve) => {
    child.on('close', (code, signal) => {
      const text = Buffer.concat(out).toString('utf8');
      resolve({ code, signal, out: text, err: Buffer.concat(err).toString('utf8'), json: () => JSON.parse(text) });
    });
  });
  return { child, ended };
}

export function tegami(args: readonly string[], options: CliOptions = {}): Promise<Ran> {
  return startCli(args, options).ended;
}
