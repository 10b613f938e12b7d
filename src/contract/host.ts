/**
 * What the engine asks of the process that hosts it, and what that process alone may ask of the engine. Never reachable from a window.
 * Paths appear only here: between two processes of the same user and trust.
 */
import { z } from 'zod';
import { AccountId } from './account.ts';
import { MessageId } from './mail.ts';
import { call } from './table.ts';

/** Served by the host: the OS keychain lives in Electron's main process. */
export const hostCalls = {
  'secrets.store': call({ takes: z.object({}), gives: z.enum(['keychain', 'session']) }),
  'secrets.get': call({ takes: z.object({ account: AccountId }), gives: z.string().nullable() }),
  'secrets.put': call({ takes: z.object({ account: AccountId, password: z.string() }), gives: z.object({}) }),
  'secrets.remove': call({ takes: z.object({ account: AccountId }), gives: z.object({}) }),
} as const;
export type HostCalls = typeof hostCalls;

/** Served by the engine to its host: where the decoded bytes of a part lie, fetched first where needed. Behind mail://. */
export const privateCalls = {
  'part.locate': call({
    takes: z.object({ message: MessageId, part: z.string().max(200) }),
    gives: z.object({ file: z.string(), size: z.number(), type: z.string(), name: z.string() }),
  }),
  /** Stops syncs, closes connections and the vault. The process may be ended when it resolves. */
  'engine.close': call({ takes: z.object({}), gives: z.object({}) }),
} as const;
export type PrivateCalls = typeof privateCalls;
