/** What lies in the queues and spools, as a view shows it. */
import type { QueueEntry, SpoolMailbox, SpoolMessage } from '../../contract/lab/table.ts';
import type { World } from '../../contract/lab/world.ts';
import { parseMessage } from '../../message/index.ts';
import type { Mailbox } from '../spool/store.ts';
import type { RunningHost } from './host.ts';

/** Messages shown of one mailbox: the last ones. */
const SHOWN = 200;
/** Octets from which subject and sender are read. */
const HEAD = 16 * 1024;

export function queueEntries(hosts: readonly RunningHost[]): QueueEntry[] {
  return hosts
    .flatMap((host) =>
      host.queue.list().map((record) => ({
        host: host.name,
        queueId: record.queueId,
        mail: record.mail,
        messageId: record.messageId,
        subject: record.subject,
        reversePath: record.envelope.reversePath,
        size: record.size,
        since: record.since,
        next: record.next,
        recipients: record.envelope.recipients.map(({ address, state, said }) => ({
          address,
          state,
          said,
          attempts: record.attempts,
        })),
      })),
    )
    .sort((a, b) => a.since - b.since);
}

export async function spoolMailboxes(hosts: readonly RunningHost[], world: World): Promise<SpoolMailbox[]> {
  const mailboxes: SpoolMailbox[] = [];
  for (const { name: host, spool } of hosts) {
    if (spool === null) continue;
    for (const owner of spool.owners())
      for (const { name } of spool.list(owner)) {
        const mailbox = await spool.open(owner, name);
        if (mailbox === null) continue;
        mailboxes.push({
          host,
          user: owner,
          mailbox: name,
          uidValidity: mailbox.uidValidity,
          uidNext: mailbox.uidNext,
          messages: await shown(mailbox),
          octets: mailbox.messages.reduce((sum, { size }) => sum + size, 0),
          quota: world.users.find(({ address }) => address === owner)?.quota ?? null,
        });
      }
  }
  return mailboxes;
}

async function shown(mailbox: Mailbox): Promise<SpoolMessage[]> {
  const rows: SpoolMessage[] = [];
  for (const { uid, size, internalDate, flags } of mailbox.messages.slice(-SHOWN)) {
    const head = await headOf(mailbox, uid);
    if (head === null) continue;
    const { subject, from, messageId } = parseMessage(head);
    rows.push({
      uid,
      size,
      internalDate,
      flags: [...flags],
      subject,
      from: from?.name || (from?.address ?? ''),
      messageId,
    });
  }
  return rows;
}

/** Null: it was expunged meanwhile. */
async function headOf(mailbox: Mailbox, uid: number): Promise<Buffer | null> {
  try {
    return (await mailbox.read(uid)).subarray(0, HEAD);
  } catch {
    return null;
  }
}
