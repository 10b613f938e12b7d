/** One lab to a folder: two would give the same UIDs to different mails. A lock whose process is gone is taken over. */
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MailError } from '../../base/errors.ts';
import { isAlive, readHolder, thisProcess } from '../../base/holder.ts';

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
    writeFileSync(fd, JSON.stringify(thisProcess()));
    closeSync(fd);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
