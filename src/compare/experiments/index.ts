export { checkExperiment } from './check.ts';
export { shipped } from './shipped.ts';
export { withMachines } from './with-machines.ts';
