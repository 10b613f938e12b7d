import { asMailError, MailError } from '../../base/errors.ts';
import type { AccountRow, SyncReport } from '../../contract/account.ts';
import type { FolderRow } from '../../contract/mail.ts';
import { type ImapSession, openImap } from '../../imap/index.ts';
import { Counters } from '../../net/index.ts';
import { runOperations } from '../../outbox/operations.ts';
import { syncFolder } from '../../sync/imap/folder.ts';
import { syncFolders } from '../../sync/imap/folders.ts';
import { emptyTally, type SyncPorts, type Tally } from '../../sync/port.ts';
import { Mutex } from '../mutex.ts';
import { DepartedUids } from './departed.ts';
import { asUser, passwordOf } from './password.ts';
import type { Runner, RunnerPorts } from './runner.ts';
import { StatusTeller } from './status.ts';
import { Turns } from './turns.ts';

/** With IDLE the server tells what is new in the inbox; the other folders are looked at so often. Without, all of them. */
const pollMs = { idle: 10 * 60_000, poll: 60_000 };
/** The session for reading is closed after so long without use: two connections only while a person reads. */
const readerIdleMs = 60_000;
/** The longest time that a timer can have. */
const never = 0x7fffffff;

/** An IMAP account: one session that syncs and then idles, and a second, for what a person waits for. */
export class ImapRunner implements Runner {
  readonly #account: AccountRow;
  readonly #ports: RunnerPorts;
  readonly #status: StatusTeller;
  readonly #turns: Turns;
  readonly #syncs = new Mutex();
  readonly #operations = new Mutex();
  readonly #opening = new Mutex();
  readonly #departed = new DepartedUids();
  readonly #closing = new AbortController();
  readonly counters = new Counters();
  #main: ImapSession | null = null;
  #leaving = false;
  #reader: ImapSession | null = null;
  #readerTimer: ReturnType<typeof setTimeout> | undefined;
  #background = false;
  #news = false;
  #allDueAt = 0;
  #readersAtWork = 0;

  constructor(account: AccountRow, ports: RunnerPorts) {
    this.#account = account;
    this.#ports = ports;
    this.#status = new StatusTeller(account.id, ports.now, ports.status);
    this.#turns = new Turns(ports, this.#status);
  }

  get status() {
    return this.#status.current;
  }

  start(): void {
    this.#background = true;
    this.#turns.start(() => this.#turn());
  }

