/** The world of a folder, kept between runs: written whole or not at all. */
import { readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { replaceFile } from '../../base/durable.ts';
import { asMailError } from '../../base/errors.ts';
import type { World } from '../../contract/lab/world.ts';
import { type Checked, checkWorld } from '../world/check.ts';

const name = 'world.json';

/** Null: there is none yet. What cannot be read as JSON is told as a world that is not sound. */
export async function readWorld(folder: string): Promise<Checked | null> {
  let text: string;
  try {
    text = await readFile(path.join(folder, name), 'utf8');
  } catch {
    return null;
  }
  return parseWorld(text);
}

export function parseWorld(text: string): Checked {
  try {
    return checkWorld(JSON.parse(text));
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return {
      problems: [{ path: [], en: `This is not JSON: ${said}.`, ja: `JSONとして読めません（${said}）。` }],
    };
  }
}

/** Out of the way, and kept: the next start begins with the default world. */
export async function setWorldAside(folder: string): Promise<void> {
  await rename(path.join(folder, name), path.join(folder, `${name}.aside`)).catch(() => {});
}

/** @throws MailError disk-full, disk-failed; the world before is kept then */
export async function writeWorld(folder: string, world: World): Promise<void> {
  try {
    await replaceFile(path.join(folder, name), `${JSON.stringify(world, null, 2)}\n`);
  } catch (thrown) {
    throw asMailError(thrown, 'lab.world');
  }
}
