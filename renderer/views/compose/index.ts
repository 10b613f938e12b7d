export { ComposeView, type ComposeViewProps } from './compose-view.tsx';
export { Departure, type DepartureProps } from './departure.tsx';
export type { ComposeEnd, ComposeStart } from './start.ts';
