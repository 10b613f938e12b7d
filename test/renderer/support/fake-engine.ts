/**
 * A stand-in for the engine, in memory: the contract's shape without a vault, a server or a disk. For tests of the renderer
 * and for the gallery; never part of the product.
 */
import { MailError } from '../../../src/base/errors.ts';
import type { AccountRow, AccountStatus } from '../../../src/contract/account.ts';
import type { Change } from '../../../src/contract/changes.ts';
import type { FolderRow, MessageRow, OpenMessage } from '../../../src/contract/mail.ts';
import type { DraftRow, OperationRow, OutboxRow } from '../../../src/contract/outbox.ts';
import { emit, type Handlers, serve } from '../../../src/contract/serve.ts';
import { type Calls, calls, type Signals } from '../../../src/contract/table.ts';
import type { Transport } from '../../../src/contract/transport.ts';
import type { WireLine } from '../../../src/contract/wire.ts';
import { heard } from './heard.ts';

interface Rows {
  account: AccountRow;
  folder: FolderRow;
  message: MessageRow;
  draft: DraftRow;
  outbox: OutboxRow;
  operation: OperationRow;
}
type Opened = Omit<OpenMessage, 'row'>;

export interface FakeEngine {
  put<K extends keyof Rows>(kind: K, row: Rows[K]): void;
  remove(kind: keyof Rows, id: number): void;
  status(status: AccountStatus): void;
  speak(line: Omit<WireLine, 'n'>): void;
  /** What messages.open gives for a message beside its row, or what it refuses with. */
  open(id: number, opened: Partial<Opened> | MailError): void;
  /** Another journal: old cursors mean nothing. */
  rebirth(): void;
  epoch(): string;
  /** How often a call was made. */
  asked(name: keyof Calls): number;
  /** Refuses this call from now on, or no more. */
  refuse(name: keyof Calls, error: MailError | null): void;
  handlers: Handlers<Calls>;
  serve(transport: Transport): () => void;
}

