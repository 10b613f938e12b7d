/** Works on one mail once: an attempt, what it leaves in the record, the reports that follow from it; each durable before the next. */
import { asMailError } from '../../base/errors.ts';
import type { MailingList } from '../../contract/lab/world.ts';
import type { QueueRecipient, QueueRecord } from '../queue/store.ts';
import { working } from './big.ts';
import type { Leaf } from './expand.ts';
import { splitHeader } from './fields.ts';
import { type ListMemory, listEnvelope, listHeader } from './list.ts';
import { deferred, type Outcome } from './outcome.ts';
import type { MtaParts } from './parts.ts';
import { settledBy } from './recover.ts';
import type { Relay } from './relay/relay.ts';
import { type Made, reportAll } from './report.ts';
import { attempt } from './round.ts';
import { isDone, type Settlement, settle, type Worked } from './settle.ts';
import { tellOutcome } from './told.ts';

export interface Work extends MtaParts {
  readonly queueId: string;
  readonly all: boolean;
  /** Null: read it from the queue. */
  readonly message: Buffer | null;
  readonly recovered: boolean;
  readonly lists: ListMemory;
  readonly relay: Relay;
  running(): boolean;
  /** A mail that was made here is in the queue; it is worked on from now. */
  made(record: QueueRecord, message: Buffer | null): void;
}

/** When the disk refuses, what was settled in memory is tried again after this long. */
const DISK_MS = 60_000;

export async function workOn(o: Work): Promise<void> {
  const record = o.queue.get(o.queueId);
  if (record !== undefined) await working.run(record.size, () => work(o));
}

async function work(o: Work): Promise<void> {
  const { around, queue } = o;
  const record = queue.get(o.queueId);
  // A long one has waited for its turn.
  if (record === undefined || !o.running()) return;
  const made: Made[] = [];
  /** What came of the attempt, as far as it needs no report. */
  let reached = record;
  try {
    const message = o.message ?? (await queue.read(record.queueId));
    const policy = around.world().queue;
    const conclude = (worked: readonly Worked[]): Settlement => settle(policy, record, worked, around.clock.now());
    const tried = await attempt({
      ...o,
      record,
      message,
      sendOn: (list, leaf) => sendOn(o, record, message, list, leaf, made),
      progress: async (so) => {
        const { record: after, succeeded } = conclude(so);
        reached = unreported(record, after);
        // Whose success is to be reported is delivered when the report is made: rather twice than without it.
        await queue.update(
          still(reached, (one) => succeeded.some(({ recipient }) => recipient.address === one.address)),
        );
      },
    });
    const worked = o.running() ? tried : tried.map(untried);
    const settlement = conclude(worked);
    reached = unreported(record, settlement.record);
    tellAll(o, record, settlement, worked);
    await reportAll(o, record, message, settlement, made);
    reached = settlement.record;
    if (isDone(settlement.record)) {
      await queue.remove(record.queueId);
      around.trace.tell({ kind: 'unqueued', host: around.host, mail: record.mail, queueId: record.queueId });
    } else await queue.update(settlement.record);
  } catch (thrown) {
    const settled = made.flatMap(({ record: { settles } }) => settles ?? []).reduce(settledBy, reached);
    await later(o, settled, asMailError(thrown, 'mta.work').message);
  }
  for (const one of made) o.made(one.record, one.message);
}

/** What was cut off because the host goes down was no attempt. */
const untried = ({ recipient, outcome }: Worked): Worked => ({
  recipient,
  outcome: outcome?.state === 'deferred' ? null : outcome,
});

function tellAll(o: Work, before: QueueRecord, { record }: Settlement, worked: readonly Worked[]): void {
  worked.forEach(({ recipient, outcome }, i) => {
    if (outcome === null) return;
    const after = record.envelope.recipients[i];
    const gaveUp = outcome.state === 'deferred' && after?.state === 'failed';
    const told: Outcome = gaveUp ? { ...outcome, state: 'failed' } : outcome;
    tellOutcome(o, before, recipient.address, told, after?.next ?? record.next);
  });
}

/** A list's copy as a mail of its own: durable before the list counts as done. */
async function sendOn(
  { queue }: Work,
  record: QueueRecord,
  message: Buffer,
  list: MailingList,
  leaf: Leaf,
  made: Made[],
): Promise<Outcome> {
  const split = splitHeader(message, true);
  if (split === null) return deferred('451 4.3.0 The message has no header that can be read');
  const header = listHeader(list, split.fields);
  const receipt = queue.receive();
  receipt.write(message.subarray(split.end));
  const copy = await receipt.commit({
    mail: record.mail,
    envelope: listEnvelope(list, record.envelope),
    why: 'list',
    parent: null,
    prepend: header,
    settles: { queueId: record.queueId, recipients: [leaf.recipient.address], as: 'delivered' },
  });
  made.push({ record: copy, message: null });
  return {
    state: 'delivered',
    said: `250 2.1.5 Sent to the ${list.members.length} members of ${list.address} as ${copy.queueId}`,
    next: list.address,
    action: 'expanded',
  };
}

/** Who was reached stays reached; who failed is tried again, because nobody was told of it yet. */
function unreported(before: QueueRecord, after: QueueRecord): QueueRecord {
  const knew = new Set(
    before.envelope.recipients.filter(({ state }) => state === 'failed').map(({ address }) => address),
  );
  return still({ ...after, warned: before.warned }, ({ state, address }) => state === 'failed' && !knew.has(address));
}

/** Those are waiting still. */
function still(record: QueueRecord, which: (one: QueueRecipient) => boolean): QueueRecord {
  const recipients = record.envelope.recipients.map(
    (one): QueueRecipient => (which(one) ? { ...one, state: 'waiting' } : one),
  );
  return { ...record, envelope: { ...record.envelope, recipients } };
}

/** Nothing is lost: the record on disk is older at worst, and what is still to be done is done again. */
async function later({ queue, around }: Work, record: QueueRecord, said: string): Promise<void> {
  const again = around.clock.now() + DISK_MS;
  const recipients = record.envelope.recipients.map((one) =>
    one.state === 'waiting' ? { ...one, said: `451 4.3.0 ${said}`, next: again } : one,
  );
  const postponed = { ...record, next: again, envelope: { ...record.envelope, recipients } };
  await queue.update(postponed).catch(() => {});
  for (const one of recipients.filter(({ state }) => state === 'waiting'))
    around.trace.tell({
      kind: 'deferred',
      host: around.host,
      mail: record.mail,
      queueId: record.queueId,
      recipient: one.address,
      next: null,
      said: one.said ?? '',
      again,
    });
}
