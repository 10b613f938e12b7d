// What is built, out of what, for which runtime: one vite configuration per program. Also read by scripts/dev.mjs.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

/** Native or given by the runtime; everything else is bundled. */
const outside = ['electron', 'libsql'];

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {string} entry   the file that it starts from
 * @property {string} out     the folder under dist/
 * @property {string[]} inputs  folders and files whose change means that it must be built again
 * @property {(o: { outDir: string, watch?: boolean }) => Promise<import('vite').InlineConfig>} config
 */

/**
 * A program for Node 18 (Electron 25's) and later, as one CommonJS file.
 * @param {string} name @param {string} entry @param {string} out @param {string[]} inputs @returns {Target}
 */
function nodeProgram(name, entry, out, inputs) {
  return {
    name,
    entry,
    out,
    inputs,
    config: async ({ outDir }) => ({
      ...common(),
      define: { 'process.env.NODE_ENV': '"production"' },
      ssr: { target: 'node', noExternal: true, external: outside },
      build: {
        ssr: path.join(root, entry),
        target: 'node18',
        outDir,
        emptyOutDir: false,
        minify: false,
        sourcemap: true,
        rolldownOptions: {
          external: outside,
          output: { format: 'cjs', entryFileNames: path.basename(out), codeSplitting: false },
        },
      },
    }),
  };
}

/** @returns {import('vite').InlineConfig} */
function common() {
  return { root, configFile: false, logLevel: 'warn', clearScreen: false, publicDir: false };
}

/** @type {Target} */
const renderer = {
  name: 'renderer',
  entry: 'renderer/index.html',
  out: 'renderer',
  inputs: ['renderer', 'src/contract', 'src/message/address.ts', 'src/base'],
  config: async ({ outDir }) => {
    const react = (await import('@vitejs/plugin-react')).default;
    const tailwind = (await import('@tailwindcss/vite')).default;
    return {
      ...common(),
      root: path.join(root, 'renderer'),
      base: '/',
      plugins: [react(), tailwind()],
      // Chromium 114 is the oldest that it must run on.
      build: {
        target: 'chrome114',
        outDir,
        emptyOutDir: true,
        sourcemap: true,
        assetsInlineLimit: 0,
        chunkSizeWarningLimit: 4096,
      },
    };
  },
};

/** @type {readonly Target[]} */
export const targets = [
  nodeProgram('main', 'main/main.ts', 'main/main.cjs', [
    'main',
    'src/contract',
    'src/base',
    'src/message/safe-name.ts',
    'src/message/limits.ts',
  ]),
  nodeProgram('preload', 'main/preload.ts', 'main/preload.cjs', ['main', 'src/contract']),
  nodeProgram('engine', 'main/engine-host.ts', 'engine/engine-host.cjs', ['main', 'src']),
  nodeProgram('parse-worker', 'src/message/parse-worker.ts', 'engine/parse-worker.cjs', [
    'src/message',
    'src/base',
    'src/contract',
  ]),
  nodeProgram('lab', 'main/lab-host.ts', 'lab/lab-host.cjs', ['main', 'src']),
  nodeProgram('compare', 'main/compare-host.ts', 'compare/compare-host.cjs', ['main', 'src', 'package.json']),
  nodeProgram('cli', 'src/cli/tegami.ts', 'cli/tegami.cjs', ['src', 'package.json']),
  renderer,
];

/** What the window is made of; the terminal client is the rest. */
export const appTargets = ['main', 'preload', 'engine', 'parse-worker', 'lab', 'compare', 'renderer'];

/** Targets whose first file is there. @param {readonly string[]} [names] */
export function present(names) {
  return targets.filter(
    (t) => (names ?? targets.map((x) => x.name)).includes(t.name) && existsSync(path.join(root, t.entry)),
  );
}
