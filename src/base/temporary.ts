/** Folders that are put away again. */
import { lstat, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { isAlive, readHolder, thisProcess } from './holder.ts';

/** In each of them: whose it is. By host, for containers that share a folder have processes of the same numbers. */
const holderFile = (): string => `holder.${encodeURIComponent(hostname())}.json`;

/** Looked through once by this process: where, and for which prefix. */
const looked = new Set<string>();

/**
 * A new folder in `where`, with a name that begins so. Those that a process left which was killed are removed on the way. Remove it with
 * removeFolder. @throws what the disk says
 */
export async function temporaryFolder(prefix: string, where = tmpdir()): Promise<string> {
  await mkdir(where, { recursive: true, mode: 0o700 });
  await removeLeft(prefix, where);
  const folder = await mkdtemp(path.join(where, prefix));
  try {
    await writeFile(path.join(folder, holderFile()), JSON.stringify(thisProcess()), { mode: 0o600 });
    return folder;
  } catch (thrown) {
    await removeFolder(folder);
    throw thrown;
  }
}

/** With everything in it; fine if it is gone. What still writes there in this moment is waited for a little. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}

async function removeLeft(prefix: string, where: string): Promise<void> {
  const place = path.join(where, prefix);
  if (looked.has(place)) return;
  looked.add(place);
  for (const name of await readdir(where).catch(() => []))
    if (name.startsWith(prefix)) await removeIfLeft(path.join(where, name)).catch(() => {}); // somebody else's, or gone
}

async function removeIfLeft(folder: string): Promise<void> {
  const about = await lstat(folder);
  if (!about.isDirectory() || about.uid !== (process.getuid?.() ?? about.uid)) return;
  const holder = readHolder(path.join(folder, holderFile()));
  if (holder !== null && !isAlive(holder)) await removeFolder(folder);
}
