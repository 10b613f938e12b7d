/**
 * The whole surface that a user interface may use: calls (request, answer) and signals (a nudge that may be lost). Name, what it
 * takes, what it gives; the schemas are the check at run time, the types, and the documentation.
 */
import { z } from 'zod';
import {
  AccountId,
  AccountRow,
  AccountSettings,
  AccountStatus,
  SecretChoice,
  SyncReport,
  TestReport,
} from './account.ts';
import { ChangeBatch, Cursor } from './changes.ts';
import { FolderId, FolderRow, FoundMessage, MessageId, MessageRow, OpenMessage } from './mail.ts';
import { Draft, DraftId, OutboxId, OutboxRow, UploadId } from './outbox.ts';
import { WireLine } from './wire.ts';

export interface Call<Takes extends z.ZodType, Gives extends z.ZodType> {
  readonly takes: Takes;
  readonly gives: Gives;
}
export interface Signal<Carries extends z.ZodType> {
  readonly carries: Carries;
}
export const call = <T extends z.ZodType, G extends z.ZodType>(c: Call<T, G>): Call<T, G> => c;
export const signal = <C extends z.ZodType>(s: Signal<C>): Signal<C> => s;

const nothing = z.object({});
const ids = z.array(MessageId).min(1).max(100_000);
const password = z.string().max(10_000);

