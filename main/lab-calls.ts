/** What only the shell may ask of the lab's process. */
import { z } from 'zod';
import { call } from '../src/contract/table.ts';

export const labPrivateCalls = {
  /** Stops everything; the process may be ended when it resolves. */
  'lab.close': call({ takes: z.object({}), gives: z.object({}) }),
} as const;
export type LabPrivateCalls = typeof labPrivateCalls;
