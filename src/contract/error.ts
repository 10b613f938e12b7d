import { z } from 'zod';
import { reasons } from '../base/errors.ts';

/** MailError as it crosses the contract. Meaning of the fields: base/errors.ts. */
export const ErrorValue = z.object({
  kind: z.enum(['broken-grammar', 'refused', 'unreachable', 'untrusted', 'not-stored', 'bad-input']),
  at: z.string(),
  reason: z.enum(reasons),
  advice: z.enum([
    'retry-later',
    'sign-in-again',
    'check-address',
    'check-server',
    'check-security',
    'check-certificate',
    'free-space',
    'close-other',
    'update-app',
    'check-input',
    'report',
  ]),
  said: z.string().optional(),
  peer: z.string().optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type ErrorValue = z.infer<typeof ErrorValue>;