export const calls = {
  /** What can be told of this engine: where passwords can lie here, and the vault's epoch. */
  'engine.about': call({
    takes: nothing,
    gives: z.object({ version: z.string(), secrets: z.enum(['keychain', 'session', 'file']), profile: z.string() }),
  }),

  /** Tries both servers step by step and stores nothing. Never throws for what a server does: the report says it. */
  'accounts.test': call({ takes: z.object({ settings: AccountSettings, password }), gives: TestReport }),
  /** Stores the account and begins to sync. Does not test; call accounts.test before. */
  'accounts.add': call({
    takes: z.object({ settings: AccountSettings, password, secret: SecretChoice }),
    gives: z.object({ id: AccountId }),
  }),
  'accounts.list': call({ takes: nothing, gives: z.array(AccountRow) }),
  /** Removes the account, its mail in this profile and its password. The server's mail is not touched. */
  'accounts.remove': call({ takes: z.object({ id: AccountId }), gives: nothing }),
  /** Gives the password again: after a refusal, or at each start where it is kept for the session only. */
  'accounts.unlock': call({ takes: z.object({ id: AccountId, password, secret: SecretChoice }), gives: nothing }),
  'accounts.statuses': call({ takes: nothing, gives: z.array(AccountStatus) }),

  /** Asks the servers for what is new, now; resolves when done. Throws the first failure after all accounts were tried. */
  'sync.now': call({
    takes: z.object({ account: AccountId.optional(), folder: z.string().optional() }),
    gives: z.array(SyncReport),
  }),

  /** What changed since a cursor: the one way by which a mirror is filled, kept and repaired. */
  'changes.since': call({
    takes: z.object({ after: Cursor, limit: z.number().int().min(1).max(2000) }),
    gives: ChangeBatch,
  }),

  'folders.list': call({ takes: nothing, gives: z.array(FolderRow) }),
  /**
   * IMAP: on the server, and subscribed. POP3: in this profile, for there is nowhere else. One that is there already is fine. `path` has
   * the server's hierarchy delimiter (POP3: `/`) and needs no prefix of a personal namespace.
   */
  'folders.create': call({
    takes: z.object({ account: AccountId, path: z.string().min(1).max(1000) }),
    gives: z.object({ id: FolderId }),
  }),
  /**
   * Lets a colleague on the same server open this folder (RFC 4314), by the name under which the server knows them. `read`: open it and
   * mark as read; `write`: also file, flag and remove mail in it. @throws MailError pop3-no-sharing, acl-missing, shared-with-oneself
   */
  'folders.share': call({
    takes: z.object({
      folder: FolderId,
      with: z.string().min(1).max(320),
      may: z.enum(['nothing', 'read', 'write']),
    }),
    gives: nothing,
  }),
  /** Newest first. */
  'messages.list': call({
    takes: z.object({
      folder: FolderId,
      limit: z.number().int().min(1).max(10_000),
      offset: z.number().int().min(0).default(0),
    }),
    gives: z.array(MessageRow),
  }),
  /** Finds by sender, recipients, subject and preview among what this profile holds; newest first. */
  'messages.find': call({
    takes: z.object({
      folder: FolderId.nullable(),
      text: z.string().max(1000),
      limit: z.number().int().min(1).max(1000),
    }),
    gives: z.object({ ids: z.array(MessageId) }),
  }),
  /**
   * Finds among all mail of an account: every word must occur, in From, in To, or anywhere in the mail (`text`). `here`: among what this
   * profile holds. `server`: the server looks, also into mail that was never fetched, without a sync before; such a hit has no id.
   * Inbox first, newest first; `total` says how many there are beyond `limit` (1000). @throws MailError pop3-no-search
   */
  'messages.search': call({
    takes: z.object({
      account: AccountId,
      where: z.enum(['here', 'server']),
      from: z.string().max(1000).optional(),
      to: z.string().max(1000).optional(),
      text: z.string().max(1000).optional(),
      limit: z.number().int().min(1).max(10_000).optional(),
    }),
    gives: z.object({ found: z.array(FoundMessage), total: z.number() }),
  }),
  /** Makes a message ready to be read: fetches the shown text part where only the server has it. */
  'messages.open': call({ takes: z.object({ id: MessageId }), gives: OpenMessage }),
  /** Brings one part into the vault; then mail://message/ID/PART gives it. */
  'messages.fetchPart': call({
    takes: z.object({ id: MessageId, part: z.string().max(200) }),
    gives: z.object({ size: z.number(), type: z.string(), name: z.string() }),
  }),
  /** Flags as in MessageRow.flags. Stored before it answers; reaches the server when it can. */
  'messages.flag': call({
    takes: z.object({ ids, set: z.array(z.string()), unset: z.array(z.string()) }),
    gives: nothing,
  }),
  /** To a folder of the same account. */
  'messages.move': call({ takes: z.object({ ids, to: FolderId }), gives: nothing }),
  /** To the account's Trash; what is there already is removed for good. */
  'messages.delete': call({ takes: z.object({ ids }), gives: nothing }),

  /** Hands over a file for an attachment: begin, any number of chunks in order, end. */
  'upload.begin': call({
    takes: z.object({ name: z.string().max(1000), type: z.string().max(255) }),
    gives: z.object({ id: UploadId }),
  }),
  'upload.chunk': call({
    takes: z.object({
      id: UploadId,
      bytes: z.instanceof(Uint8Array).refine((b) => b.byteLength <= 4 << 20, 'at most 4 MiB'),
    }),
    gives: nothing,
  }),
  'upload.end': call({ takes: z.object({ id: UploadId }), gives: z.object({ size: z.number() }) }),
  /** Takes an attachment of a message (fetched where needed) as an upload, to pass it on. */
  'upload.fromMessage': call({
    takes: z.object({ message: MessageId, part: z.string() }),
    gives: z.object({ id: UploadId, name: z.string(), type: z.string(), size: z.number() }),
  }),

  /** On disk when it resolves. Without id it makes a new one. */
  'drafts.save': call({ takes: z.object({ id: DraftId.nullable(), draft: Draft }), gives: z.object({ id: DraftId }) }),
  'drafts.remove': call({ takes: z.object({ id: DraftId }), gives: nothing }),

  /** Durable when this resolves: the message is composed and stored, and will be sent. Removes the draft named. */
  'outbox.submit': call({
    takes: z.object({ draft: Draft, draftId: DraftId.nullable() }),
    gives: z.object({ id: OutboxId, messageId: z.string() }),
  }),
  'outbox.list': call({ takes: nothing, gives: z.array(OutboxRow) }),
  /** Tries at once, also what was refused. */
  'outbox.retry': call({ takes: z.object({ id: OutboxId }), gives: nothing }),
  /** Takes back what was not sent; it becomes a draft again. */
  'outbox.cancel': call({ takes: z.object({ id: OutboxId }), gives: z.object({ draft: DraftId }) }),

  /** Why a message is as it is: every addition, change and removal with its cause, oldest first. */
  'why.of': call({
    takes: z.object({ id: MessageId }),
    gives: z.array(z.object({ at: z.number(), what: z.string(), cause: z.string() })),
  }),
  /** The last lines that were spoken in this run, after line `after`. */
  'wire.lines': call({
    takes: z.object({ after: z.number().int(), limit: z.number().int().min(1).max(5000) }),
    gives: z.array(WireLine),
  }),
} as const;

export const signals = {
  /** Something changed; the data is pulled by changes.since. */
  'changes.ready': signal({ carries: z.object({ seq: z.number() }) }),
  'account.status': signal({ carries: AccountStatus }),
  /** New wire lines up to this number; pulled by wire.lines. */
  'wire.ready': signal({ carries: z.object({ n: z.number() }) }),
} as const;

export type CallTable = Readonly<Record<string, Call<z.ZodType, z.ZodType>>>;
export type SignalTable = Readonly<Record<string, Signal<z.ZodType>>>;
export type Takes<T extends CallTable, N extends keyof T> = z.input<T[N]['takes']>;
export type Gives<T extends CallTable, N extends keyof T> = z.output<T[N]['gives']>;
export type Carries<S extends SignalTable, N extends keyof S> = z.output<S[N]['carries']>;

export type Calls = typeof calls;
export type Signals = typeof signals;
