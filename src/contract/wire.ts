import { z } from 'zod';
import { AccountId } from './account.ts';

/** One line that was spoken, secrets removed by protocol state. Literals and message data are cut and counted. */
export const WireLine = z.object({
  /** Grows by one for each line of this run of the engine. */
  n: z.number().int(),
  at: z.number(),
  account: AccountId.nullable(),
  /** Which connection of this run. */
  connection: z.number().int(),
  protocol: z.enum(['imap', 'pop3', 'smtp']),
  /** `host:port`. */
  peer: z.string(),
  /** Client, server, or a note of ours (connected, TLS 1.3, closed). */
  who: z.enum(['C', 'S', '*']),
  text: z.string(),
});
export type WireLine = z.infer<typeof WireLine>;
