// Whether a built thing is as new as what it is built from: names, sizes and times of the inputs, hashed. A stat of some
// hundred files takes a few milliseconds, so that `npm run tegami` may ask each time.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

/** What every target depends on beside its own inputs. */
const always = ['package-lock.json', 'scripts/lib/targets.mjs'];

/** @param {readonly string[]} inputs paths under the root */
export function printOf(inputs) {
  const hash = createHash('sha256');
  for (const input of [...always, ...inputs]) walk(path.join(root, input), hash);
  return hash.digest('hex').slice(0, 24);
}

/** @param {string} at @param {import('node:crypto').Hash} hash */
function walk(at, hash) {
  const stat = statSync(at, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (!stat.isDirectory()) {
    hash.update(`${at}\0${stat.size}\0${stat.mtimeMs}\n`);
    return;
  }
  for (const name of readdirSync(at).sort()) if (name !== 'README.md') walk(path.join(at, name), hash);
}

/** @param {string} file @returns {string} empty where it cannot be read */
export function readStamp(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
