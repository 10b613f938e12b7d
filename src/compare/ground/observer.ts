/** A session beside the machines: it looks into a mailbox and changes nothing there. */
import type { Server, Trust } from '../../contract/account.ts';
import { type ImapSession, openImap } from '../../imap/index.ts';
import type { Seen } from './ground.ts';
import { firstNew, type Snapshot } from './snapshot.ts';

export interface Access {
  readonly server: Server;
  readonly user: string;
  readonly password: string;
  readonly trust: Trust;
}

export class Observer {
  readonly #access: Access;
  readonly #anew: boolean;
  #session: Promise<ImapSession> | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * `anew`: signs in for each look. Dovecot tells a session that goes on of what others share with its user only once in an hour
   * (SHARED_NS_RETRY_SECS of its acl plugin).
   */
  constructor(access: Access, o: { readonly anew: boolean }) {
    this.#access = access;
    this.#anew = o.anew;
  }

  /**
   * Every folder that its owner sees, each mail with its flags, but for those that lay there before `since`. Folders are examined
   * (RFC 9051 §6.3.3), so that no flag changes and no mail stops being new.
   */
  look(since: Snapshot = new Map()): Promise<Seen> {
    return this.#inTurn(async () => {
      if (this.#anew) await this.#end();
      const session = await this.#open();
      const folders: Seen['folders'][number][] = [];
      for (const { path, selectable } of await session.folders())
        if (selectable) folders.push({ path, mails: await mailsIn(session, path, since) });
      return { folders };
    });
  }

  /** One thing after the other, on one connection that is made anew where it was lost. */
  with<T>(work: (session: ImapSession) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => work(await this.#open()));
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#end());
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }

  async #end(): Promise<void> {
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

async function mailsIn(session: ImapSession, path: string, since: Snapshot): Promise<Seen['folders'][number]['mails']> {
  const { exists, uidValidity } = await session.examine(path);
  if (exists === 0) return [];
  const first = firstNew(since, path, uidValidity);
  const { messages } = await session.flags(`${first}:*`);
  // RFC 9051 §9, seq-range: where there is nothing behind `first`, the last mail is told all the same.
  const flags = new Map(messages.filter(({ uid }) => uid >= first).map((each) => [each.uid, each.flags]));
  const headlines = await session.headlines([...flags.keys()]);
  return headlines
    .map(({ uid, messageId }) => ({ messageId, uid, flags: flags.get(uid) ?? [] }))
    .sort((a, b) => a.uid - b.uid);
}
