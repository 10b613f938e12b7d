/** Makes the reports that an attempt calls for, each a mail of its own that is durable before the attempt counts. RFC 3461 §6, RFC 5321 §6.1. */
import { composeReport } from '../dsn/index.ts';
import type { QueueRecord, Settled } from '../queue/store.ts';
import type { MtaParts } from './parts.ts';
import { givesUp } from './schedule.ts';
import { type Settlement, type Told, wantsFailure } from './settle.ts';

/** A mail that was made here: durable, and not worked on yet. */
export interface Made {
  readonly record: QueueRecord;
  readonly message: Buffer | null;
}

/** At most one of each kind. To the null reverse-path nothing is ever reported. */
export async function reportAll(
  o: MtaParts,
  record: QueueRecord,
  message: Buffer,
  settlement: Settlement,
  made: Made[],
): Promise<void> {
  if (record.envelope.reversePath === '') return;
  const kinds: [why: QueueRecord['why'], as: Settled['as'], about: readonly Told[]][] = [
    ['bounce', 'failed', settlement.failed.filter(wantsFailure)],
    ['success-report', 'delivered', settlement.succeeded],
    ['delay-warning', 'warned', settlement.delayed],
  ];
  for (const [why, as, about] of kinds)
    if (about.length > 0) made.push(await report(o, record, message, about, { why, as }));
}

async function report(
  { around, queue }: MtaParts,
  record: QueueRecord,
  message: Buffer,
  about: readonly Told[],
  { why, as }: { readonly why: QueueRecord['why']; readonly as: Settled['as'] },
): Promise<Made> {
  const receipt = queue.receive();
  const { reversePath, envid, ret } = record.envelope;
  const { content, smtputf8 } = composeReport({
    host: around.host,
    id: receipt.queueId,
    to: reversePath,
    now: around.clock.now(),
    recipients: about.map(({ recipient, action, said, remote, expired = false }) => ({
      address: recipient.address,
      original: recipient.original,
      action,
      said,
      remote,
      expired,
    })),
    arrived: record.since,
    until: givesUp(around.world().queue, record.since),
    envid,
    ret,
    subject: record.subject,
    message,
  });
  receipt.write(content);
  const committed = await receipt.commit({
    mail: receipt.queueId,
    envelope: {
      reversePath: '',
      recipients: [
        // RFC 3461 §6.2: nobody is told what becomes of a report.
        { address: reversePath, original: null, notify: ['never'], state: 'waiting', said: null, through: [] },
      ],
      ret: 'hdrs',
      envid: null,
      smtputf8,
      body: '8bitmime',
    },
    why,
    parent: record.mail,
    settles: { queueId: record.queueId, recipients: about.map(({ recipient }) => recipient.address), as },
    prepend: '',
  });
  return { record: committed, message: content };
}
