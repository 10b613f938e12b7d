/** STATUS. RFC 3501 §6.3.10; HIGHESTMODSEQ: RFC 7162 §3.1.7; SIZE: RFC 8438. */

import type { Mailbox } from '../../spool/store.ts';
import type { Scanner } from '../grammar/scanner.ts';
import { writeMailbox } from '../grammar/write.ts';
import { enableCondstore } from '../news.ts';
import { recentUntil } from '../recent.ts';
import { bad } from '../refusal.ts';
import type { Session } from '../session.ts';
import { signedIn, type Verb } from '../verb.ts';

const counts: Readonly<Record<string, (mailbox: Mailbox) => number>> = {
  MESSAGES: (mailbox) => mailbox.messages.length,
  RECENT: (mailbox) => mailbox.messages.filter((message) => message.uid > recentUntil(mailbox)).length,
  UIDNEXT: (mailbox) => mailbox.uidNext,
  UIDVALIDITY: (mailbox) => mailbox.uidValidity,
  UNSEEN: (mailbox) => mailbox.messages.filter((message) => !message.flags.has('\\Seen')).length,
  DELETED: (mailbox) => mailbox.messages.filter((message) => message.flags.has('\\Deleted')).length,
  HIGHESTMODSEQ: (mailbox) => mailbox.highestModseq,
  SIZE: (mailbox) => mailbox.messages.reduce((octets, message) => octets + message.size, 0),
};

export const status: Verb = {
  name: 'STATUS',
  states: signedIn,
  async run(session, args) {
    args.sp();
    const path = args.mailbox();
    args.sp();
    const items = readStatusItems(args);
    args.end();
    const { mailbox } = await session.need(path, 'r');
    tellStatus(session, path, mailbox, items);
    return 'That is its state';
  },
};

/** `(MESSAGES UNSEEN)` */
export function readStatusItems(args: Scanner): string[] {
  return args.list(() => {
    const item = args.word();
    if (!Object.hasOwn(counts, item)) throw bad(`${item} is nothing that STATUS knows`);
    return item;
  });
}

export function tellStatus(session: Session, path: string, mailbox: Mailbox, items: readonly string[]): void {
  if (items.includes('HIGHESTMODSEQ')) enableCondstore(session);
  const told = items.map((item) => `${item} ${counts[item]?.(mailbox) ?? 0}`);
  session.untagged(`STATUS ${writeMailbox(path)} (${told.join(' ')})`);
}
