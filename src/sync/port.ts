import { MailError } from '../base/errors.ts';
import type { MailOutline } from '../message/index.ts';

/** What a sync asks of the account's surroundings; the engine gives it, a test gives its own. */
export interface SyncPorts {
  now(): number;
  /** Takes a whole message apart; never throws for what is in it. */
  parse(file: string): Promise<MailOutline>;
  /** How far it has come, for the status line. */
  progress(at: { readonly folder: string; readonly done: number; readonly total: number }): void;
  /** Set when the person or the app wants it to end: looked at between batches. */
  readonly signal?: AbortSignal | undefined;
}

/** @throws MailError cancelled, where it is wanted to end. */
export function goOn(ports: SyncPorts, at: string): void {
  if (ports.signal?.aborted)
    throw new MailError({ kind: 'unreachable', at, reason: 'cancelled', advice: 'retry-later' });
}

/** What one sync changed in the vault. */
export interface Tally {
  added: number;
  updated: number;
  removed: number;
}

export const emptyTally = (): Tally => ({ added: 0, updated: 0, removed: 0 });
