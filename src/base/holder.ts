/** Which process holds something, so that another can tell whether it is still there. */
import { readFileSync } from 'node:fs';

export interface Holder {
  readonly pid: number;
  /** When the process began, in the system's own words; tells it from another that got its number later. Null where the system does not say. */
  readonly began: string | null;
}

export const thisProcess = (): Holder => ({ pid: process.pid, began: beganOf(process.pid) });

/** Null: what is written there names no process. */
export function readHolder(file: string): Holder | null {
  try {
    const { pid, began } = JSON.parse(readFileSync(file, 'utf8')) as Holder;
    return Number.isInteger(pid) ? { pid, began: typeof began === 'string' ? began : null } : null;
  } catch {
    return null;
  }
}

export function isAlive({ pid, began }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and not ours.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return began === null || beganOf(pid) === began;
}

/** Field 22 of /proc/PID/stat, proc(5). */
function beganOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
