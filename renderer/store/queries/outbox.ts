import type { DraftRow, OperationRow, OutboxRow } from '../../../src/contract/outbox.ts';
import type { Mirror } from '../mirror.ts';

/** Newest first. */
export async function allOutbox(mirror: Mirror): Promise<OutboxRow[]> {
  return (await mirror.outbox.toArray()).sort((a, b) => b.created - a.created);
}

/** Last written first. */
export async function allDrafts(mirror: Mirror): Promise<DraftRow[]> {
  return (await mirror.drafts.toArray()).sort((a, b) => b.updated - a.updated);
}

/** Changes that could not reach the server. */
export async function failedOperations(mirror: Mirror): Promise<OperationRow[]> {
  return (await mirror.operations.toArray()).filter((operation) => operation.state === 'failed');
}
