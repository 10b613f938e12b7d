import type { Doing } from './act.ts';

/** Nothing more than this fits on the disk from now on. */
export const fillDisk: Doing<'fill-disk'> = async (site, { leave }) => {
  site.storage = (await site.used()) + leave;
};

/** As large as it was planned. */
export const freeDisk: Doing<'free-disk'> = async (site) => {
  site.storage = site.plan.storage;
};