export function createFakeEngine(): FakeEngine {
  let epochs = 1;
  let seq = 0;
  let nextId = 1_000_000;
  const tables: { [K in keyof Rows]: Map<number, Rows[K]> } = {
    account: new Map(),
    folder: new Map(),
    message: new Map(),
    draft: new Map(),
    outbox: new Map(),
    operation: new Map(),
  };
  const journal = new Map<string, { seq: number; kind: keyof Rows; id: number }>();
  const opened = new Map<number, Partial<Opened> | MailError>();
  const statuses = new Map<number, AccountStatus>();
  const wire: WireLine[] = [];
  const asked = new Map<string, number>();
  const refused = new Map<string, MailError>();
  const transports = new Set<Transport>();
  let nudging = false;

  const changed = (kind: keyof Rows, id: number) => {
    seq += 1;
    const key = `${kind} ${id}`;
    journal.delete(key);
    journal.set(key, { seq, kind, id });
    if (nudging) return;
    nudging = true;
    queueMicrotask(() => {
      nudging = false;
      for (const transport of transports) emit<Signals, 'changes.ready'>(transport, 'changes.ready', { seq });
    });
  };
  const put = <K extends keyof Rows>(kind: K, row: Rows[K]) => {
    tables[kind].set(row.id, row);
    changed(kind, row.id);
  };
  const remove = (kind: keyof Rows, id: number) => {
    if (tables[kind].delete(id)) changed(kind, id);
  };
  const message = (id: number): MessageRow => {
    const row = tables.message.get(id);
    if (row === undefined)
      throw new MailError({ kind: 'bad-input', at: 'vault.message', reason: 'not-found', advice: 'report' });
    return row;
  };
  const recount = (id: number) => {
    const folder = tables.folder.get(id);
    if (folder === undefined) return;
    const mine = [...tables.message.values()].filter((m) => m.folder === id);
    put('folder', { ...folder, total: mine.length, unread: mine.filter((m) => !m.flags.includes('seen')).length });
  };
  const moveTo = (ids: readonly number[], to: number) => {
    const touched = new Set([to]);
    for (const id of ids) {
      const row = message(id);
      touched.add(row.folder);
      put('message', { ...row, folder: to });
    }
    for (const id of touched) recount(id);
  };
  const newestFirst = (folder: number | null) =>
    [...tables.message.values()]
      .filter((m) => folder === null || m.folder === folder)
      .sort((a, b) => b.date - a.date || b.id - a.id);

  const handlers: Handlers<Calls> = {
    'engine.about': () => ({ version: '0.1.0', secrets: 'keychain', profile: '~/.config/tegami/profile' }),
    'accounts.test': () => ({
      ok: true,
      steps: (['incoming', 'outgoing'] as const).flatMap((side) =>
        (['connect', 'tls', 'greeting', 'sign-in'] as const).map((step) => ({ side, step, state: 'ok' as const })),
      ),
    }),
    'accounts.add'({ settings }) {
      const id = nextId++;
      put('account', { id, settings, created: Date.now() });
      return { id };
    },
    'accounts.list': () => [...tables.account.values()],
    'accounts.remove'({ id }) {
      for (const m of [...tables.message.values()].filter((m) => m.account === id)) remove('message', m.id);
      for (const f of [...tables.folder.values()].filter((f) => f.account === id)) remove('folder', f.id);
      remove('account', id);
      return {};
    },
    'accounts.unlock': ({ id }) => {
      engine.status({ account: id, state: 'up-to-date', at: Date.now() });
      return {};
    },
    'accounts.statuses': () => [...statuses.values()],
    'sync.now': () => [],
    'changes.since'({ after, limit }) {
      const reset = after.epoch !== engine.epoch();
      const from = reset ? 0 : after.seq;
      const next: { seq: number; kind: keyof Rows; id: number }[] = [];
      let more = false;
      for (const entry of journal.values()) {
        if (entry.seq <= from) continue;
        if (next.length === limit) {
          more = true;
          break;
        }
        next.push(entry);
      }
      const changes = next.map(
        ({ kind, id }) => ({ kind, id, row: structuredClone(tables[kind].get(id) ?? null) }) as Change,
      );
      return { reset, changes, cursor: { epoch: engine.epoch(), seq: next.at(-1)?.seq ?? from }, more };
    },
    'folders.list': () => [...tables.folder.values()],
    'folders.create'({ account, path }) {
      const known = [...tables.folder.values()].find((f) => f.account === account && f.path === path);
      if (known !== undefined) return { id: known.id };
      const id = nextId++;
      const name = path.split('/').at(-1) ?? path;
      const bare = { parent: null, role: null, selectable: true, local: false, total: 0, unread: 0 };
      put('folder', { ...bare, id, account, name, path });
      return { id };
    },
    'folders.share': () => ({}),
    'messages.list': ({ folder, limit, offset }) => newestFirst(folder).slice(offset, offset + limit),
    'messages.find': ({ folder, text, limit }) => ({
      ids: newestFirst(folder)
        .filter((m) =>
          `${m.from?.name} ${m.from?.address} ${m.subject} ${m.preview}`.toLowerCase().includes(text.toLowerCase()),
        )
        .slice(0, limit)
        .map((m) => m.id),
    }),
    'messages.search'({ account, from = '', to = '', text = '', limit = 1000 }) {
      const has = (where: string, what: string) => where.toLowerCase().includes(what.toLowerCase());
      const hits = newestFirst(null).filter(
        (m) =>
          m.account === account &&
          has(`${m.from?.name} ${m.from?.address}`, from) &&
          has(m.to.map((a) => `${a.name} ${a.address}`).join(' '), to) &&
          has(`${m.from?.name} ${m.from?.address} ${m.subject} ${m.preview}`, text),
      );
      const found = hits.slice(0, limit).map(({ id, messageId, folder, uid, subject }) => ({
        id,
        messageId,
        folder: tables.folder.get(folder)?.path ?? '',
        uid,
        subject,
      }));
      return { found, total: hits.length };
    },
    'messages.open'({ id }) {
      const how = opened.get(id);
      if (how instanceof MailError) throw how;
      const plain: Opened = {
        bcc: [],
        replyTo: [],
        references: [],
        shown: { part: '1', kind: 'text' },
        alternatives: [],
        problems: [],
      };
      return { ...plain, ...how, row: message(id) };
    },
    'messages.fetchPart'({ id, part }) {
      const row = message(id);
      const found = row.attachments.find((a) => a.part === part);
      put('message', { ...row, attachments: row.attachments.map((a) => (a.part === part ? { ...a, held: true } : a)) });
      return { size: found?.size ?? 0, type: found?.type ?? 'text/plain', name: found?.name ?? '' };
    },
    'messages.flag'({ ids, set, unset }) {
      const touched = new Set<number>();
      for (const id of ids) {
        const row = message(id);
        touched.add(row.folder);
        put('message', { ...row, flags: [...new Set([...row.flags, ...set])].filter((f) => !unset.includes(f)) });
      }
      for (const id of touched) recount(id);
      return {};
    },
    'messages.move'({ ids, to }) {
      moveTo(ids, to);
      return {};
    },
    'messages.delete'({ ids }) {
      for (const id of ids) {
        const row = message(id);
        const trash = [...tables.folder.values()].find((f) => f.account === row.account && f.role === 'trash');
        if (trash === undefined || trash.id === row.folder) {
          remove('message', id);
          recount(row.folder);
        } else moveTo([id], trash.id);
      }
      return {};
    },
    'upload.begin': () => ({ id: nextId++ }),
    'upload.chunk': () => ({}),
    'upload.end': () => ({ size: 1 }),
    'upload.fromMessage'({ message: id, part }) {
      const found = message(id).attachments.find((a) => a.part === part);
      return { id: nextId++, name: found?.name ?? '', type: found?.type ?? '', size: found?.size ?? 0 };
    },
    'drafts.save'({ id, draft }) {
      const own = id ?? nextId++;
      put('draft', { ...draft, id: own, updated: Date.now() });
      return { id: own };
    },
    'drafts.remove'({ id }) {
      remove('draft', id);
      return {};
    },
    'outbox.submit'({ draft, draftId }) {
      const id = nextId++;
      if (draftId !== null) remove('draft', draftId);
      put('outbox', {
        id,
        account: draft.account,
        subject: draft.subject,
        messageId: `<${id}@hana.test>`,
        recipients: [...draft.to, ...draft.cc, ...draft.bcc].map((a) => ({ address: a.address, state: 'waiting' })),
        state: 'queued',
        attempts: 0,
        nextTry: null,
        created: Date.now(),
        size: draft.text.length,
      });
      return { id, messageId: `<${id}@hana.test>` };
    },
    'outbox.list': () => [...tables.outbox.values()],
    'outbox.retry'({ id }) {
      const row = tables.outbox.get(id);
      if (row !== undefined) put('outbox', { ...row, state: 'queued', nextTry: null });
      return {};
    },
    'outbox.cancel'({ id }) {
      remove('outbox', id);
      return { draft: nextId++ };
    },
    'why.of': ({ id }) => [
      {
        at: message(id).date,
        what: 'added',
        cause: '* 7 FETCH (UID 41 FLAGS () …) on connection 1 to mail.hana.test:993',
      },
    ],
    'wire.lines': ({ after, limit }) => wire.filter((line) => line.n > after).slice(0, limit),
  };

  const counted = heard<Calls>(handlers, (name) => {
    asked.set(name, (asked.get(name) ?? 0) + 1);
    const no = refused.get(name);
    if (no !== undefined) throw no;
  });

  const engine: FakeEngine = {
    put,
    remove,
    status(status) {
      statuses.set(status.account, status);
      for (const transport of transports) emit<Signals, 'account.status'>(transport, 'account.status', status);
    },
    speak(line) {
      wire.push({ ...line, n: wire.length + 1 });
      for (const transport of transports) emit<Signals, 'wire.ready'>(transport, 'wire.ready', { n: wire.length });
    },
    open: (id, how) => void opened.set(id, how),
    rebirth() {
      epochs += 1;
      seq = 0;
      journal.clear();
      for (const table of Object.values(tables)) table.clear();
    },
    epoch: () => `epoch-${epochs}`,
    asked: (name) => asked.get(name) ?? 0,
    refuse: (name, error) => void (error === null ? refused.delete(name) : refused.set(name, error)),
    handlers: counted,
    serve(transport) {
      transports.add(transport);
      const stop = serve(calls, counted, transport);
      return () => {
        transports.delete(transport);
        stop();
      };
    },
  };
  return engine;
}
