/** Saves an attachment where the user says. The page names it by ids; the name that is offered is made harmless first. */
import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import { asMailError } from '../src/base/errors.ts';
import type { SaveResult } from '../src/contract/bridge.ts';
import type { Engine } from './engine.ts';
import { partOf } from './part-name.ts';

export async function saveAttachment(
  window: BrowserWindow,
  engine: Engine,
  of: unknown,
  test: boolean,
): Promise<SaveResult> {
  try {
    const { message, part } = (of ?? {}) as Record<string, unknown>;
    const named = partOf(`mail://message/${String(message)}/${String(part)}`);
    if (named === null) return { state: 'cancelled' };
    const found = await engine.locate(named);
    const name = harmlessName(found.name);
    const place = await askWhere(window, name, test);
    if (place === null) return { state: 'cancelled' };
    await copyFile(found.file, place, constants.COPYFILE_FICLONE);
    return { state: 'saved', name: path.basename(place) };
  } catch (error) {
    return { state: 'failed', error: asMailError(error, 'app.save').toValue() };
  }
}

async function askWhere(window: BrowserWindow, name: string, test: boolean): Promise<string | null> {
  const folder = test ? process.env['TEGAMI_SAVE_DIR'] : undefined;
  if (folder !== undefined) return path.join(folder, name);
  const answer = await dialog.showSaveDialog(window, { defaultPath: path.join(app.getPath('downloads'), name) });
  return answer.canceled || answer.filePath === undefined || answer.filePath === '' ? null : answer.filePath;
}

/** Names that Windows gives to devices. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A file name out of a mail as one that is safe to write anywhere: no folders, no control or direction-changing characters
 * (which make `exe.txt` of `txt.exe`), no leading dots, at most 200 octets with its ending kept.
 */
export function harmlessName(given: string): string {
  const flat = given
    .normalize('NFC')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[/\\:*?"<>|]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const safe = DEVICES.test(flat) ? `_${flat}` : flat;
  const ending = path.extname(safe).slice(0, 20);
  let stem = safe.slice(0, safe.length - path.extname(safe).length);
  while (Buffer.byteLength(stem + ending) > 200) stem = [...stem].slice(0, -1).join('');
  return stem === '' ? `attachment${ending}` : stem + ending;
}
