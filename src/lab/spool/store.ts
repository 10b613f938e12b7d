/**
 * What a spool is, for everyone who reads or writes one: mailboxes of a host with messages that have UIDs (RFC 9051 §2.3.1), flags and mod-sequences (RFC 7162).
 * One process owns the folder; POP3, IMAP and delivery share the same objects, so that all see one truth at once.
 */
import type { Readable } from 'node:stream';

export interface StoredMessage {
  readonly uid: number;
  /** Octets as RETR and BODY[] give them (CRLF). */
  readonly size: number;
  /** When it was stored, ms since 1970 by the lab's clock, or as APPEND said. */
  readonly internalDate: number;
  /** As IMAP writes them: `\Seen`, `$Forwarded`. Never `\Recent`. */
  readonly flags: ReadonlySet<string>;
  readonly modseq: number;
  /** A name that stays when the message is copied nowhere else and the spool is moved: POP3's UIDL. RFC 1939 §7: at most 70 printable characters. */
  readonly guid: string;
}

export type SpoolChange =
  | { readonly kind: 'added'; readonly message: StoredMessage }
  | { readonly kind: 'flags'; readonly message: StoredMessage }
  | { readonly kind: 'expunged'; readonly uid: number; readonly modseq: number };

export interface AppendOptions {
  readonly flags?: Iterable<string>;
  readonly internalDate?: number;
  /** See Spool.deliver. */
  readonly once?: string;
}

export interface Mailbox {
  /** As IMAP names it inside its owner's namespace, decoded: `INBOX`, `Sent`, `Projects/春`. Hierarchy by `/`. */
  readonly name: string;
  /** Address of the user it belongs to; for `#news` mailboxes the empty string. */
  readonly owner: string;
  readonly uidValidity: number;
  readonly uidNext: number;
  readonly highestModseq: number;
  /** Ascending by UID. The array is a snapshot that is never changed afterwards. */
  readonly messages: readonly StoredMessage[];
  get(uid: number): StoredMessage | undefined;
  /** The whole message. @throws MailError not-found when it was expunged meanwhile. */
  read(uid: number): Promise<Buffer>;
  /** The same as a stream, for long ones: it is read as it is wanted. @throws MailError not-found when it was expunged meanwhile. */
  stream(uid: number): Promise<Readable>;
  /**
   * Durable when it resolves (file, fsync, fsync of the folder, index, fsync, rename). Line ends are made CRLF. `once`: see Spool.deliver. @throws MailError
   * disk-full, message-refused with `said` 'over quota'.
   */
  append(content: Uint8Array, o?: AppendOptions): Promise<StoredMessage>;
  /**
   * Durable when it resolves. `changed` are those that are still there and that `unchangedSince` allows, as they are now, also where nothing had to be changed;
   * those that it does not allow are told in `modified`.
   */
  setFlags(
    uids: Iterable<number>,
    how: 'set' | 'add' | 'remove',
    flags: Iterable<string>,
    unchangedSince?: number,
  ): Promise<{ changed: StoredMessage[]; modified: number[] }>;
  /** Gone for good; durable when it resolves. Unknown UIDs are passed over. Gives those that were there. All or nothing on a crash. */
  expunge(uids: Iterable<number>, by: 'pop3' | 'imap' | 'lab'): Promise<number[]>;
  /** Within one spool; keeps flags and internal date. Pairs of source and new UID. All or nothing. */
  copy(uids: Iterable<number>, to: Mailbox): Promise<{ from: number; to: number }[]>;
  /** UIDs expunged since that mod-sequence, ascending; null: that far back is not known any more. RFC 7162 §3.2.7. */
  vanishedSince(modseq: number): number[] | null;
  /** A new UIDVALIDITY, and all UIDs anew: what a restored backup does. Listeners hear nothing: who holds the mailbox open compares `uidValidity`. */
  renumber(): Promise<void>;
  /** Hears what changes, in order, after it is durable. */
  listen(hear: (change: SpoolChange) => void): () => void;
  /** Recorded beside the mailbox; see Access. */
  readonly acl: ReadonlyMap<string, string>;
  setAcl(identifier: string, rights: string | null): Promise<void>;
}

export interface MailboxInfo {
  readonly owner: string;
  readonly name: string;
  readonly subscribed: boolean;
  /** `\Sent`, `\Trash`, …: RFC 6154. */
  readonly specialUse: string | null;
}

export interface Spool {
  /** Names of the owner's mailboxes, sorted, INBOX first. A user's INBOX, Drafts, Sent, Junk, Trash exist from the beginning. `''`: the public ones (`#news`). */
  list(owner: string): MailboxInfo[];
  /** All owners that have mailboxes here. */
  owners(): string[];
  open(owner: string, name: string): Promise<Mailbox | null>;
  /** With the parents that it needs. @throws MailError bad-value where the name cannot be or is there. */
  create(owner: string, name: string, specialUse?: string): Promise<Mailbox>;
  /** @throws MailError bad-value for INBOX, not-found. */
  remove(owner: string, name: string): Promise<void>;
  /** Children move too; INBOX is emptied into the new one. RFC 9051 §6.3.6. */
  rename(owner: string, from: string, to: string): Promise<void>;
  /** The owner's own list, by any name: it may be of another namespace (`#news/tea`) or not be there. RFC 3501 §6.3.6. */
  subscribe(owner: string, name: string, on: boolean): Promise<void>;
  /** All that the owner subscribed to, as it was given to `subscribe`, sorted. */
  subscriptions(owner: string): string[];
  /** Octets in use and the limit (null: none). */
  quota(owner: string): { used: number; limit: number | null; messages: number };
  /**
   * Delivery: INBOX of a user, with Return-Path and Delivered-To already in `content`. Durable when it resolves. With `once` (the queue's id and the recipient)
   * a delivery that comes again, because its confirmation was lost in a crash, gives the message that is there and stores nothing, also when that was
   * expunged meanwhile. @throws MailError as append; not-found where the owner has no mailbox here.
   */
  deliver(owner: string, content: Uint8Array, o?: { once?: string }): Promise<StoredMessage>;
  /** POP3's lock on a user's maildrop: null when another session has it; call the result to let go. RFC 1939 §3. */
  lock(owner: string): (() => void) | null;
  /** Removes everything. */
  clear(): Promise<void>;
  /** It will be closed: delays that a fault makes end now, as refusals for the time being. */
  hurry(): void;
  close(): Promise<void>;
}
