/** What the vault stores of a mail for the list (contract MessageRow). */
import type { Address, Attachment } from '../contract/mail.ts';
import type { MailOutline } from './parsed.ts';

export interface MessageSummary {
  messageId: string | null;
  from: Address | null;
  to: Address[];
  cc: Address[];
  subject: string;
  /** Null where the Date field is not sound; the list then sorts by when it was received. */
  date: number | null;
  preview: string;
  attachments: Attachment[];
}

/** A mail whose octets are held: `size` of its attachments is decoded, and all are `held`. */
export function summaryOf(message: MailOutline): MessageSummary {
  const { messageId, from, to, cc, subject, date, preview } = message;
  return {
    messageId,
    from: from ?? message.sender,
    to,
    cc,
    subject,
    date,
    preview,
    attachments: message.attachments.map(({ part, name, type, size, cid }) => ({
      part,
      name,
      type,
      size,
      held: true,
      ...(cid === undefined ? {} : { cid }),
    })),
  };
}
