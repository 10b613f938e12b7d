/** One mail as the rest of the program knows it. Plain data: it crosses threads and lies in the vault. */
import type { Address, Problem } from '../contract/mail.ts';

/** A part that holds content itself (no multipart), as BODYSTRUCTURE tells it. */
export interface PartInfo {
  /** IMAP body part number, RFC 3501 §6.4.5. */
  part: string;
  type: string;
  charset: string | null;
  encoding: string | null;
  /** Octets as on the wire. */
  size: number;
  disposition: string | null;
  /** As the sender wrote it, decoded, not made safe. */
  name: string | null;
  /** Content-ID without angle brackets. */
  cid: string | null;
}

export interface AttachmentInfo {
  part: string;
  /** Safe for a disk (safe-name.ts), never empty. */
  name: string;
  type: string;
  /** Octets after transfer decoding: what a saved file has. */
  size: number;
  disposition: string | null;
  /** Content-ID without angle brackets, for pictures inside the HTML part. */
  cid?: string;
}

export interface TextPart {
  part: string;
  kind: 'html' | 'text';
  /** The charset that was used, which is not always the one that was named. */
  charset: string;
  /** Line ends are \n. */
  text: string;
}

export interface ParsedMessage {
  /** With angle brackets. */
  messageId: string | null;
  /** With angle brackets; the first, if several are named. */
  inReplyTo: string | null;
  /** With angle brackets, oldest first. */
  references: string[];
  from: Address | null;
  sender: Address | null;
  to: Address[];
  cc: Address[];
  bcc: Address[];
  replyTo: Address[];
  subject: string;
  /** Ms since 1970, null where the Date field names no day. */
  date: number | null;
  /** All fields in their order, unfolded; raw octets shown as text, encoded words left as they are. */
  headers: { name: string; value: string }[];
  parts: PartInfo[];
  /** The shown text first, then its other forms. Empty where the mail has no text. */
  textParts: TextPart[];
  attachments: AttachmentInfo[];
  preview: string;
  problems: Problem[];
  /** Octets of the whole mail. */
  size: number;
}

/** What the vault files of a mail: all but its texts, which are read again when it is opened. */
export type MailOutline = Omit<ParsedMessage, 'headers' | 'parts' | 'textParts'>;

/** A parsed mail whose octets are still at hand. */
export interface HeldMessage extends ParsedMessage {
  attachments: (AttachmentInfo & { content(): Uint8Array })[];
  /** One part after transfer decoding, text as UTF-8; null where there is no such part. */
  content(part: string): Uint8Array | null;
}
