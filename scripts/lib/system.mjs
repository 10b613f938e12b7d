// What the system must have before a window can open.

import { installCommand, installPackages, isDebian, missingPackages } from './debian.mjs';
import { hasDisplay } from './electron.mjs';
import { isRoot, output, which } from './run.mjs';
import { say, Told } from './say.mjs';

const libraries = ['libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2', 'libnotify4'];
const screen = ['xvfb', 'xauth'];

/**
 * Makes sure that the runtime finds its libraries, a display, and a font with Japanese letters. As root on Debian and its
 * children it installs what is missing.
 * @param {import('./runtime.mjs').Runtime} runtime @param {{ virtualScreen?: boolean }} [o] @throws Told with the command that helps
 */
export async function checkSystem(runtime, { virtualScreen = !hasDisplay() } = {}) {
  if (process.platform !== 'linux') return;
  const unfound = missingLibraries(runtime.executable);
  const wanted = [
    ...(unfound.length > 0 ? libraries : []),
    ...(virtualScreen && (which('Xvfb') === null || which('xauth') === null) ? screen : []),
  ];
  if (wanted.length > 0) await bring(wanted, unfound);
  await bringFonts();
}

/** @param {string[]} packages @param {string[]} unfound */
async function bring(packages, unfound) {
  const why = unfound.length > 0 ? `system libraries are missing (${unfound.join(', ')})` : 'there is no display';
  if (!isDebian())
    throw new Told(
      `${why}. On Debian they are in the packages ${packages.join(' ')}; install what your system has for these.`,
    );
  const missing = missingPackages(packages);
  if (!isRoot) throw new Told(`${why}. Install them with:\n  ${installCommand(missing)}`);
  if (!(await installPackages(missing)))
    throw new Told(`${why}, and apt-get could not install them. Try:\n  ${installCommand(missing)}`);
}

/** Names of shared libraries that the loader does not find. @param {string} executable */
function missingLibraries(executable) {
  const said = output('ldd', [executable]) ?? '';
  return [...said.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name ?? '');
}

/** Without one, Japanese mail shows as boxes. It only helps: a failure is told and passed over. */
async function bringFonts() {
  const japanese = output('fc-list', [':lang=ja', 'family']);
  if (japanese !== null && japanese.trim() !== '') return;
  if (isDebian() && isRoot && (await installPackages(['fonts-noto-cjk', 'fonts-noto-core', 'fontconfig']))) return;
  say(`no font here has Japanese letters${isDebian() ? `; to get one: ${installCommand(['fonts-noto-cjk'])}` : ''}`);
}
