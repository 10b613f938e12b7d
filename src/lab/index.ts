/** Mail domains on this machine: every server real, on loopback, every step recorded. README.md says in which order to read. */
export { type LabOptions, startLab } from './lab.ts';
export { parseWorld } from './run/world-file.ts';
export { playAll, scenes } from './scenes/index.ts';
export { type LabService, labService } from './service.ts';
export type { Lab, Letter, Sent, Status } from './surface.ts';
