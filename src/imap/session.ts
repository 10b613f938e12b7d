/** The signed-in conversation: each verb lies in its own file. */
import { MailError } from '../base/errors.ts';
import { shareFolder } from './acl.ts';
import { appendMessage, moveMessages, removeMessages, storeFlags } from './change.ts';
import { rename } from './errors.ts';
import { Fetches } from './fetch.ts';
import type { Flow } from './flow.ts';
import { createFolder, deleteFolder, folderStatus, listFolders, selectedFolder, selectFolder } from './folders.ts';
import { logoutMs } from './limits.ts';
import { listsOthersOnce, prefixesOfOthers } from './namespaces.ts';
import { allUids, uidsByMessageId, uidsByQuery } from './search.ts';
import { type SessionState, Talk } from './talk.ts';
import type {
  Appended,
  FlagChange,
  FlagReport,
  Folder,
  FolderStatus,
  Headline,
  ImapOptions,
  ImapSession,
  May,
  PreviewItem,
  Query,
  Selected,
  Summary,
} from './types.ts';

/** What the session needs of the connection below it. */
export interface Below {
  /** Calls back once, when the server takes the next IDLE. */
  onIdle(tell: () => void): void;
  /** What the stream failed with. */
  failure(): Error | null;
}

export class Session implements ImapSession {
  readonly #talk: Talk;
  readonly #fetches: Fetches;
  readonly #prefix: string;
  #queue: Promise<unknown> = Promise.resolve();
  #listed = false;

  constructor(
    private readonly flow: Flow,
    private readonly state: SessionState,
    o: ImapOptions,
    private readonly below: Below,
  ) {
    this.#talk = new Talk(flow, state);
    this.#fetches = new Fetches(this.#talk);
    const { namespace } = flow;
    this.#prefix = namespace ? namespace.prefix : '';
    // imapflow would put the personal prefix before every path, also before those of other people's folders.
    if (namespace) flow.namespace = { ...namespace, prefix: '' };
    if (o.onNews) {
      const { onNews } = o;
      flow.on('exists', ({ path, count, prevCount }) => onNews(path, count < prevCount ? 'expunge' : 'exists'));
      flow.on('expunge', ({ path }) => onNews(path, 'expunge'));
      flow.on('flags', ({ path }) => onNews(path, 'flags'));
    }
    flow.once('close', () => o.onClose?.(this.#ended()));
    if (flow.isClosed) queueMicrotask(() => o.onClose?.(this.#ended()));
  }

  /** Null when it was us. */
  #ended(): MailError | null {
    const { state } = this;
    if (state.closing && !state.ended) return null;
    const failure = this.below.failure();
    if (!state.ended && failure instanceof MailError) state.ended = rename(failure, 'imap.session');
    state.ended ??= this.#talk.closed('imap.session');
    return state.ended;
  }

  get capabilities(): ReadonlySet<string> {
    const names = new Set([...this.flow.capabilities.keys()].map((name) => name.toUpperCase()));
    for (const name of ['IDLE', 'UIDPLUS', 'MOVE', 'SPECIAL-USE']) if (this.#talk.has(name)) names.add(name);
    return names;
  }
  get others(): readonly string[] {
    return prefixesOfOthers(this.flow);
  }
  get listIsOld(): boolean {
    return this.#listed && listsOthersOnce(this.flow);
  }
  get selected(): Selected | null {
    return selectedFolder(this.#talk);
  }
  get closed(): boolean {
    return this.flow.isClosed;
  }

  folders(): Promise<Folder[]> {
    this.#listed = true;
    return listFolders(this.#talk);
  }
  status(path: string): Promise<FolderStatus> {
    return folderStatus(this.#talk, path);
  }
  select(path: string): Promise<Selected> {
    return selectFolder(this.#talk, path);
  }
  examine(path: string): Promise<Selected> {
    return selectFolder(this.#talk, path, { readOnly: true });
  }
  within<T>(path: string, work: (folder: Selected) => Promise<T>, o: { readonly asIs?: boolean } = {}): Promise<T> {
    const result = this.#queue.then(async () => {
      const { selected } = this;
      return work(o.asIs && selected?.path === path ? selected : await this.select(path));
    });
    this.#queue = result.catch(() => {});
    return result;
  }
  createFolder(path: string): Promise<string> {
    return createFolder(this.#talk, path, this.#prefix);
  }
  deleteFolder(path: string): Promise<void> {
    return deleteFolder(this.#talk, path);
  }
  share(path: string, who: string, may: May): Promise<void> {
    return shareFolder(this.#talk, path, who, may);
  }

  uids(): Promise<number[]> {
    return allUids(this.#talk);
  }
  search(query: Query): Promise<number[]> {
    return uidsByQuery(this.#talk, query);
  }
  headlines(uids: readonly number[]): Promise<Headline[]> {
    return this.#fetches.headlines(uids);
  }
  summaries(uids: readonly number[], take: (summary: Summary) => void): Promise<void> {
    return this.#fetches.summaries(uids, take);
  }
  previews(items: readonly PreviewItem[], octets = 600): Promise<Map<number, Uint8Array>> {
    return this.#fetches.previews(items, octets);
  }
  flags(range: string, changedSince?: string): Promise<FlagReport> {
    return this.#fetches.flags(range, changedSince);
  }
  part(uid: number, part: string, o: { readonly maxBytes?: number } = {}): Promise<Uint8Array> {
    return this.#fetches.part(uid, part, o.maxBytes ?? Number.MAX_SAFE_INTEGER);
  }
  partToFile(uid: number, part: string, file: string, before?: (octets: number) => void): Promise<number> {
    return this.#fetches.partToFile(uid, part, file, before);
  }
  raw(uid: number, file: string, before?: (octets: number) => void): Promise<number> {
    return this.#fetches.partToFile(uid, '', file, before);
  }

  store(uids: readonly number[], change: FlagChange): Promise<void> {
    return storeFlags(this.#talk, uids, change);
  }
  move(uids: readonly number[], to: string): Promise<Map<number, number> | null> {
    return moveMessages(this.#talk, uids, to);
  }
  remove(uids: readonly number[]): Promise<'expunged' | 'marked'> {
    return removeMessages(this.#talk, uids);
  }
  append(path: string, file: string, flags: readonly string[], date: number): Promise<Appended> {
    return appendMessage(this.#talk, path, file, flags, date);
  }
  async findByMessageId(path: string, id: string): Promise<number[]> {
    await this.select(path);
    return uidsByMessageId(this.#talk, id);
  }

  async idle(path: string): Promise<void> {
    if (this.selected?.path !== path) await this.select(path);
    if (!this.#talk.has('IDLE') || this.flow.idling) return;
    await this.#talk.named(
      'imap.idle',
      () =>
        new Promise<void>((resolve, reject) => {
          this.below.onIdle(resolve);
          this.flow.idle().then(() => resolve(), reject);
        }),
    );
  }
  async poll(): Promise<void> {
    await this.#talk.ask('imap.noop', async () => {
      const answer = await this.flow.exec('NOOP', false);
      answer.next();
    });
  }

  async close(): Promise<void> {
    this.state.closing = true;
    if (this.flow.isClosed) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, logoutMs);
    });
    await Promise.race([this.flow.logout().catch(() => {}), late]);
    clearTimeout(timer);
    this.flow.close();
  }
}
