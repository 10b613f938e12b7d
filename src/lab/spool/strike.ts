/** What the world does to who stores here: the fault spool.store. */
import { setTimeout as pause } from 'node:timers/promises';
import { MailError } from '../../base/errors.ts';
import type { Faults } from '../faults/faults.ts';

/** `hurry`: nobody waits any longer; what a delay would have held back is to come again. @throws MailError disk-full, server-busy, message-refused */
export async function strike(
  faults: Faults | undefined,
  host: string,
  owner: string,
  hurry: AbortSignal,
): Promise<void> {
  const effect = faults?.at('spool.store', host, owner) ?? null;
  if (effect === null) return;
  if (effect.kind === 'delay') await pause(effect.ms, undefined, { signal: hurry }).catch(closing);
  else if (effect.kind === 'refuse' || effect.kind === 'defer')
    throw new MailError({
      kind: 'refused',
      at: 'spool.store',
      reason: effect.kind === 'defer' ? 'server-busy' : 'message-refused',
      advice: 'retry-later',
      said: effect.text,
    });
  else throw new MailError({ kind: 'not-stored', at: 'spool.store', reason: 'disk-full', advice: 'free-space' });
}

function closing(): never {
  throw new MailError({ kind: 'refused', at: 'spool.store', reason: 'server-busy', advice: 'retry-later' });
}
