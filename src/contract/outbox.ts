import { z } from 'zod';
import { AccountId } from './account.ts';
import { ErrorValue } from './error.ts';
import { Address, MessageId } from './mail.ts';

export const OutboxId = z.number().int().positive();
export type OutboxId = z.infer<typeof OutboxId>;
export const DraftId = z.number().int().positive();
export type DraftId = z.infer<typeof DraftId>;
/** A file that was handed over by `upload.*`; lives until it is used or the profile closes without a draft naming it. */
export const UploadId = z.number().int().positive();
export type UploadId = z.infer<typeof UploadId>;

export const DraftAttachment = z.object({ upload: UploadId, name: z.string(), type: z.string(), size: z.number() });
export type DraftAttachment = z.infer<typeof DraftAttachment>;

/** What the compose window holds. Addresses are already taken apart; the view does that with message/address. */
export const Draft = z.object({
  account: AccountId,
  to: z.array(Address),
  cc: z.array(Address),
  bcc: z.array(Address),
  subject: z.string(),
  text: z.string(),
  attachments: z.array(DraftAttachment),
  /** The message that this answers or passes on, for In-Reply-To, References and the \Answered flag. */
  answers: z.object({ message: MessageId, how: z.enum(['reply', 'forward']) }).nullable(),
});
export type Draft = z.infer<typeof Draft>;
export const DraftRow = Draft.extend({ id: DraftId, updated: z.number() });
export type DraftRow = z.infer<typeof DraftRow>;

/** What became of one recipient (RFC 5321 §3.3: each RCPT has its own answer). */
export const Recipient = z.object({
  address: z.string(),
  state: z.enum(['waiting', 'accepted', 'refused']),
  /** The server's answer, as `250 2.1.5 Ok`. */
  said: z.string().optional(),
});
export type Recipient = z.infer<typeof Recipient>;

export const OutboxRow = z.object({
  id: OutboxId,
  account: AccountId,
  subject: z.string(),
  messageId: z.string(),
  recipients: z.array(Recipient),
  /** `sent` only after a 2xx to the message itself. `refused`: the server said no for good, for all or (see recipients) some. */
  state: z.enum(['queued', 'sending', 'sent', 'refused']),
  /** The server's answer to the message, as `250 2.0.0 Ok: queued as 4F1…`. */
  said: z.string().optional(),
  error: ErrorValue.optional(),
  attempts: z.number(),
  /** Ms since 1970 of the next attempt, or null. */
  nextTry: z.number().nullable(),
  created: z.number(),
  size: z.number(),
});
export type OutboxRow = z.infer<typeof OutboxRow>;

/** A change that waits to reach the server. */
export const OperationRow = z.object({
  id: z.number().int().positive(),
  account: AccountId,
  kind: z.enum(['flag', 'move', 'delete', 'append']),
  state: z.enum(['waiting', 'failed']),
  attempts: z.number(),
  error: ErrorValue.optional(),
  created: z.number(),
});
export type OperationRow = z.infer<typeof OperationRow>;
