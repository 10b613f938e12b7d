/** One attempt at one mail: each recipient is understood, and what follows from that is done, next hop by next hop. */
import type { QueueRecipient } from '../queue/store.ts';
import type { Round } from './attempted.ts';
import { deliverToNews, deliverToUser } from './deliver.ts';
import { expand, type Leaf } from './expand.ts';
import { splitHeader, valuesOf } from './fields.ts';
import { HEADER_OCTETS } from './limits.ts';
import { hasPassed } from './list.ts';
import { failed, type Outcome } from './outcome.ts';
import { relayAll } from './relay/index.ts';
import type { Onward } from './route.ts';
import { isWaiting } from './schedule.ts';
import type { Worked } from './settle.ts';
import { tellRouted } from './told.ts';

export async function attempt(o: Round): Promise<Worked[]> {
  const now = o.around.clock.now();
  const { recipients } = o.record.envelope;
  const isDue = (one: QueueRecipient): boolean => isWaiting(one) && (o.all || (one.next ?? 0) <= now);
  const { fields } = splitHeader(o.message.subarray(0, HEADER_OCTETS), true) ?? { fields: [] };
  const passed = new Set(valuesOf(fields, 'delivered-to').map((address) => address.toLowerCase()));

  const worked: Worked[] = recipients.filter((one) => !isDue(one)).map((recipient) => ({ recipient, outcome: null }));
  const circling = (one: QueueRecipient): boolean => one.through.length === 0 && passed.has(one.address.toLowerCase());
  const due = recipients.filter(isDue);
  for (const recipient of due.filter(circling))
    worked.push({
      recipient,
      outcome: failed(`554 5.4.6 <${recipient.address}> has had this mail before: it goes in a circle`),
    });

  const world = o.around.world();
  const { leaves, understood } = expand(
    world,
    o.around.host,
    due.filter((one) => !circling(one)),
    worked.map(({ recipient }) => recipient),
    (list) => hasPassed(list, fields) || o.lists.isEcho(list, o.record),
  );
  for (const one of understood) tellRouted(o, o.record, one);

  const onward: { recipient: QueueRecipient; step: Onward }[] = [];
  for (const leaf of leaves) {
    const outcome = await here(o, leaf);
    if (outcome !== null) worked.push({ recipient: leaf.recipient, outcome });
    else onward.push({ recipient: leaf.recipient, step: leaf.step as Onward });
  }
  await relayAll(o, onward, worked);
  return worked;
}

/** What ends on this host; null: it goes on. */
async function here(o: Round, { recipient, step }: Leaf): Promise<Outcome | null> {
  switch (step.decision) {
    case 'mailbox':
      return deliverToUser(o, step.user, recipient.address);
    case 'news':
      return deliverToNews(o, step.mailbox);
    case 'list':
      return o.sendOn(step.list, { recipient, step });
    case 'echo':
      return {
        state: 'delivered',
        said: `250 2.1.5 ${step.list.address} has sent this mail before`,
        next: o.around.host,
        action: null,
      };
    case 'unknown':
    case 'loop':
      return failed(step.said);
    default:
      return null;
  }
}
