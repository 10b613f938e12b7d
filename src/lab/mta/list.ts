/** A list's copy in the modern way: RFC 2919 (List-Id), RFC 2369 (List-Post, List-Unsubscribe …), RFC 5321 §3.9.2 (its own reverse-path). */
import type { MailingList } from '../../contract/lab/world.ts';
import type { Envelope, QueueRecord } from '../queue/store.ts';
import { membersOf } from './expand.ts';
import { field, joinHeader, type RawField, valuesOf, without } from './fields.ts';
import { LIST_MEMORY } from './limits.ts';
import { bouncesOf, ownerOf } from './route.ts';

/** `tea@sora.test` is `tea.sora.test`: RFC 2919 §2. */
const idOf = (list: MailingList): string => list.address.replace('@', '.');

/** The fields that a list takes for itself; what another list wrote there is not true any more. */
const OWN = ['list-id', 'list-post', 'list-help', 'list-unsubscribe', 'list-owner', 'precedence', 'return-path'];

/** The copy's fields, blank line at the end; the content that follows is the same. */
export function listHeader(list: MailingList, fields: readonly RawField[]): Buffer {
  return joinHeader([
    field('X-BeenThere', list.address),
    field('Precedence', 'list'),
    field('List-Id', `${quoted(list.title.en)} <${idOf(list)}>`),
    field('List-Post', `<mailto:${list.address}>`),
    field('List-Owner', `<mailto:${ownerOf(list)}>`),
    field('List-Unsubscribe', `<mailto:${ownerOf(list)}?subject=unsubscribe>`),
    ...without(fields, ...OWN),
  ]);
}

/** It has come from this list already: its own field, as Mailman's, which other lists leave in place. */
export const hasPassed = (list: MailingList, fields: readonly RawField[]): boolean =>
  valuesOf(fields, 'x-beenthere').some((value) => value.toLowerCase() === list.address) ||
  valuesOf(fields, 'list-id').some((value) => value.toLowerCase().includes(`<${idOf(list)}>`));

/** To every member, in the list's own name; what cannot be delivered comes back to the owner. */
export function listEnvelope(list: MailingList, of: Envelope): Envelope {
  return {
    ...of,
    // A report that somebody sent to the list must not be answered with reports.
    reversePath: of.reversePath === '' ? '' : bouncesOf(list),
    recipients: membersOf(list).map((address) => ({
      address,
      original: null,
      // RFC 3461 §5.2.7.3: what the author asked for ends here.
      notify: null,
      state: 'waiting',
      said: null,
      through: [list.address],
    })),
    ret: 'hdrs',
    envid: null,
  };
}

/** Atoms stay, the rest becomes a quoted string; RFC 2919 §3 has no place for encoded words. */
const quoted = (title: string): string => `"${title.replace(/[^\x20-\x7e]/g, '').replace(/["\\]/g, '')}"`;

/** What each list of a host has sent on, so that a copy which finds its way back goes no further. */
export class ListMemory {
  /** List and Message-ID -> the mail in the queue that was sent on. */
  readonly #sent = new Map<string, string>();

  /**
   * True when another mail with the same Message-ID was there before. One without goes by its name in the trace, which all its copies have: three lists of each
   * other would double it at every hop.
   */
  isEcho(list: MailingList, { messageId, mail, queueId }: QueueRecord): boolean {
    const key = `${list.address} ${messageId ?? mail}`;
    const first = this.#sent.get(key) ?? queueId;
    this.#sent.set(key, first);
    for (const oldest of this.#sent.keys()) {
      if (this.#sent.size <= LIST_MEMORY) break;
      this.#sent.delete(oldest);
    }
    return first !== queueId;
  }
}
