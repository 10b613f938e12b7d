/** What the agent tells the trace. */
import type { Around } from '../around.ts';
import type { QueueRecord } from '../queue/store.ts';
import type { Understood } from './expand.ts';
import type { Outcome } from './outcome.ts';

interface Teller {
  readonly around: Around;
}

export function tellQueued({ around }: Teller, record: QueueRecord, connection?: string): void {
  const { mail, queueId, messageId, subject, envelope, size, parent, why } = record;
  around.trace.tell({
    kind: 'queued',
    host: around.host,
    mail,
    ...(connection === undefined ? {} : { connection }),
    queueId,
    messageId,
    subject,
    reversePath: envelope.reversePath,
    recipients: envelope.recipients.map(({ address }) => address),
    size,
    parent,
    why,
  });
}

/** Where it goes by exchangers is told when DNS has answered. */
export function tellRouted(
  { around }: Teller,
  { mail, queueId }: QueueRecord,
  { recipient, decision, to }: Understood,
): void {
  if (decision === 'exchangers') return;
  const named = decision === 'news' ? 'mailbox' : decision === 'echo' ? 'loop' : decision;
  around.trace.tell({ kind: 'routed', host: around.host, mail, queueId, recipient, decision: named, to: [...to] });
}

/** `again`: when what was deferred is due. */
export function tellOutcome(
  { around }: Teller,
  { mail, queueId }: QueueRecord,
  recipient: string,
  outcome: Outcome,
  again: number,
): void {
  const common = { host: around.host, mail, queueId, recipient, said: outcome.said };
  if (outcome.state === 'delivered') around.trace.tell({ kind: 'delivered', ...common, next: outcome.next });
  else if (outcome.state === 'failed') around.trace.tell({ kind: 'failed', ...common, next: outcome.next });
  else around.trace.tell({ kind: 'deferred', ...common, next: outcome.next, again });
}
