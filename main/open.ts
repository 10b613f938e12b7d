/** Opens a copy of an attachment in the system's program for it, if a file of that kind cannot run anything. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { app, shell } from 'electron';
import { asMailError } from '../src/base/errors.ts';
import type { OpenResult } from '../src/contract/bridge.ts';
import { safeName } from '../src/message/safe-name.ts';
import type { Engine } from './engine.ts';
import { opensSafely } from './opens-safely.ts';
import { partOf } from './part-name.ts';

/** Copies of this run, each in a folder of its own that only this user can enter; gone when the app ends. */
let folder: string | null = null;

export async function openAttachment(engine: Engine, of: unknown): Promise<OpenResult> {
  try {
    const { message, part } = (of ?? {}) as Record<string, unknown>;
    const named = partOf(`mail://message/${String(message)}/${String(part)}`);
    if (named === null) return { state: 'refused', why: 'kind' };
    const found = await engine.locate(named);
    const name = safeName(found.name, 'attachment');
    if (!opensSafely(name)) return { state: 'refused', why: 'kind' };
    const copy = path.join(mkdtempSync(path.join(ownFolder(), 'part-')), name);
    await copyFile(found.file, copy);
    chmodSync(copy, 0o600);
    const said = await shell.openPath(copy);
    return said === '' ? { state: 'opened' } : { state: 'refused', why: 'no-program' };
  } catch (error) {
    return { state: 'failed', error: asMailError(error, 'app.open').toValue() };
  }
}

function ownFolder(): string {
  if (folder !== null) return folder;
  const made = mkdtempSync(path.join(app.getPath('temp'), 'tegami-'));
  app.once('quit', () => rmSync(made, { recursive: true, force: true }));
  folder = made;
  return made;
}
