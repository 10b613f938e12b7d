import type { Log } from '../../base/ports.ts';
import type { AccountStatus, SyncReport } from '../../contract/account.ts';
import type { ImapSession } from '../../imap/index.ts';
import type { MailOutline } from '../../message/index.ts';
import type { Counters, Route } from '../../net/index.ts';
import type { Vault } from '../../vault/index.ts';
import type { Passwords } from '../passwords.ts';
import type { WireLog } from '../wire-log.ts';

/** What keeps one account in step with its server. */
export interface Runner {
  /** Keeps going from now on: syncs, listens, tries again. Without it only syncOnce and flush do anything. */
  start(): void;
  /** One whole sync now. @throws MailError why it could not be finished; what was done stays done. */
  syncOnce(folder?: string): Promise<SyncReport>;
  /** Something waits to reach the server, or a password was given: do not wait for the next turn. */
  wake(): void;
  /** Carries waiting operations to the server now. @throws MailError they wait on. */
  flush(): Promise<void>;
  /** A session for what a person waits for, beside the one that syncs. @throws MailError for POP3, which has none. */
  reading<T>(work: (session: ImapSession) => Promise<T>): Promise<T>;
  readonly status: AccountStatus;
  /** What went over this account's connections for reading since the start; what was sent is in OutboxRunner.counters. */
  readonly counters: Readonly<Counters>;
  close(): Promise<void>;
}

/** What runners share. */
export interface RunnerPorts {
  readonly vault: Vault;
  readonly passwords: Passwords;
  readonly wire: WireLog;
  readonly log: Log;
  now(): number;
  /** Calls back once after `ms`; the returned function takes it back. */
  after(ms: number, then: () => void): () => void;
  random(): number;
  /** Ms between two looks at all folders, where the usual ones do not fit: for tests. */
  readonly pollMs?: number | undefined;
  readonly silenceMs?: number | undefined;
  readonly route?: Route | undefined;
  parse(file: string): Promise<MailOutline>;
  status(status: AccountStatus): void;
}
