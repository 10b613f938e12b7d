// Completes package-lock.json. A registry that lacks some packages for other systems makes npm write a lock without them, which
// `npm ci` then refuses everywhere ("Missing: … from lock file"). Their names and exact versions stand in the packages that want
// them, so the entries can be written without asking anyone.

/**
 * @typedef {{ version?: string, optional?: boolean, dev?: boolean, devOptional?: boolean, os?: string[], cpu?: string[], libc?: string[],
 *   optionalDependencies?: Record<string, string> }} Entry
 * @typedef {{ packages: Record<string, Entry> }} Lock
 */

/** Optional packages that are wanted and not locked. @param {Lock} lock @returns {{ place: string, entry: Entry }[]} */
export function missingEntries(lock) {
  const missing = new Map();
  for (const [place, wants] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(wants.optionalDependencies ?? {})) {
      if (isLocked(lock, place, name)) continue;
      const version = /^\d+\.\d+\.\d+[\w.-]*$/.test(range) ? range : range.replace(/^[\^~]/, '');
      missing.set(`node_modules/${name}`, {
        place: `node_modules/${name}`,
        entry: { version, ...(wants.dev || wants.devOptional ? { dev: true } : {}), optional: true, ...systemOf(name) },
      });
    }
  }
  return [...missing.values()];
}

/** As Node looks for it: from the folder that wants it, upwards. @param {Lock} lock @param {string} place @param {string} name */
function isLocked(lock, place, name) {
  for (let at = place; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`] !== undefined) return true;
    if (at === '') return false;
  }
}

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

/** What a package of such a name runs on: `binding-linux-arm64-musl`. @param {string} name */
export function systemOf(name) {
  const words = (name.split('/').pop() ?? '').split('-');
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) => words.includes(processor));
  const libc =
    os !== 'linux'
      ? undefined
      : words.some((w) => w.startsWith('musl'))
        ? 'musl'
        : words.some((w) => w.startsWith('gnu'))
          ? 'glibc'
          : undefined;
  return {
    ...(os === undefined ? {} : { os: [os] }),
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(libc === undefined ? {} : { libc: [libc] }),
  };
}
