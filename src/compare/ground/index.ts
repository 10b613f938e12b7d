/** Where an experiment happens. */
export type { Ground, GroundMailbox, Seen } from './ground.ts';
export { labGround } from './lab.ts';
export { type ServerGroundOptions, serverGround } from './server.ts';
export type { ServerAccount } from './server-account.ts';
