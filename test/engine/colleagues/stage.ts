/** Aiko and Ben on one IMAP server on which folders can be shared: the lab's own, or a real Dovecot. */
import { AccountSettings } from '../../../src/contract/account.ts';
import type { Engine } from '../../../src/engine/index.ts';
import { AIKO, BEN, PASSWORD, startImapHouse } from '../../lab/imap/foreign/house.ts';
import { type AclOptions, startDovecot } from '../../servers/dovecot.ts';
import { imapFlags, imapFolders, imapPython } from '../../servers/observer.ts';
import { engineOn, password, settingsFor, temporaryProfile } from '../../support/house.ts';
import { must } from '../bench.ts';

export type Who = 'aiko' | 'ben';

export interface Stage {
  /** As the server calls them. */
  nameOf(who: Who): string;
  settings(who: Who): AccountSettings;
  password: string;
  fill(who: Who, folder: string, mails: readonly string[]): Promise<void>;
  /** Flags of each mail as they lie on the server, asked without our client; \Recent left out. */
  flags(who: Who, folder: string): Promise<string[][]>;
  folders(who: Who): Promise<string[]>;
  /** Gives the other one these rights (RFC 4314 §2.1), by another program. */
  give(who: Who, folder: string, letters: string): Promise<void>;
  close(): Promise<void>;
}

export async function labStage(): Promise<Stage> {
  const house = await startImapHouse();
  const names = { aiko: AIKO, ben: BEN };
  return {
    nameOf: (who) => names[who],
    password: PASSWORD,
    settings: (who) =>
      AccountSettings.parse({
        name: who,
        email: names[who],
        protocol: 'imap',
        incoming: { host: 'localhost', port: house.imaps, security: 'implicit', user: names[who] },
        outgoing: { host: 'localhost', port: 587, security: 'starttls', user: names[who] },
        keep: { policy: 'forever' },
        trust: { ca: house.caPem, pins: [] },
      }),
    fill: async (who, folder, mails) => void (await house.fill(names[who], folder, mails)),
    async flags(who, folder) {
      const box = must(await house.spool.open(names[who], folder), folder);
      return box.messages.map(({ flags }) => [...flags].sort());
    },
    folders: async (who) => house.spool.list(names[who]).map(({ name }) => name),
    async give(who, folder, letters) {
      const box = must(await house.spool.open(names[who], folder), folder);
      await box.setAcl(names[who === 'ben' ? 'aiko' : 'ben'], letters);
    },
    close: () => house.close(),
  };
}

export async function dovecotStage(acl: AclOptions = {}): Promise<Stage> {
  const dovecot = await startDovecot({ users: { aiko: password, ben: password }, acl });
  return {
    nameOf: (who) => who,
    password,
    settings: (who) => settingsFor(dovecot, who, 'imap'),
    fill: async (who, folder, mails) => void dovecot.fill(who, folder, mails),
    flags: async (who, folder) =>
      (await imapFlags(dovecot, who, folder)).map(({ flags }) => flags.filter((each) => each !== '\\Recent').sort()),
    folders: (who) => imapFolders(dovecot, who),
    give: async (who, folder, letters) =>
      void (await imapPython(
        dovecot,
        who,
        `print(c.setacl(${JSON.stringify(folder)}, ${JSON.stringify(who === 'ben' ? 'aiko' : 'ben')}, ${JSON.stringify(letters)}))`,
      )),
    close: () => dovecot.close(),
  };
}

/** One person's program. */
export interface Seat {
  readonly engine: Engine;
  readonly account: number;
  sync(): Promise<void>;
  /** Paths of the folders that it knows. */
  paths(): string[];
  folder(path: string): number;
  /** Subject and flags of what it knows of a folder, oldest first. */
  mails(path: string): { id: number; subject: string; flags: string[] }[];
  /** Commands that were said since the last call, without their tags. */
  said(): string[];
  close(): Promise<void>;
}

/** `pollMs`: it runs by itself, and looks at all folders so often. */
export async function seat(settings: AccountSettings, secret: string, pollMs?: number): Promise<Seat> {
  const profile = temporaryProfile();
  const engine = await engineOn(profile.folder, pollMs !== undefined, { pollMs });
  const { id } = await engine.handlers['accounts.add']({ settings, password: secret, secret: 'session' });
  const { vault, wire } = engine.parts;
  const folder = (path: string) => must(vault.folders.byPath(id, path), path).id;
  let heard = 0;
  return {
    engine,
    account: id,
    sync: async () => void (await engine.handlers['sync.now']({ account: id })),
    paths: () => vault.folders.list(id).map(({ path }) => path),
    folder,
    mails: (path) =>
      vault.messages
        .list(folder(path), 1000)
        .map(({ id: message, subject, flags }) => ({ id: message, subject, flags: [...flags].sort() }))
        .reverse(),
    said() {
      const lines = wire.after(heard, 100_000);
      heard = lines.at(-1)?.n ?? heard;
      return lines.filter(({ who }) => who === 'C').map(({ text }) => text.replace(/^\S+ /, ''));
    },
    async close() {
      await engine.close();
      profile.remove();
    },
  };
}
