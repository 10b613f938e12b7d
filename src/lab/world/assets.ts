/**
 * Finds the project's `assets` folder from wherever this code runs: from source (test, bench), from dist/ (terminal, app) or from inside the
 * app's archive. It is the nearest folder of that name above this file, so nothing has to be told and nothing has to be generated.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MailError } from '../../base/errors.ts';

/** Built programs are CommonJS and have `__dirname`; source is a module and has its URL. */
const here = (): string => (typeof __dirname === 'string' ? __dirname : path.dirname(fileURLToPath(import.meta.url)));

/** @throws MailError not-found where the files were not installed with the program */
export function assetsFolder(name: string, from = here()): string {
  for (let at = from; ; at = path.dirname(at)) {
    const found = path.join(at, 'assets', name);
    if (existsSync(found)) return found;
    if (path.dirname(at) === at) break;
  }
  throw new MailError({
    kind: 'bad-input',
    at: 'lab.assets',
    reason: 'not-found',
    advice: 'report',
    facts: { what: `assets/${name}` },
  });
}
