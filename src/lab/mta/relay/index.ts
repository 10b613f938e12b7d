/** Hands mail on to other hosts. */
import type { QueueRecipient } from '../../queue/store.ts';
import { deferred } from '../outcome.ts';
import type { MtaParts } from '../parts.ts';
import type { Onward } from '../route.ts';
import type { Worked } from '../settle.ts';

export class Relay {
  constructor(_parts: MtaParts) {}
  abort(): void {}
}
export async function relayAll(
  _o: unknown,
  onward: readonly { recipient: QueueRecipient; step: Onward }[],
  worked: Worked[],
): Promise<void> {
  for (const { recipient } of onward) worked.push({ recipient, outcome: deferred('451 4.3.0 not yet') });
}
