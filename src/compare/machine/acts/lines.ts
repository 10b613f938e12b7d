import { listening } from '../listening.ts';
import type { Doing } from './act.ts';

/** The line is cut: what is done from now on waits. */
export const offline: Doing<'offline'> = async (site) => {
  site.offline = true;
  site.line.down();
  await site.spoken.over('all'); // the program has noticed
};

/** The line is there again. What waited goes with the next sync, or at once where the program listens. */
export const online: Doing<'online'> = async (site) => {
  site.offline = false;
  site.line.up();
  if (!site.program.listens) return;
  const { runner } = site.program;
  const past = runner.status;
  runner.wake();
  await listening(site, past);
};
