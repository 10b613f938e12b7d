// Brings node_modules to what the lock file says, and does nothing where it already is.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readStamp } from './fresh.mjs';
import { root } from './paths.mjs';
import { run } from './run.mjs';
import { say, Told } from './say.mjs';

const stamp = path.join(root, 'node_modules', '.tegami-lock');

/** Before anything is imported that is not part of Node. @throws Told */
export async function installDependencies() {
  const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  const print = createHash('sha256').update(lock).digest('hex');
  if (readStamp(stamp) === print) return;
  if (!agrees(lock)) {
    say('installing dependencies by the lock file (npm ci)');
    // npm's own stdout goes to stderr: what we were called for may print data.
    const [program, ...args] = npm('ci', '--no-audit', '--no-fund', '--loglevel=error');
    if ((await run(program, args, { cwd: root, stdio: ['ignore', 2, 2] })) !== 0)
      throw new Told('npm ci failed; see above. Is the registry reachable?');
  }
  writeFileSync(stamp, `${print}\n`);
}

/** The npm that called us, or the one on the path. @param {...string} args @returns {[string, ...string[]]} */
function npm(...args) {
  const own = process.env.npm_execpath;
  return own?.endsWith('.js') && existsSync(own) ? [process.execPath, own, ...args] : ['npm', ...args];
}

/**
 * Whether somebody's own `npm install` has already brought what the lock file names: npm notes what it put there.
 * @param {string} lock
 */
function agrees(lock) {
  const noted = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(noted)) return false;
  /** @type {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean, link?: boolean }>} */
  const wanted = JSON.parse(lock).packages;
  const found = JSON.parse(readFileSync(noted, 'utf8')).packages;
  return Object.entries(wanted).every(([place, { version, optional, devOptional }]) => {
    if (place === '') return true;
    return found[place] === undefined ? Boolean(optional || devOptional) : found[place].version === version;
  });
}