  wake(): void {
    if (this.status.state !== 'up-to-date') this.#turns.wake();
    if (!this.#background) return;
    this.flush().catch((thrown) => {
      // A turn carries them too, tells what is wrong and tries again.
      this.#ports.log('info', `operations wait: ${String(thrown)}`);
      this.#lookAtAll();
    });
  }

  syncOnce(folder?: string): Promise<SyncReport> {
    return this.#status.telling(() =>
      this.#syncs.run(async () => {
        if (folder === undefined && this.#main?.listIsOld) await this.#leave(this.#main);
        return this.#againWhereStale(this.#main, () => this.#sync(folder));
      }),
    );
  }

  /** A connection that died unnoticed (a laptop that slept) is found out by its first command, and is no news: the work begins again on a new one. */
  async #againWhereStale<T>(before: ImapSession | null, work: () => Promise<T>): Promise<T> {
    const reused = before !== null && !before.closed;
    try {
      return await work();
    } catch (thrown) {
      if (!reused || !before.closed || this.#closing.signal.aborted) throw thrown;
      return work();
    }
  }

  /** Operations go over the session for reading, so that they do not wait behind a long first sync. */
  async flush(): Promise<void> {
    if (this.#ports.vault.operations.waiting(this.#account.id).length === 0) return;
    const givenUp = await this.reading((session) => this.#runOperations(session));
    if (givenUp > 0) this.#lookAtAll();
  }

  reading<T>(work: (session: ImapSession) => Promise<T>): Promise<T> {
    return this.#againWhereStale(this.#reader, () => this.#read(work));
  }

  async #read<T>(work: (session: ImapSession) => Promise<T>): Promise<T> {
    const session = await this.#opening.run(async () => {
      if (this.#reader === null || this.#reader.closed) this.#reader = await this.#open(() => {});
      return this.#reader;
    });
    clearTimeout(this.#readerTimer);
    this.#readersAtWork += 1;
    try {
      return await work(session);
    } finally {
      this.#readersAtWork -= 1;
      if (this.#readersAtWork === 0) {
        this.#readerTimer = setTimeout(() => void this.#closeReader(), readerIdleMs);
        this.#readerTimer.unref();
      }
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#readerTimer);
    await Promise.all([this.#main?.close(), this.#reader?.close()]);
    await this.#turns.stop();
    await this.#syncs.run(async () => {});
    await this.#operations.run(async () => {});
  }

  /** News from IDLE concern the inbox alone; all folders have their turn when the rest is over. */
  async #turn(): Promise<number> {
    const inboxOnly = this.#news && this.#ports.now() < this.#allDueAt;
    this.#news = false;
    await this.syncOnce(inboxOnly ? 'INBOX' : undefined);
    const session = await this.#session();
    const idles = session.capabilities.has('IDLE');
    if (!inboxOnly) {
      this.#allDueAt = this.#ports.now() + (this.#ports.pollMs ?? (idles ? pollMs.idle : pollMs.poll));
      // What came while the other folders had their turn was told to nobody.
      if (idles) await this.syncOnce('INBOX');
    }
    if (idles) await session.idle('INBOX');
    return Math.max(1000, this.#allDueAt - this.#ports.now());
  }

  async #sync(only: string | undefined): Promise<SyncReport> {
    const { vault, now } = this.#ports;
    const began = now();
    const before = { ...this.counters };
    const session = await this.#session();
    await this.#runOperations(session);
    const folders = pick(await syncFolders(vault, this.#account, session), only);
    const total = emptyTally();
    let failed: MailError | null = null;
    for (const folder of folders) {
      try {
        add(total, await this.#syncFolder(folder, session));
      } catch (thrown) {
        const error = asMailError(thrown, 'imap.sync');
        if (session.closed || error.kind === 'not-stored' || this.#closing.signal.aborted) throw error;
        this.#ports.log('warn', `folder ${folder.path}: ${error.message}`);
        if (only !== undefined || !isListedOnly(folder, error)) failed = error;
      }
    }
    if (failed !== null) throw failed; // the others are in step; this one is told, and tried again with the next turn
    this.#status.set('up-to-date');
    return {
      account: this.#account.id,
      ...total,
      bytesIn: this.counters.bytesIn - before.bytesIn,
      bytesOut: this.counters.bytesOut - before.bytesOut,
      commands: this.counters.commands - before.commands,
      ms: now() - began,
    };
  }

  #syncFolder(folder: FolderRow, session: ImapSession): Promise<Tally> {
    const ports: SyncPorts = {
      now: this.#ports.now,
      parse: this.#ports.parse,
      progress: ({ folder: name, done, total }) => this.#status.progress(name, done, total),
      signal: this.#closing.signal,
    };
    return syncFolder(this.#ports.vault, this.#account, folder, session, ports, (id, uid) =>
      this.#departed.has(id, this.#validity(id), uid),
    );
  }

  /** The next turn comes now, and is a whole one. */
  #lookAtAll(): void {
    this.#allDueAt = 0;
    this.#turns.wake();
  }

  #runOperations(session: ImapSession): Promise<number> {
    return this.#operations.run(() =>
      runOperations(this.#ports.vault, this.#account.id, session, (folder, uids) =>
        this.#departed.add(folder, this.#validity(folder), uids),
      ),
    );
  }

  #validity(folder: number): string | null {
    return this.#ports.vault.folders.cursor(folder).uidValidity;
  }

  /** The session that syncs; a new one where the last has ended. */
  async #session(): Promise<ImapSession> {
    if (this.#main !== null && !this.#main.closed) return this.#main;
    this.#status.set('connecting');
    this.#main = await this.#open(() => {
      if (this.#leaving) return;
      this.#news = true;
      this.#turns.wake();
    });
    return this.#main;
  }

  /** It has nothing more to tell: its end is no news. */
  async #leave(session: ImapSession): Promise<void> {
    this.#main = null;
    this.#leaving = true;
    await session.close();
    this.#leaving = false;
  }

  async #open(onNews: () => void): Promise<ImapSession> {
    const { incoming, trust } = this.#account.settings;
    const { wire, now } = this.#ports;
    const password = await passwordOf(this.#ports, this.#account);
    return asUser(incoming.user, () =>
      openImap({
        server: incoming,
        user: incoming.user,
        password,
        trust,
        counters: this.counters,
        route: this.#ports.route,
        record: wire.recorder(
          { account: this.#account.id, protocol: 'imap', peer: `${incoming.host}:${incoming.port}` },
          now,
        ),
        signal: this.#closing.signal,
        limits: {
          ...(this.#ports.silenceMs === undefined ? {} : { silenceMs: this.#ports.silenceMs }),
          // Where nothing runs unless it is asked for, nobody waits for news either.
          ...(this.#background ? {} : { idleAfterMs: never }),
        },
        onNews,
        onClose: onNews, // an ended session is a reason to look: the next turn opens another
      }),
    );
  }

  async #closeReader(): Promise<void> {
    const session = this.#reader;
    this.#reader = null;
    await session?.close();
  }
}

/** The folders to sync: all, or the one that is named by path or by name. @throws MailError not-found. */
function pick(folders: readonly FolderRow[], only: string | undefined): readonly FolderRow[] {
  if (only === undefined) return folders;
  const wanted = only.toLowerCase();
  const found = folders.filter(
    (folder) => folder.path === only || folder.path.toLowerCase() === wanted || folder.role === wanted,
  );
  if (found.length > 0) return found;
  throw new MailError({
    kind: 'bad-input',
    at: 'imap.select',
    reason: 'not-found',
    advice: 'check-input',
    facts: { what: `folder ${only}` },
  });
}

/** Dovecot lists the parent of a folder also where it is none itself, and not as \\Noselect. */
function isListedOnly(folder: FolderRow, error: MailError): boolean {
  return folder.role !== 'inbox' && error.at === 'imap.select' && error.kind === 'refused';
}

function add(total: Tally, one: Tally): void {
  total.added += one.added;
  total.updated += one.updated;
  total.removed += one.removed;
}
