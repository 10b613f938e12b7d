// How the app is started, by `npm start`, by the end-to-end tests and by the scripts that take pictures.

import { root } from './paths.mjs';
import { isRoot, run, which } from './run.mjs';
import { Told } from './say.mjs';

/** Flags that this machine needs. @param {import('./runtime.mjs').Runtime} runtime */
export function flagsFor(runtime) {
  const software = process.platform === 'linux' && !hasDisplay();
  return [
    // Chromium's sandbox refuses to run for root.
    ...(isRoot && process.platform === 'linux' ? ['--no-sandbox'] : []),
    ...(runtime.standIn ? ['--stand-in'] : []),
    ...(software ? ['--software-rendering'] : []),
  ];
}

export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * Starts the app, under Xvfb where there is no display, and waits for its end.
 * @param {import('./runtime.mjs').Runtime} runtime @param {readonly string[]} args @returns {Promise<number>}
 */
export function startApp(runtime, args, env = process.env) {
  const words = [root, ...flagsFor(runtime), ...args];
  if (hasDisplay()) return run(runtime.executable, words, { env });
  if (which('xvfb-run') === null) throw new Told('no display, and no xvfb-run to make one');
  return run('xvfb-run', [...XVFB, runtime.executable, ...words], { env });
}

/** A screen that is larger than the window, with true colour. */
export const XVFB = ['-a', '-s', '-screen 0 1920x1200x24 -nolisten tcp'];
