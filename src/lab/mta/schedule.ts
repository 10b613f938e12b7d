/** When what waits is due: RFC 5321 §4.5.4.1. Pure. */
import type { QueuePolicy } from '../../contract/lab/world.ts';
import type { QueueRecipient, QueueRecord } from '../queue/store.ts';

const MINUTE = 60_000;

/** After so many attempts that failed for now. The last one is at the moment of giving up. */
export function nextAttempt(policy: QueuePolicy, o: { since: number; attempts: number; now: number }): number {
  const { retryMinutes } = policy;
  const minutes = retryMinutes[Math.min(Math.max(o.attempts, 1), retryMinutes.length) - 1] ?? 60;
  const next = o.now + minutes * MINUTE;
  const end = givesUp(policy, o.since);
  return o.now < end ? Math.min(next, end) : next;
}

export const givesUp = (policy: QueuePolicy, since: number): number => since + policy.giveUpMinutes * MINUTE;
export const warns = (policy: QueuePolicy, since: number): number => since + policy.warnMinutes * MINUTE;

/** The first full period of the clock after a moment. */
export function nextPeriod(everyMinutes: number, after: number): number {
  const period = everyMinutes * MINUTE;
  return (Math.floor(after / period) + 1) * period;
}

export const isWaiting = (recipient: QueueRecipient): boolean => recipient.state === 'waiting';

/** When something is to be done about a mail; null: nothing waits any more. */
export function dueAt(policy: QueuePolicy, record: Pick<QueueRecord, 'envelope' | 'since' | 'warned'>): number | null {
  const waiting = record.envelope.recipients.filter(isWaiting);
  if (waiting.length === 0) return null;
  const next = Math.min(...waiting.map((one) => one.next ?? record.since));
  return mayWarn(record) ? Math.min(next, warns(policy, record.since)) : next;
}

/** Somebody was tried in vain, wants to know, and was not told yet. */
export function mayWarn(record: Pick<QueueRecord, 'envelope' | 'warned'>): boolean {
  return !record.warned && record.envelope.reversePath !== '' && record.envelope.recipients.some(isDelayed);
}

/** RFC 3461 §4.1: without NOTIFY, a delay may be told. */
export function isDelayed(recipient: QueueRecipient): boolean {
  const { state, attempts = 0, notify } = recipient;
  return state === 'waiting' && attempts > 0 && (notify === null || notify.includes('delay'));
}
