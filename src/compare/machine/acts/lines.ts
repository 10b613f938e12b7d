import { listening } from '../listening.ts';
import type { Doing } from './act.ts';

/** The line is cut: what is done from now on waits. */
export const offline: Doing<'offline'> = async (site) => {
  site.offline = true;
  site.line.down();
};

/** The line is there again. What waited goes with the next sync, or at once where the program listens. */
export const online: Doing<'online'> = async (site) => {
  site.offline = false;
  site.line.up();
  if (!site.program.listens) return;
  site.program.runner.wake();
  await listening(site);
};
