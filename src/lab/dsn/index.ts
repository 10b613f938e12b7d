/** Reports about delivery: RFC 3464. README.md says in which order to read. */
export type { Action, Report, ReportedRecipient } from './about.ts';
export { composeReport } from './compose.ts';
