export { type MachineOptions, startMachine } from './running.ts';
