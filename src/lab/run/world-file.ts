/** The world of a folder, kept between runs: written whole or not at all. */
import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
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

export async function writeWorld(folder: string, world: World): Promise<void> {
  const file = path.join(folder, name);
  const handle = await open(`${file}.tmp`, 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(world, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.tmp`, file);
}
