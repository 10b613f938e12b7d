// Debian packages: what is there, and how it comes there. Installs only as root; otherwise says the command.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isRoot, output, run, which } from './run.mjs';
import { say } from './say.mjs';

/** Debian or one of its children (Ubuntu, Mint). */
export function isDebian() {
  if (process.platform !== 'linux' || which('apt-get') === null) return false;
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(
    existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '',
  );
}

/** Those of the packages that are not installed. @param {readonly string[]} packages */
export function missingPackages(packages) {
  return packages.filter((name) => {
    // Ubuntu 24.04 and Debian 13 renamed some for the 64-bit time_t.
    const known = [name, `${name}t64`].map((n) => output('dpkg-query', ['-W', '-f', '${db:Status-Status}', n]));
    return !known.includes('installed');
  });
}

/** @param {readonly string[]} packages */
export const installCommand = (packages) =>
  `${isRoot ? '' : 'sudo '}apt-get install --no-install-recommends ${packages.join(' ')}`;

/**
 * Installs without a question, and without starting the daemons that come with packages.
 * @param {readonly string[]} packages @returns {Promise<boolean>} whether all are there now
 */
export async function installPackages(packages) {
  say(`installing Debian packages: ${packages.join(' ')}`);
  return withoutDaemons(async () => {
    if (!knowsAll(packages)) await apt(['update', '-q']);
    const names = packages.map(nameHere);
    if ((await apt(['install', ...names])) === 0) return true;
    // The lists may be of yesterday, and the files they name gone.
    return (await apt(['update', '-q'])) === 0 && (await apt(['install', ...packages.map(nameHere)])) === 0;
  });
}

/** @param {readonly string[]} args */
function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = ['-y', '-qq', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=300'];
  return run('apt-get', [...quiet, ...args], { env, stdio: ['ignore', 'ignore', 2] });
}

/** @param {string} name */
const candidate = (name) => {
  const policy = output('apt-cache', ['policy', name]) ?? '';
  return /Candidate: (?!\(none\))\S/.test(policy);
};
/** @param {string} name */
const nameHere = (name) => (!candidate(name) && candidate(`${name}t64`) ? `${name}t64` : name);
/** @param {readonly string[]} packages */
const knowsAll = (packages) => packages.every((name) => candidate(nameHere(name)));

/** policy-rc.d with 101 means "do not start": invoke-rc.d(8). Only ours is removed. @template T @param {() => Promise<T>} job */
async function withoutDaemons(job) {
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return job();
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const remove = () => rmSync(policy, { force: true });
  process.once('exit', remove);
  try {
    return await job();
  } finally {
    remove();
    process.off('exit', remove);
  }
}
