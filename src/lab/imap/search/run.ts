/** Goes through a mailbox and gives the messages that are meant. Each is read at most once, and only if its index leaves it open. */
import { setImmediate } from 'node:timers/promises';
import { MailError } from '../../../base/errors.ts';
import type { Mailbox } from '../../spool/store.ts';
import type { Criterion } from './criteria.ts';
import { AT_ONCE, READ_AT_ONCE } from './limits.ts';
import { type Candidate, type Circumstances, cheapFirst, matches } from './matches.ts';
import { MessageTexts } from './texts.ts';

export interface Searched {
  /** The session's view: the place in it is the sequence number less one. */
  readonly uids: readonly number[];
  readonly mailbox: Pick<Mailbox, 'get' | 'read'>;
  readonly isRecent: (uid: number) => boolean;
  readonly saved: ReadonlySet<number>;
  readonly now: number;
}

/** In ascending order. A message that was expunged, before or while we looked, is not found. */
export async function searchMailbox(criterion: Criterion, where: Searched): Promise<Candidate[]> {
  const asked = cheapFirst(criterion);
  const around: Circumstances = {
    lastSeq: where.uids.length,
    lastUid: where.uids.at(-1) ?? 0,
    isRecent: where.isRecent,
    saved: where.saved,
    now: where.now,
  };
  const found: Candidate[] = [];
  let looked = 0;
  for (const [at, uid] of where.uids.entries()) {
    if (looked >= AT_ONCE) {
      await setImmediate();
      looked = 0;
    }
    looked += 1;
    const message = where.mailbox.get(uid);
    if (message === undefined) continue;
    const candidate = { seq: at + 1, message };
    let answer = matches(asked, candidate, around, null);
    if (answer === null) {
      looked += AT_ONCE / READ_AT_ONCE;
      answer = await byTexts(asked, candidate, around, where);
    }
    if (answer) found.push(candidate);
  }
  return found;
}

async function byTexts(
  criterion: Criterion,
  candidate: Candidate,
  around: Circumstances,
  where: Searched,
): Promise<boolean> {
  let octets: Uint8Array;
  try {
    octets = await where.mailbox.read(candidate.message.uid);
  } catch (error) {
    if (error instanceof MailError && error.reason === 'not-found') return false;
    throw error;
  }
  return matches(criterion, candidate, around, new MessageTexts(octets)) === true;
}
