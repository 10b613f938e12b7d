export { checkExperiment } from './check.ts';
export { shipped } from './shipped.ts';
