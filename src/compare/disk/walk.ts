/** What a profile takes on the disk, walked and not assumed. */
import type { BigIntStats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { asMailError } from '../../base/errors.ts';
import type { Disk } from '../../contract/compare/result.ts';
import { type Kind, kindOf } from './kinds.ts';

/**
 * Apparent sizes as `du --apparent-size -sb` of GNU coreutils 9.1 adds them up: folders count, symbolic links are not followed, a file with
 * several names counts once. What vanishes during the walk is left out; a folder that is not there takes nothing.
 * @throws MailError disk-failed
 */
export async function walkProfile(folder: string): Promise<Disk> {
  const sizes: Record<Kind, number> = { mail: 0, parts: 0, database: 0, other: 0 };
  /** Files with several names that were met already. */
  const met = new Set<string>();

  async function walk(file: string, below: string): Promise<void> {
    const found = await present(lstat(file, { bigint: true }));
    if (found === null || again(found)) return;
    sizes[found.isFile() ? kindOf(below) : 'other'] += Number(found.size);
    if (!found.isDirectory()) return;
    const names = (await present(readdir(file))) ?? [];
    await Promise.all(names.map((name) => walk(path.join(file, name), below === '' ? name : `${below}/${name}`)));
  }

  function again({ dev, ino, nlink }: BigIntStats): boolean {
    if (nlink < 2n) return false;
    const key = `${dev}:${ino}`;
    if (met.has(key)) return true;
    met.add(key);
    return false;
  }

  try {
    await walk(folder, '');
  } catch (thrown) {
    throw asMailError(thrown, 'disk.walk');
  }
  return { total: sizes.mail + sizes.parts + sizes.database + sizes.other, ...sizes };
}

/** Null for what is not there, or is no folder any more. */
async function present<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw thrown;
  }
}
