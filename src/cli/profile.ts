import { constants, existsSync } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { asMailError, MailError } from '../base/errors.ts';
import type { Words } from './words/index.ts';

/** The profile's folder, made where it is not there. @throws MailError disk-full, disk-failed with the path in its words. */
export async function profileFolder(path: string, words: Words): Promise<string> {
  try {
    await make(resolve(path));
    if (!(await stat(path)).isDirectory()) throw cannot(words.notAFolder(path));
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return path;
  } catch (thrown) {
    const error = asMailError(thrown, 'cli.profile');
    if (error.reason === 'disk-full' || thrown instanceof MailError) throw error;
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : '';
    const said = code === 'EEXIST' || code === 'ENOTDIR' ? words.notAFolder(path) : `${resolve(path)}: ${code}`;
    throw cannot(said, thrown);
  }
}

/** With what is above it. Node's own `recursive` never ends where a folder refuses with ENOENT, as those of /proc do. */
async function make(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : '';
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || existsSync(dirname(path))) throw thrown;
    await make(dirname(path));
    await mkdir(path, { mode: 0o700 });
  }
}

function cannot(said: string, cause?: unknown): MailError {
  return new MailError(
    { kind: 'not-stored', at: 'cli.profile', reason: 'disk-failed', advice: 'check-input', said },
    cause,
  );
}
