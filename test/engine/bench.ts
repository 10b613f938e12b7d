/** What the tests of the engine share: an account on a server, opened and opened again. */
import type { AccountSettings, SyncReport } from '../../src/contract/account.ts';
import type { FolderRow, MessageRow, Role } from '../../src/contract/mail.ts';
import type { Draft } from '../../src/contract/outbox.ts';
import type { Engine, EngineOptions } from '../../src/engine/index.ts';
import { engineOn, password, temporaryProfile } from '../support/house.ts';

export interface Desk {
  readonly account: number;
  readonly profile: string;
  engine: Engine;
  /** Ends the engine and opens the same profile again, as after a crash of the app. */
  reopen(background?: boolean, more?: Partial<EngineOptions>): Promise<Engine>;
  folder(role: Role): FolderRow;
  at(path: string): FolderRow;
  /** Newest first. */
  rows(folder: FolderRow): MessageRow[];
  sync(): Promise<SyncReport[]>;
  flush(): Promise<void>;
  close(): Promise<void>;
}

export async function deskFor(
  settings: AccountSettings,
  background = false,
  more: Partial<EngineOptions> = {},
): Promise<Desk> {
  const profile = temporaryProfile();
  const engine = await engineOn(profile.folder, background, more);
  const { id } = await engine.handlers['accounts.add']({ settings, password, secret: 'session' });
  const desk: Desk = {
    account: id,
    profile: profile.folder,
    engine,
    async reopen(again = background, other = more) {
      await desk.engine.close();
      desk.engine = await engineOn(profile.folder, again, other);
      return desk.engine;
    },
    folder: (role) => must(desk.engine.parts.vault.folders.byRole(id, role), role),
    at: (path) => must(desk.engine.parts.vault.folders.byPath(id, path), path),
    rows: ({ id: folder }) => desk.engine.parts.vault.messages.list(folder, 10_000),
    sync: async () => desk.engine.handlers['sync.now']({}),
    flush: () => desk.engine.parts.runners.of(id).flush(),
    async close() {
      await desk.engine.close();
      profile.remove();
    },
  };
  return desk;
}

export function must<T>(value: T | null | undefined, what = 'it'): T {
  if (value === null || value === undefined) throw new Error(`${what} is not there`);
  return value;
}

export function letter(account: number, over: Partial<Draft> = {}): Draft {
  return {
    account,
    to: [{ name: '', address: 'ben@hana.test' }],
    cc: [],
    bcc: [],
    subject: 'A letter',
    text: 'Hello.\n',
    attachments: [],
    answers: null,
    ...over,
  };
}

/** The same account through a proxy in front of the incoming server. */
export function through(settings: AccountSettings, port: number): AccountSettings {
  return { ...settings, incoming: { ...settings.incoming, port } };
}
