import { type MailOutline, summaryOf } from '../message/index.ts';
import type { NewMessage } from './messages.ts';

/** Where a mail that is held whole belongs, and what the mail itself does not tell. */
type Place = Pick<NewMessage, 'account' | 'folder' | 'uidl' | 'size' | 'flags'> & {
  readonly file: string;
  /** Ms since 1970: the list sorts by it where the mail has no sound Date field. */
  readonly received: number;
};

/** The row of a mail whose bytes lie here: what it says of itself, and where it belongs. */
export function wholeMessage(mail: MailOutline, { received, ...place }: Place): NewMessage {
  const { date, ...fields } = summaryOf(mail);
  const { inReplyTo, references, bcc, replyTo } = mail;
  return {
    ...fields,
    inReplyTo,
    references,
    bcc,
    replyTo,
    ...place,
    uid: null,
    date: date ?? received,
    structure: null,
  };
}
