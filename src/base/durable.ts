/** Files that are on the disk when we say so: written, fsynced, renamed, folder fsynced. */
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** New content, on the disk when it resolves; its name is not, before the folder is synced. */
export async function writeContent(file: string, content: Uint8Array): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    for (let at = 0; at < content.length; ) at += (await handle.write(content, at)).bytesWritten;
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Names that were added to, or taken from, a folder are on the disk. Windows cannot do that, and does not need it. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The old content or the new one, whatever happens. */
export async function replaceFile(file: string, content: string): Promise<void> {
  const next = `${file}.next`;
  try {
    await writeContent(next, Buffer.from(content));
    await rename(next, file);
  } catch (thrown) {
    await rm(next, { force: true });
    throw thrown;
  }
  await syncFolder(path.dirname(file));
}

export const isCode = (thrown: unknown, ...codes: string[]): boolean =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' && codes.includes(thrown.code);
