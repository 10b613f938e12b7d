/** The line between a machine and its servers. README.md says what it models and what it does not. */
export type { Line, LineOptions, Route } from './line.ts';
export { openLine } from './open.ts';
