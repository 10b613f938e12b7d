/** What a verb is; see session.ts. */
export type { Verb } from '../session.ts';
