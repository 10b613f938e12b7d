export { type CheckReport, checkVault } from './check.ts';
export type { StagedFile } from './files.ts';
export type { FolderCursor, NewFolder } from './folders.ts';
export type { MessageRecord, NewMessage } from './messages.ts';
export type { Operation, OperationRecord } from './operations.ts';
export { type OutboxRecord, outboxRow } from './outbox.ts';
export { rebuildVault } from './rebuild.ts';
export type { RebuildReport } from './rebuild-report.ts';
export { Vault } from './vault.ts';
