/** Makes the reports that an attempt calls for. */
import type { QueueRecord } from '../queue/store.ts';
import type { MtaParts } from './parts.ts';
import type { Settlement } from './settle.ts';

/** A mail that was made here: durable, and not worked on yet. */
export interface Made {
  readonly record: QueueRecord;
  readonly message: Buffer | null;
}

export async function reportAll(
  _o: MtaParts,
  _record: QueueRecord,
  _message: Buffer,
  _settlement: Settlement,
): Promise<Made[]> {
  return [];
}
