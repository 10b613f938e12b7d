/** What an IMAP session takes and gives. Uids are numbers, UIDVALIDITY and MODSEQ decimal strings (they have up to 63 bits). */
import type { MailError } from '../base/errors.ts';
import type { Server, Trust } from '../contract/account.ts';
import type { Address, Role } from '../contract/mail.ts';
import type { PartNode } from '../message/part-node.ts';
import type { Counters, Route, TranscriptLine } from '../net/index.ts';

export type { PartNode };

export interface ImapOptions {
  readonly server: Server;
  readonly user: string;
  /** Password, or the access token with `auth: 'xoauth2'`. */
  readonly password: string;
  readonly auth?: 'xoauth2' | undefined;
  readonly trust: Trust;
  readonly counters?: Counters | undefined;
  readonly route?: Route | undefined;
  /** Hears what is spoken, line by line, secrets removed. */
  readonly record?: ((line: TranscriptLine) => void) | undefined;
  /** Ends the session, at any time: what is pending rejects as `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** Something changed in the selected folder that no command of ours asked for. A nudge: look with uids() and flags(). */
  readonly onNews?: ((path: string, what: News) => void) | undefined;
  /** Once, when the session has ended: null after close(), else why. */
  readonly onClose?: ((error: MailError | null) => void) | undefined;
  /** Shorter times and smaller sizes, for tests. */
  readonly limits?: Partial<ImapLimits> | undefined;
}

/** `exists`: more messages than before; `expunge`: fewer; `flags`: a FETCH with flags. */
export type News = 'exists' | 'expunge' | 'flags';

/** See limits.ts for the values and their reasons. */
export interface ImapLimits {
  /** Ms for DNS, TCP, TLS, greeting and sign-in together. */
  readonly connectMs: number;
  /** Ms without a byte while a command is owed an answer. */
  readonly silenceMs: number;
  /** Ms of being free before the session idles. */
  readonly idleAfterMs: number;
  /** Ms after which IDLE is ended and begun again. */
  readonly idleRestartMs: number;
  /** Octets of one response line. */
  readonly line: number;
  /** Octets of one literal. */
  readonly literal: number;
  /** Octets of one response with all its literals. */
  readonly response: number;
}

/** One conversation. Use it from one place at a time, or through within(), which queues. */
export interface ImapSession {
  /** Upper case, as offered after sign-in: `IDLE`, `UIDPLUS`, `CONDSTORE`, `SPECIAL-USE` … Without `IDLE` the caller polls. */
  readonly capabilities: ReadonlySet<string>;
  /** Prefixes of paths of other people's folders and of shared ones (RFC 2342). */
  readonly others: readonly string[];
  /** What others began to share since is told to another session only: this one has asked before. */
  readonly listIsOld: boolean;
  /** The selected folder, or null. */
  readonly selected: Selected | null;
  readonly closed: boolean;

  folders(): Promise<Folder[]>;
  status(path: string): Promise<FolderStatus>;
  /** Selects for reading and writing; asks the server even where the folder is selected already. */
  select(path: string): Promise<Selected>;
  /** The same for reading only (RFC 9051 §6.3.3): nothing changes by it, not even \Recent of an older server. */
  examine(path: string): Promise<Selected>;
  /**
   * Runs `work` with this folder selected, after all earlier within(). Do not nest. Asks the server for the folder's numbers even
   * where it is selected already, but for `asIs`: work that does not look at them is spared the round trip.
   */
  within<T>(path: string, work: (folder: Selected) => Promise<T>, o?: { readonly asIs?: boolean }): Promise<T>;
  /** Also subscribes it. Gives the path as created: under the personal namespace where the server has a prefix. Fine if it exists. */
  createFolder(path: string): Promise<string>;
  /** With what is in it; also unsubscribes it. */
  deleteFolder(path: string): Promise<void>;
  /** Lets somebody else (as the server calls them) open this folder, or no more. @throws MailError acl-missing */
  share(path: string, who: string, may: May): Promise<void>;

  /** Of the selected folder, ascending. */
  uids(): Promise<number[]>;
  /** Of the selected folder, ascending: the server looks, also into text that was never fetched. */
  search(query: Query): Promise<number[]>;
  /** As much as names a message. UIDs that are gone are left out. */
  headlines(uids: readonly number[]): Promise<Headline[]>;
  /** Calls `take` for each message that is there, in the server's order; holds one batch at a time in memory. */
  summaries(uids: readonly number[], take: (summary: Summary) => void): Promise<void>;
  /** The first `octets` (default 600) of one part of each message, still transfer-encoded, as the server gives them. */
  previews(items: readonly PreviewItem[], octets?: number): Promise<Map<number, Uint8Array>>;
  /** Flags of a range as `1:*` or `3,7:9`; with `changedSince` only what changed after that MODSEQ (CONDSTORE). */
  flags(range: string, changedSince?: string): Promise<FlagReport>;
  /** One part as the server gives it, still transfer-encoded; `part` '' is the whole message. @throws MailError not-found */
  part(uid: number, part: string, o?: { readonly maxBytes?: number }): Promise<Uint8Array>;
  /**
   * The same, written to a file as it comes; gives the octets written. The file is synced to disk. `before` is called before octets are
   * written: what it throws is as if the disk had refused them.
   */
  partToFile(uid: number, part: string, file: string, before?: (octets: number) => void): Promise<number>;
  /** The whole message, byte-exact; gives its octets. The file is synced to disk. @throws MailError not-found */
  raw(uid: number, file: string, before?: (octets: number) => void): Promise<number>;

