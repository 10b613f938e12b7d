/** Saves an attachment, or a text that the page shows, where the user says. The page names it by ids; the name that is offered is made harmless first. */
import { constants } from 'node:fs';
import { copyFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import { asMailError, MailError } from '../src/base/errors.ts';
import type { SaveResult } from '../src/contract/bridge.ts';
import { safeName } from '../src/message/safe-name.ts';
import type { Engine } from './engine.ts';
import { partOf } from './part-name.ts';
import { pictureOf } from './picture.ts';

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
    const name = safeName(found.name, 'attachment');
    const place = await askWhere(window, name, test);
    if (place === null) return { state: 'cancelled' };
    await putWhole(place, (unfinished) => copyFile(found.file, unfinished, constants.COPYFILE_FICLONE));
    return { state: 'saved', name: path.basename(place) };
  } catch (error) {
    return { state: 'failed', error: asMailError(error, 'app.save').toValue() };
  }
}

/** Letters: contract/bridge.ts tells the page. */
const LONGEST_TEXT = 32 << 20;

export function saveText(window: BrowserWindow, of: unknown, test: boolean): Promise<SaveResult> {
  const { name, text } = (of ?? {}) as Record<string, unknown>;
  return saveMade(window, { name, from: text, fallback: 'text.txt', test, make: async (given) => given });
}

/** A page (HTML that needs no script and nothing from elsewhere) as a PNG picture. */
export function savePicture(window: BrowserWindow, of: unknown, test: boolean): Promise<SaveResult> {
  const { name, html } = (of ?? {}) as Record<string, unknown>;
  return saveMade(window, { name, from: html, fallback: 'picture.png', test, make: pictureOf });
}

async function saveMade(
  window: BrowserWindow,
  o: {
    name: unknown;
    from: unknown;
    fallback: string;
    test: boolean;
    make: (from: string) => Promise<string | Buffer>;
  },
): Promise<SaveResult> {
  try {
    const { name, from } = o;
    if (typeof name !== 'string' || typeof from !== 'string') return { state: 'cancelled' };
    if (from.length > LONGEST_TEXT) throw tooLong(from.length);
    const place = await askWhere(window, safeName(name, o.fallback), o.test);
    if (place === null) return { state: 'cancelled' };
    const made = await o.make(from);
    await putWhole(place, (unfinished) => writeFile(unfinished, made));
    return { state: 'saved', name: path.basename(place) };
  } catch (error) {
    return { state: 'failed', error: asMailError(error, 'app.save').toValue() };
  }
}

function tooLong(letters: number): MailError {
  return new MailError({
    kind: 'bad-input',
    at: 'app.save',
    reason: 'too-long',
    advice: 'check-input',
    facts: { letters, limit: LONGEST_TEXT },
  });
}

/** Under the chosen name there is either the whole file or what was there before, never a part of it: a full disk, or a reader in a hurry. */
async function putWhole(place: string, put: (unfinished: string) => Promise<void>): Promise<void> {
  const unfinished = path.join(path.dirname(place), `.${path.basename(place).slice(0, 60)}.${process.pid}.part`);
  try {
    await put(unfinished);
    await rename(unfinished, place);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function askWhere(window: BrowserWindow, name: string, test: boolean): Promise<string | null> {
  const folder = test ? process.env['TEGAMI_SAVE_DIR'] : undefined;
  if (folder !== undefined) return path.join(folder, name);
  const answer = await dialog.showSaveDialog(window, { defaultPath: path.join(app.getPath('downloads'), name) });
  return answer.canceled || answer.filePath === undefined || answer.filePath === '' ? null : answer.filePath;
}
