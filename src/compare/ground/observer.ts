/** A session beside the machines: it looks into a mailbox and changes nothing there. */
import type { Server, Trust } from '../../contract/account.ts';
import { type ImapSession, openImap } from '../../imap/index.ts';
import type { Seen } from './ground.ts';

export interface Access {
  readonly server: Server;
  readonly user: string;
  readonly password: string;
  readonly trust: Trust;
}

export class Observer {
  readonly #access: Access;
  #session: Promise<ImapSession> | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(access: Access) {
    this.#access = access;
  }

  /** Every folder that its owner sees, each mail with its flags. Folders are examined (RFC 9051 §6.3.3), so that nothing is told as seen by it. */
  look(): Promise<Seen> {
    return this.with(async (session) => {
      const folders: Seen['folders'][number][] = [];
      for (const { path, selectable } of await session.folders())
        if (selectable) folders.push({ path, mails: await mailsIn(session, path) });
      return { folders };
    });
  }

  /** One thing after the other, on one connection that is made anew where it was lost. */
  with<T>(work: (session: ImapSession) => Promise<T>): Promise<T> {
    const result = this.#turn.then(async () => work(await this.#open()));
    this.#turn = result.catch(() => {});
    return result;
  }

  async close(): Promise<void> {
    await this.#turn;
    const session = await this.#session?.catch(() => null);
    this.#session = null;
    await session?.close();
  }

  async #open(): Promise<ImapSession> {
    const known = await this.#session?.catch(() => null);
    if (known && !known.closed) return known;
    this.#session = openImap(this.#access);
    return this.#session;
  }
}

async function mailsIn(session: ImapSession, path: string): Promise<Seen['folders'][number]['mails']> {
  const { exists } = await session.examine(path);
  if (exists === 0) return [];
  const flags = new Map((await session.flags('1:*')).messages.map((each) => [each.uid, each.flags]));
  const headlines = await session.headlines([...flags.keys()]);
  return headlines
    .map(({ uid, messageId }) => ({ messageId, uid, flags: flags.get(uid) ?? [] }))
    .sort((a, b) => a.uid - b.uid);
}
