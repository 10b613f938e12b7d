export { type RunAllOptions, runAll } from './all.ts';
export { cancelled } from './cancelled.ts';
export { resultOf, runExperiment, translated } from './experiment.ts';
export { mailboxesOf } from './parts.ts';
export { openStage, type Stage } from './stage.ts';
