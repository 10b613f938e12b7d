/** What only the shell may ask of a process beside it that has no secrets to ask for (the lab, the comparison). */
import { z } from 'zod';
import { call } from '../src/contract/table.ts';

export const sideCalls = {
  /** Stops everything; the process may be ended when it resolves. */
  'side.close': call({ takes: z.object({}), gives: z.object({}) }),
} as const;
export type SideCalls = typeof sideCalls;
