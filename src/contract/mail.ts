import { z } from 'zod';
import { AccountId } from './account.ts';

export const FolderId = z.number().int().positive();
export type FolderId = z.infer<typeof FolderId>;
export const MessageId = z.number().int().positive();
export type MessageId = z.infer<typeof MessageId>;

/** Special use, RFC 6154, and the inbox. */
export const Role = z.enum(['inbox', 'drafts', 'sent', 'archive', 'junk', 'trash', 'all', 'flagged']);
export type Role = z.infer<typeof Role>;

export const FolderRow = z.object({
  id: FolderId,
  account: AccountId,
  parent: FolderId.nullable(),
  /** The last part of the path, decoded, as shown. */
  name: z.string(),
  /** The whole path, decoded, with the server's hierarchy delimiter. */
  path: z.string(),
  role: Role.nullable(),
  /** False for a name that only holds other names (\Noselect). */
  selectable: z.boolean(),
  /** True where the folder exists in this profile only (POP3's Sent, Trash). */
  local: z.boolean(),
  total: z.number(),
  unread: z.number(),
});
export type FolderRow = z.infer<typeof FolderRow>;

export const Address = z.object({ name: z.string(), address: z.string() });
export type Address = z.infer<typeof Address>;

/** A part that is offered as a file. `part` is the IMAP body part number (RFC 3501 §6.4.5), the same for POP3 mail. */
export const Attachment = z.object({
  part: z.string(),
  name: z.string(),
  type: z.string(),
  /** Octets: as on the wire while only the server has it, decoded once it is held. */
  size: z.number(),
  /** Whether its content lies in the vault. */
  held: z.boolean(),
  /** Content-ID without angle brackets, for pictures inside the HTML part. */
  cid: z.string().optional(),
});
export type Attachment = z.infer<typeof Attachment>;

export const MessageRow = z.object({
  id: MessageId,
  account: AccountId,
  folder: FolderId,
  uid: z.number().nullable(),
  uidl: z.string().nullable(),
  /** The Message-ID field with its angle brackets, or null. */
  messageId: z.string().nullable(),
  from: Address.nullable(),
  to: z.array(Address),
  cc: z.array(Address),
  subject: z.string(),
  /** What the list sorts by: the Date field where it is sound, else when it was received. Ms since 1970. */
  date: z.number(),
  /** Octets of the whole message. */
  size: z.number(),
  /** Lower case, system flags without the backslash: seen, flagged, answered, draft, deleted, and keywords. */
  flags: z.array(z.string()),
  preview: z.string(),
  attachments: z.array(Attachment),
  /** A change to it waits to reach the server. */
  pending: z.boolean(),
});
export type MessageRow = z.infer<typeof MessageRow>;

/** A message that a search found. */
export const FoundMessage = z.object({
  /** Null where only the server knows it so far. */
  id: MessageId.nullable(),
  messageId: z.string().nullable(),
  /** Path of its folder. */
  folder: z.string(),
  uid: z.number().nullable(),
  subject: z.string(),
});
export type FoundMessage = z.infer<typeof FoundMessage>;

/** Something in the mail that could not be taken as it is; shown above it. */
export const Problem = z.object({
  code: z.enum([
    'too-deep',
    'too-many-parts',
    'too-large',
    'unknown-charset',
    'wrong-charset',
    'broken-encoding',
    'broken-structure',
  ]),
  detail: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;

/** A message made ready to be read: the shown text part is in the vault when this is given. */
export const OpenMessage = z.object({
  row: MessageRow,
  bcc: z.array(Address),
  replyTo: z.array(Address),
  references: z.array(z.string()),
  /** The text that is shown, to be loaded from mail://message/ID/PART; null where the mail has no text. */
  shown: z.object({ part: z.string(), kind: z.enum(['html', 'text']) }).nullable(),
  /** Other forms of the same text, which may not be held. */
  alternatives: z.array(z.object({ part: z.string(), kind: z.enum(['html', 'text']) })),
  problems: z.array(Problem),
});
export type OpenMessage = z.infer<typeof OpenMessage>;
