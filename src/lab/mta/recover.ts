/** After a crash: what a report or a list's copy has settled is settled in the record that it was made of. Nothing is then done twice. */
import type { QueueRecipient, QueueRecord, QueueStore, Settled } from '../queue/store.ts';
import { isDone } from './settle.ts';

export async function recover(queue: QueueStore): Promise<void> {
  const records = new Map(queue.list().map((record) => [record.queueId, record]));
  for (const { settles } of queue.list()) {
    const source = settles === undefined ? undefined : records.get(settles.queueId);
    if (settles === undefined || source === undefined) continue;
    const record = settledBy(source, settles);
    records.set(record.queueId, record);
    await queue.update(record);
  }
  for (const record of records.values()) if (isDone(record)) await queue.remove(record.queueId);
}

/** Those that an alias led to are not in the record yet: they are added, so that nobody is reached a second time. */
export function settledBy(record: QueueRecord, { recipients, as }: Settled): QueueRecord {
  if (as === 'warned') return { ...record, warned: true };
  const known = new Set(recipients);
  const before = record.envelope.recipients;
  const after = before.map((one): QueueRecipient => (known.has(one.address) ? { ...one, state: as } : one));
  const added = recipients
    .filter((address) => !before.some((one) => one.address === address))
    .map((address): QueueRecipient => ({ address, original: null, notify: null, state: as, said: null, through: [] }));
  return { ...record, envelope: { ...record.envelope, recipients: [...after, ...added] } };
}
