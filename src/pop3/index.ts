export { openPop3, type Pop3Options } from './open.ts';
export type { Pop3Session } from './session.ts';
