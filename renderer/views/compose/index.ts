export { ComposeView, type ComposeViewProps } from './compose-view.tsx';
export type { ComposeEnd, ComposeStart } from './start.ts';