  /** Flags as in Summary.flags. Only those named are changed. */
  store(uids: readonly number[], change: FlagChange): Promise<void>;
  /**
   * Moves to another folder; the map tells the new uids (null where the server does not tell: no UIDPLUS).
   * Without MOVE and UIDPLUS the originals may stay behind marked 'deleted', see remove().
   */
  move(uids: readonly number[], to: string): Promise<Map<number, number> | null>;
  /**
   * Removes for good. 'expunged': they are gone. 'marked': the server has no UIDPLUS and others had marked messages in this
   * folder, which an expunge would have removed too; ours are left with 'deleted' set.
   */
  remove(uids: readonly number[]): Promise<'expunged' | 'marked'>;
  /** Files the exact bytes of a file. `date` (ms since 1970) becomes INTERNALDATE. */
  append(path: string, file: string, flags: readonly string[], date: number): Promise<Appended>;
  /** Uids in that folder whose Message-ID field is this one, with angle brackets. Selects the folder. */
  findByMessageId(path: string, id: string): Promise<number[]>;

  /** Selects the folder (where it is not) and idles at once; news come by onNews. Resolves when the server listens. */
  idle(path: string): Promise<void>;
  /** NOOP: asks for news, and keeps the connection alive. */
  poll(): Promise<void>;
  /** LOGOUT; never throws. */
  close(): Promise<void>;
}

export interface Folder {
  /** Decoded, with the server's delimiter; INBOX in capitals. What select() takes. */
  readonly path: string;
  /** The last part of the path. */
  readonly name: string;
  readonly delimiter: string | null;
  /** '' at the top. */
  readonly parentPath: string;
  readonly role: Role | null;
  readonly selectable: boolean;
  readonly subscribed: boolean;
}

export interface FolderStatus {
  readonly messages: number;
  readonly unseen: number;
  readonly uidNext: number;
  readonly uidValidity: string;
  /** Null without CONDSTORE. */
  readonly highestModseq: string | null;
}

export interface Selected {
  readonly path: string;
  readonly exists: number;
  /** 0 where the server does not tell. */
  readonly uidNext: number;
  readonly uidValidity: string;
  readonly highestModseq: string | null;
  /** As in Summary.flags; `*` where new keywords can be made. */
  readonly permanentFlags: readonly string[];
  readonly readOnly: boolean;
}

export interface Summary {
  readonly uid: number;
  /** Lower case, system flags without the backslash; `recent` left out. */
  readonly flags: string[];
  readonly size: number;
  /** Ms since 1970. */
  readonly internalDate: number;
  readonly envelope: Envelope;
  readonly structure: PartNode;
  readonly modseq?: string;
}

export interface Envelope {
  /** With its angle brackets. */
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  /** With their angle brackets, oldest first. */
  readonly references: string[];
  readonly from: Address | null;
  readonly to: Address[];
  readonly cc: Address[];
  readonly bcc: Address[];
  readonly replyTo: Address[];
  readonly subject: string;
  /** The Date field, ms since 1970; null where it is missing or unsound. */
  readonly date: number | null;
}

/** Words, all of which must occur in that field, or anywhere in header and body (`text`). At least one. */
export interface Query {
  readonly from?: readonly string[];
  readonly to?: readonly string[];
  readonly text?: readonly string[];
}

export interface Headline {
  readonly uid: number;
  /** With its angle brackets. */
  readonly messageId: string | null;
  readonly subject: string;
}

/** What a colleague may do with a folder; `nothing` takes back what was given. */
export type May = 'nothing' | 'read' | 'write';

export interface TextPart {
  readonly part: string;
  readonly kind: 'html' | 'text';
  readonly charset: string | null;
  readonly encoding: string | null;
  readonly size: number;
}

/** The contract's Attachment but for `held`, which the vault knows. */
export interface AttachmentInfo {
  readonly part: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly encoding: string | null;
  readonly cid?: string;
}

export interface TextChoice {
  /** Null where the mail has no text. */
  readonly shown: TextPart | null;
  /** Other forms of the shown text. */
  readonly alternatives: TextPart[];
  readonly attachments: AttachmentInfo[];
}

export interface PreviewItem {
  readonly uid: number;
  readonly part: string;
}

export interface FlagState {
  readonly uid: number;
  readonly flags: string[];
  readonly modseq?: string;
}
export interface FlagReport {
  readonly messages: FlagState[];
  /** Uids that are gone since `changedSince` (QRESYNC); null where the server does not tell: compare with uids(). */
  readonly vanished: number[] | null;
}
export interface FlagChange {
  readonly set?: readonly string[];
  readonly unset?: readonly string[];
}
export interface Appended {
  readonly uid: number | null;
  readonly uidValidity: string | null;
}
