/** The number of another program: GNU du. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Octets, folders counted. */
export function duOf(folder: string): number {
  return du(folder) + (countsFolders() ? 0 : foldersOf(folder));
}

const du = (folder: string): number =>
  Number.parseInt(execFileSync('du', ['--apparent-size', '-sb', folder], { encoding: 'utf8' }), 10);

let counts: boolean | undefined;
/** Coreutils of 9.2 and later leave them out. */
function countsFolders(): boolean {
  if (counts !== undefined) return counts;
  const empty = mkdtempSync(path.join(tmpdir(), 'tegami-du-'));
  counts = du(empty) > 0;
  rmSync(empty, { recursive: true });
  return counts;
}

function foldersOf(folder: string): number {
  const sizes = execFileSync('find', [folder, '-type', 'd', '-printf', '%s\\n'], { encoding: 'utf8' });
  return sizes.split('\n').reduce((sum, size) => sum + Number(size), 0);
}
