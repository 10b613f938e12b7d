/** What waits on one host, on disk. README.md says why it lies as it does. */
export { openQueueStore } from './open.ts';
export type { Envelope, QueueRecipient, QueueRecord, QueueStore, Receipt, Settled } from './store.ts';
