/** Where an experiment happens. */
export type { Ground, GroundMailbox, Seen } from './ground.ts';
export { labGround } from './lab.ts';
