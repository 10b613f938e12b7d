/** The whole lab with nobody in it: how long until everything answers, how much memory, how much processor time while nothing happens. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { builtCli } from '../test/support/cli.ts';
import { cpuOf, pssMb, statusMb } from './process.ts';
import type { Report } from './report.ts';

const QUIET_MS = 20_000;

export async function labIdle(_count: number, runs: number): Promise<Report> {
  const first: number[] = [];
  const again: number[] = [];
  let peakMb: number | null = null;
  let pss: number | null = null;
  let cpuMs = 0;
  for (let i = 0; i < runs; i++) {
    const data = mkdtempSync(path.join(tmpdir(), 'tegami-bench-lab-'));
    try {
      first.push(await visit(data));
      again.push(
        await visit(data, async (pid) => {
          if (i > 0) return;
          await pause(2000);
          const before = cpuOf(pid) ?? 0;
          await pause(QUIET_MS);
          cpuMs = (cpuOf(pid) ?? 0) - before;
          pss = pssMb(pid);
          peakMb = statusMb(pid, 'VmRSS');
        }),
      );
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  }
  return {
    name: 'lab-idle',
    title: 'The whole lab, idle',
    rows: [
      { what: 'from the program’s start until all answers', ms: again },
      { what: 'the same in a new folder: certificates, demo mail', ms: first },
      {
        what: `${QUIET_MS / 1000} s with nothing to do`,
        cpuMs: [cpuMs],
        more: { 'resident MB': Math.round(peakMb ?? 0), 'PSS MB': Math.round(pss ?? 0) },
      },
    ],
  };
}

/** Starts it, waits for its document, does `meanwhile`, ends it. Gives the ms until the document was there. */
async function visit(data: string, meanwhile: (pid: number) => Promise<void> = async () => {}): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [builtCli, 'lab', '--json', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  let out = '';
  for await (const chunk of child.stdout) {
    out += chunk;
    if (isWhole(out)) break;
  }
  const ms = performance.now() - began;
  if (child.exitCode !== null) throw new Error('the lab ended before it answered');
  await meanwhile(child.pid ?? 0);
  child.kill('SIGINT');
  await ended;
  return ms;
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
