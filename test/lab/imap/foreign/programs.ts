/** Other people's programs, run beside our server: what they said and how they ended. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe } from 'vitest';
import { packages } from '../../../servers/installed.ts';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The server is in this process, so nothing here may block it. */
export function run(
  program: string,
  args: readonly string[],
  o: { stdin?: string; env?: Readonly<Record<string, string>>; cwd?: string } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TERM: 'dumb', ...o.env };
    const child = spawn(program, args, { env, cwd: o.cwd, stdio: ['pipe', 'pipe', 'pipe'], timeout: 25_000 });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => (out += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk) => (err += chunk));
    child.stdin.on('error', () => {});
    child.stdin.end(o.stdin ?? '');
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

/** As `describe`; skipped with the reason where the programs are missing, and failing there with CI set. */
export function describeWith(programs: readonly string[], title: string, body: () => void): void {
  const missing = programs.filter((name) => !existsSync(`/usr/bin/${name}`));
  if (missing.length === 0 || process.env.CI) describe(title, body);
  else
    describe.skip(
      `${title} (skipped: not installed: ${missing.join(', ')}; to enable: apt-get install ${packages.join(' ')})`,
      body,
    );
}
