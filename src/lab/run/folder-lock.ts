/** One lab to a folder: two would give the same UIDs to different mails. A lock whose process is gone is taken over. */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MailError } from '../../base/errors.ts';

interface Holder {
  readonly pid: number;
  /** When the process began, in the system's own words; tells it from another that got its number later. Null where the system does not say. */
  readonly began: string | null;
}

/** @throws MailError lab-locked. The result lets go. */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'lab.lock');
  for (let tries = 0; tries < 3; tries++) {
    if (take(file)) return () => rmSync(file, { force: true });
    const holder = readHolder(file);
    if (holder !== null && isAlive(holder))
      throw new MailError({
        kind: 'not-stored',
        at: 'lab.open',
        reason: 'lab-locked',
        advice: 'close-other',
        facts: { pid: holder.pid },
      });
    rmSync(file, { force: true });
  }
  throw new MailError({ kind: 'not-stored', at: 'lab.open', reason: 'lab-locked', advice: 'close-other' });
}

function take(file: string): boolean {
  try {
    const fd = openSync(file, 'wx', 0o600);
    const holder: Holder = { pid: process.pid, began: beganOf(process.pid) };
    writeFileSync(fd, JSON.stringify(holder));
    closeSync(fd);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(file: string): Holder | null {
  try {
    const { pid, began } = JSON.parse(readFileSync(file, 'utf8')) as Holder;
    return Number.isInteger(pid) ? { pid, began: typeof began === 'string' ? began : null } : null;
  } catch {
    return null;
  }
}

function isAlive({ pid, began }: Holder): boolean {
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
