/** A host's mail transfer agent: takes mail, decides for each recipient, hands on, tries again, reports. README.md says in which order to read. */
export { type Injected, Mta } from './mta.ts';
export type { MtaParts } from './parts.ts';
