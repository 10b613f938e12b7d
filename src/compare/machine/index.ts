export { givenBack } from './given-back.ts';
export { type MachineOptions, startMachine } from './running.ts';
