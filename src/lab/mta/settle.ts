/** What an attempt leaves behind: the record with each recipient's state, and who must be told what. Pure. */
import type { QueuePolicy } from '../../contract/lab/world.ts';
import type { QueueRecipient, QueueRecord } from '../queue/store.ts';
import type { Outcome } from './outcome.ts';
import { dueAt, givesUp, isDelayed, isWaiting, mayWarn, nextAttempt, warns } from './schedule.ts';

/** Null outcome: it was not its turn. */
export interface Worked {
  readonly recipient: QueueRecipient;
  readonly outcome: Outcome | null;
}

export interface Told {
  readonly recipient: QueueRecipient;
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  readonly said: string;
  /** The host whose words they are; null: our own. */
  readonly remote: string | null;
  /** Its time was over: what was said last was no refusal for ever. */
  readonly expired?: boolean;
}

export interface Settlement {
  readonly record: QueueRecord;
  readonly failed: readonly Told[];
  /** Who asked for it is told of success. */
  readonly succeeded: readonly Told[];
  /** Not empty: the one warning is due. */
  readonly delayed: readonly Told[];
}

export function settle(policy: QueuePolicy, record: QueueRecord, worked: readonly Worked[], now: number): Settlement {
  const failed: Told[] = [];
  const succeeded: Told[] = [];
  const over = now >= givesUp(policy, record.since);
  const after = worked.map(({ recipient, outcome }): QueueRecipient => {
    if (outcome === null) return recipient;
    const { said } = outcome;
    const attempts = (recipient.attempts ?? 0) + (outcome.state === 'held' ? 0 : 1);
    const tried = { ...recipient, said, attempts };
    switch (outcome.state) {
      case 'held':
        return { ...tried, next: outcome.until };
      case 'delivered':
        if (outcome.action !== null && recipient.notify?.includes('success'))
          succeeded.push({ recipient, action: outcome.action, said, remote: remoteOf(outcome) });
        return { ...tried, state: 'delivered' };
      case 'failed':
        failed.push({ recipient, action: 'failed', said, remote: outcome.next });
        return { ...tried, state: 'failed' };
    }
    if (!over) return { ...tried, next: outcome.again ?? nextAttempt(policy, { since: record.since, attempts, now }) };
    failed.push({ recipient, action: 'failed', said, remote: outcome.next, expired: true });
    return { ...tried, state: 'failed' };
  });
  const worn = worked.some(({ outcome }) => outcome !== null && outcome.state !== 'held');
  const next: QueueRecord = {
    ...record,
    attempts: record.attempts + (worn ? 1 : 0),
    envelope: { ...record.envelope, recipients: after },
  };
  const warning = mayWarn(next) && now >= warns(policy, record.since);
  const delayed = warning ? after.filter(isDelayed).map(delayOf) : [];
  const warned = { ...next, warned: record.warned || warning };
  return { record: { ...warned, next: dueAt(policy, warned) ?? now }, failed, succeeded, delayed };
}

const remoteOf = (outcome: Outcome & { state: 'delivered' }): string | null =>
  outcome.action === 'relayed' ? outcome.next : null;

function delayOf(recipient: QueueRecipient): Told {
  return { recipient, action: 'delayed', said: recipient.said ?? '', remote: null };
}

export const isDone = (record: QueueRecord): boolean => !record.envelope.recipients.some(isWaiting);

/** RFC 3461 §4.1: who does not want to hear of a failure is not told. */
export const wantsFailure = ({ recipient }: Told): boolean =>
  recipient.notify === null || recipient.notify.includes('failure');
