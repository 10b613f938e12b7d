// npm run check [-- NAME…]: types, format and lint, layers, unused. All run; any failure fails the whole.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { installDependencies } from './lib/install.mjs';
import { root } from './lib/paths.mjs';
import { runMain } from './lib/say.mjs';

const bin = (/** @type {string} */ name) => path.join(root, 'node_modules', '.bin', name);
/** @type {Record<string, [string, ...string[]]>} */
const checks = {
  types: [bin('tsc'), '-p', '.', '--pretty'],
  'format and lint': [bin('biome'), 'ci', '--colors=off', '--error-on-warnings', '.'],
  layers: [process.execPath, 'scripts/layers.mjs'],
  unused: [bin('knip'), '--no-progress'],
};

/** @param {string} name @returns {Promise<boolean>} */
function check(name) {
  const [program, ...args] = checks[name] ?? ['false'];
  const began = performance.now();
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }) },
    });
    let said = '';
    child.stdout.on('data', (chunk) => (said += chunk));
    child.stderr.on('data', (chunk) => (said += chunk));
    child.once('close', (code) => {
      const ms = Math.round(performance.now() - began);
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${ms} ms)`);
      if (code !== 0 || name === 'layers') console.log(said.trimEnd().replace(/^/gm, '       '));
      resolve(code === 0);
    });
  });
}

await runMain(async () => {
  await installDependencies();
  const asked = process.argv.slice(2);
  const names = Object.keys(checks).filter((name) => asked.length === 0 || asked.some((word) => name.includes(word)));
  const results = await Promise.all(names.map(check));
  return results.every(Boolean) ? 0 : 1;
});
