/** Follows aliases and classic lists to their ends, on one host and without asking anybody; circles are found, nobody is named twice. */
import type { MailingList, World } from '../../contract/lab/world.ts';
import type { QueueRecipient } from '../queue/store.ts';
import { newsOf, route, type Step } from './route.ts';

/** A list that has sent this mail to its members before. */
export interface Echo {
  readonly decision: 'echo';
  readonly list: MailingList;
}

/** Where a recipient ends on this host. */
export interface Leaf {
  readonly recipient: QueueRecipient;
  readonly step: Exclude<Step, { decision: 'alias' }> | Echo;
}

/** For the trace. */
export interface Understood {
  readonly recipient: string;
  readonly decision: Step['decision'] | 'echo';
  readonly to: readonly string[];
}

export interface Expanded {
  readonly leaves: readonly Leaf[];
  readonly understood: readonly Understood[];
}

/** More than this from one mail is a mistake in the world, not a mailing. */
const MOST = 10_000;

/** `others`: recipients of the same mail that need no following; nobody is reached a second time. `isEcho`: the list has had it before. */
export function expand(
  world: World,
  host: string,
  recipients: readonly QueueRecipient[],
  others: readonly QueueRecipient[] = [],
  isEcho: (list: MailingList) => boolean = () => false,
): Expanded {
  const leaves: Leaf[] = [];
  const understood: Understood[] = [];
  const reached = new Set(others.map((one) => one.address.toLowerCase()));
  /** Followed once: a second way to the same name reaches nobody new, and in a net of aliases there are 2^n ways. */
  const followed = new Set<string>();

  const follow = (recipient: QueueRecipient, isCopy: boolean): Leaf[] => {
    const step = route(world, host, recipient.address, recipient.through);
    const echo = echoOf(world, recipient, step, isCopy, isEcho);
    if (echo !== null) {
      understood.push({ recipient: recipient.address, decision: 'echo', to: [] });
      return [{ recipient, step: { decision: 'echo', list: echo } }];
    }
    const next = step.decision === 'alias' ? step.to : classicMembers(step);
    if (next === null) {
      understood.push({ recipient: recipient.address, decision: step.decision, to: ends(step) });
      return step.decision === 'alias' ? [] : [{ recipient, step }];
    }
    if (followed.has(recipient.address.toLowerCase())) return [];
    followed.add(recipient.address.toLowerCase());
    understood.push({ recipient: recipient.address, decision: step.decision, to: next });
    const through = [...recipient.through, recipient.address.toLowerCase()];
    return next.flatMap((address) => follow({ ...recipient, address, through }, isCopy));
  };

  for (const recipient of recipients) {
    const found = follow(recipient, recipient.through.length > 0);
    // A circle beside something that leads on is only a name too many.
    const live = found.filter(({ step }) => step.decision !== 'loop');
    for (const leaf of live.length > 0 ? live : found.slice(0, 1)) {
      const key = leaf.recipient.address.toLowerCase();
      if (reached.has(key) || leaves.length >= MOST) continue;
      reached.add(key);
      leaves.push(leaf);
    }
  }
  return { leaves, understood };
}

/** A list that hears what it has sent: the same mail once more, or its own name among the names that its copy goes to. */
function echoOf(
  world: World,
  { address }: QueueRecipient,
  step: Step,
  isCopy: boolean,
  isEcho: (list: MailingList) => boolean,
): MailingList | null {
  if (step.decision === 'list') return isEcho(step.list) ? step.list : null;
  if (step.decision !== 'loop' || !isCopy) return null;
  return world.lists.find((list) => list.address === address.toLowerCase()) ?? null;
}

/** RFC 5321 §3.9.2, the old way: the members take the list's place in the envelope. */
function classicMembers(step: Step): readonly string[] | null {
  return step.decision === 'list' && step.list.style === 'classic' ? membersOf(step.list) : null;
}

export function membersOf(list: MailingList): readonly string[] {
  return list.news ? [...list.members, newsOf(list)] : list.members;
}

function ends(step: Step): readonly string[] {
  switch (step.decision) {
    case 'alias':
      return step.to;
    case 'list':
      return membersOf(step.list);
    case 'mailbox':
      return [step.user];
    case 'smart-host':
    case 'store-and-forward':
      return [step.to];
    case 'fixed':
      return [`${step.address}:${step.port}`];
    default:
      return [];
  }
}
