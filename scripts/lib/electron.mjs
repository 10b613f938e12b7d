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
 * @param {import('./runtime.mjs').Runtime} runtime @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, signal?: AbortSignal }} [o] @returns {Promise<number>}
 */
export function startApp(runtime, args, { env = process.env, signal } = {}) {
  const words = [root, ...flagsFor(runtime), ...args];
  const o = { env, quiet: noise, ...(signal ? { signal } : {}) };
  if (hasDisplay()) return run(runtime.executable, words, o);
  if (which('xvfb-run') === null) throw new Told('no display, and no xvfb-run to make one');
  // A screen that is larger than the window, with true colour.
  const screen = ['-a', '-s', '-screen 0 1920x1200x24 -nolisten tcp'];
  return run('xvfb-run', [...screen, runtime.executable, ...words], o);
}

/** What Chromium writes on machines without a system bus or a graphics card. It means nothing to anyone. */
const noise = /ERROR:(bus|object_proxy|viz_main_impl|gpu_\w+|gl_\w+|angle_\w+|command_buffer_\w+|config_dir_\w+)\.cc/;
