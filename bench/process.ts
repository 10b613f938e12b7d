/** A program from start to end: its time, and the most memory that it ever had (VmHWM of the kernel). */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Ran {
  readonly ms: number;
  /** MB of the largest resident set. Null where the system does not tell. */
  readonly peakMb: number | null;
  /** Ms of processor time of all its threads, last seen at most 20 ms before its end. */
  readonly cpuMs: number;
  readonly out: string;
}

/** @throws Error with what it said, where it does not end well. `ok`: exit codes that are. */
export function run(
  program: string,
  args: readonly string[],
  o: { env?: Readonly<Record<string, string>>; stdin?: string; ok?: readonly number[] } = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(program, args, { env: { ...process.env, ...o.env }, stdio: ['pipe', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    let peakMb: number | null = null;
    let cpuMs = 0;
    const look = setInterval(() => {
      peakMb = statusMb(child.pid ?? 0, 'VmHWM') ?? peakMb;
      cpuMs = cpuOf(child.pid ?? 0) ?? cpuMs;
    }, 20);
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    child.stdin.on('error', () => {});
    child.stdin.end(o.stdin ?? '');
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(look);
      const ms = performance.now() - began;
      if (code !== null && (o.ok ?? [0]).includes(code)) resolve({ ms, peakMb, cpuMs, out });
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code}: ${err}${out}`.slice(0, 2000)));
    });
  });
}

/** A field of /proc/PID/status in MB. */
export function statusMb(pid: number, field: 'VmHWM' | 'VmRSS'): number | null {
  return read(`/proc/${pid}/status`, field);
}

/** Its share of memory: what several processes have in common is divided among them. */
export function pssMb(pid: number): number | null {
  return read(`/proc/${pid}/smaps_rollup`, 'Pss');
}

/** User and system time in ticks of 10 ms: proc(5), /proc/PID/stat, fields 14 and 15, counted after the name's last bracket. */
export function cpuOf(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').pop()?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return null;
  }
}

function read(file: string, field: string): number | null {
  try {
    const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8'));
    return found ? Number(found[1]) / 1024 : null;
  } catch {
    return null;
  }
}
