import { z } from 'zod';
import { AccountRow } from './account.ts';
import { FolderRow, MessageRow } from './mail.ts';
import { DraftRow, OperationRow, OutboxRow } from './outbox.ts';

/**
 * How far a mirror has come. `epoch` names one life of the vault's journal: after a rebuild it is another one, and the old
 * `seq` means nothing. `{ epoch: '', seq: 0 }` is a mirror that has nothing.
 */
export const Cursor = z.object({ epoch: z.string(), seq: z.number().int().min(0) });
export type Cursor = z.infer<typeof Cursor>;

const id = z.number().int().positive();
/** One thing as it is now, or that it is gone. Rows replace rows, so that a change may be applied twice. */
export const Change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('account'), id, row: AccountRow.nullable() }),
  z.object({ kind: z.literal('folder'), id, row: FolderRow.nullable() }),
  z.object({ kind: z.literal('message'), id, row: MessageRow.nullable() }),
  z.object({ kind: z.literal('draft'), id, row: DraftRow.nullable() }),
  z.object({ kind: z.literal('outbox'), id, row: OutboxRow.nullable() }),
  z.object({ kind: z.literal('operation'), id, row: OperationRow.nullable() }),
]);
export type Change = z.infer<typeof Change>;

/**
 * The next changes after a cursor, oldest first. `reset: true` says that the cursor is of another life: clear the mirror in
 * the same transaction in which this batch (which then starts from the beginning) is applied. `more`: ask again at once.
 */
export const ChangeBatch = z.object({
  reset: z.boolean(),
  changes: z.array(Change),
  cursor: Cursor,
  more: z.boolean(),
});
export type ChangeBatch = z.infer<typeof ChangeBatch>;
