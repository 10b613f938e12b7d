/** Whether a message is meant: what the index knows first, its octets only where that leaves it open. */
import type { StoredMessage } from '../../spool/store.ts';
import { includes } from '../grammar/sequence-set.ts';
import type { Criterion, When } from './criteria.ts';
import type { MessageTexts } from './texts.ts';

/** Day of a moment, counted from 1970-01-01, in the zone that INTERNALDATE is shown in (UTC). */
const dayOf = (ms: number): number => Math.floor(ms / 86_400_000);

/** One message as the session sees it. */
export interface Candidate {
  readonly seq: number;
  readonly message: StoredMessage;
}

export interface Circumstances {
  /** What `*` stands for; 0 where the mailbox is empty. */
  readonly lastSeq: number;
  readonly lastUid: number;
  readonly isRecent: (uid: number) => boolean;
  /** `$`: the result that the last SEARCH with SAVE kept. */
  readonly saved: ReadonlySet<number>;
  /** Ms since 1970, by the lab's clock. */
  readonly now: number;
}

/** True, false, or null: it takes the message's texts to tell, which were not given. */
export function matches(
  criterion: Criterion,
  candidate: Candidate,
  around: Circumstances,
  texts: MessageTexts | null,
): boolean | null {
  const { message } = candidate;
  switch (criterion.kind) {
    case 'all':
      return true;
    case 'flag':
      return has(message.flags, criterion.flag) === criterion.set;
    case 'recent':
      return around.isRecent(message.uid) === criterion.set;
    case 'arrived':
      return isWhen(criterion.when, dayOf(message.internalDate), criterion.day);
    case 'age': {
      const seconds = (around.now - message.internalDate) / 1000;
      return criterion.than === 'older' ? seconds >= criterion.seconds : seconds <= criterion.seconds;
    }
    case 'size':
      return criterion.than === 'larger' ? message.size > criterion.octets : message.size < criterion.octets;
    case 'modseq':
      return message.modseq >= criterion.least;
    case 'numbers':
      return criterion.of === 'seq'
        ? includes(criterion.set, candidate.seq, around.lastSeq)
        : includes(criterion.set, message.uid, around.lastUid);
    case 'saved':
      return around.saved.has(message.uid);
    case 'sent': {
      if (texts === null) return null;
      const day = texts.sentDay();
      return day !== null && isWhen(criterion.when, day, criterion.day);
    }
    case 'header':
      return texts === null ? null : texts.field(criterion.name, criterion.text);
    case 'body':
      return texts === null ? null : texts.inBody(criterion.text);
    case 'text':
      return texts === null ? null : texts.inText(criterion.text);
    case 'not': {
      const inner = matches(criterion.of, candidate, around, texts);
      return inner === null ? null : !inner;
    }
    case 'and':
      return every(criterion.of, true, (each) => matches(each, candidate, around, texts));
    case 'or':
      return every(criterion.of, false, (each) => matches(each, candidate, around, texts));
  }
}

/** `unless`: goes on as long as this comes; the other value decides. What is open stays open unless another one decides. */
function every(
  all: readonly Criterion[],
  unless: boolean,
  ask: (criterion: Criterion) => boolean | null,
): boolean | null {
  let open = false;
  for (const each of all) {
    const answer = ask(each);
    if (answer === null) open = true;
    else if (answer !== unless) return answer;
  }
  return open ? null : unless;
}

function has(flags: ReadonlySet<string>, lower: string): boolean {
  if (flags.has(lower)) return true;
  for (const flag of flags) if (flag.length === lower.length && flag.toLowerCase() === lower) return true;
  return false;
}

function isWhen(when: When, day: number, than: number): boolean {
  return when === 'before' ? day < than : when === 'on' ? day === than : day >= than;
}

/** How much it takes to tell: 0 the index, 1 the header, 2 the body. Cheap ones are asked first. */
export function cost(criterion: Criterion): number {
  switch (criterion.kind) {
    case 'header':
    case 'sent':
      return 1;
    case 'body':
    case 'text':
      return 2;
    case 'not':
      return cost(criterion.of);
    case 'and':
    case 'or':
      return Math.max(0, ...criterion.of.map(cost));
    default:
      return 0;
  }
}

/** The same question with the cheap parts first. */
export function cheapFirst(criterion: Criterion): Criterion {
  switch (criterion.kind) {
    case 'not':
      return { kind: 'not', of: cheapFirst(criterion.of) };
    case 'and':
      return { kind: 'and', of: criterion.of.map(cheapFirst).sort((a, b) => cost(a) - cost(b)) };
    case 'or': {
      const [a, b] = criterion.of.map(cheapFirst) as [Criterion, Criterion];
      return { kind: 'or', of: cost(a) <= cost(b) ? [a, b] : [b, a] };
    }
    default:
      return criterion;
  }
}
