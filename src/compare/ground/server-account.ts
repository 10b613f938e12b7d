/** One account on somebody's real servers: what is put into it, and how that is taken away again. */
import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { removeFolder, temporaryFolder } from '../../base/temporary.ts';
import type { AccountSettings, Server, Trust } from '../../contract/account.ts';
import type { RawMail } from '../mails/mail.ts';
import { clearAccount } from './clear.ts';
import { imapGreeting, pop3Greeting } from './greetings.ts';
import type { GroundMailbox } from './ground.ts';
import { type Access, Observer } from './observer.ts';
import { leftBehind, notEmpty } from './refusals.ts';
import { type Snapshot, snapshotOf } from './snapshot.ts';

export interface ServerAccount {
  readonly imap: Server;
  readonly pop3: Server;
  /** Null: machines cannot send. */
  readonly smtp: Server | null;
  readonly user: string;
  readonly password: string;
  readonly email: string;
  readonly trust: Trust;
}

/** The field that stands above each mail that the comparison puts on a server: only what has it, with its value, is removed again. */
const markField = 'X-Tegami-Compare';

export class Account {
  readonly account: ServerAccount;
  readonly observer: Observer;
  /** By no other run, and by nobody who writes mail. */
  readonly #mark = `${markField}: ${randomBytes(16).toString('hex')}`;
  /** Message-IDs. */
  readonly #delivered = new Set<string>();
  readonly #sent = new Set<string>();
  #before: Snapshot | null = null;

  constructor(account: ServerAccount) {
    this.account = account;
    this.observer = new Observer(accessTo(account, 'imap'), { anew: true });
  }

  greetings(): Promise<[string, { greeting: string; count: number }]> {
    return Promise.all([imapGreeting(accessTo(this.account, 'imap')), pop3Greeting(accessTo(this.account, 'pop3'))]);
  }

  /** @throws MailError mailbox-not-empty: asked both ways, for POP3 may show what no IMAP folder does */
  async mustBeEmpty(): Promise<void> {
    const { user, imap, pop3 } = this.account;
    const { messages } = await this.observer.with((session) => session.status('INBOX'));
    if (messages > 0) throw notEmpty(imap, user, messages);
    const { count } = await pop3Greeting(accessTo(this.account, 'pop3'));
    if (count > 0) throw notEmpty(pop3, user, count);
  }

  /** What is there now is not ours. */
  async begin(): Promise<void> {
    this.#delivered.clear();
    this.#sent.clear();
    this.#before = await this.observer.with(snapshotOf);
  }

  mailbox(name: string): GroundMailbox {
    const { email, user, password } = this.account;
    return {
      name,
      address: email,
      user,
      password,
      settings: (protocol) => settingsOf(this.account, protocol),
      deliver: (mails) => this.#deliver(mails),
      observe: () => this.observer.look(this.#before ?? new Map()),
    };
  }

  sent(messageId: string): void {
    this.#sent.add(messageId);
  }

  /** Whether a mail of a machine lies in any folder. */
  async has(messageId: string): Promise<boolean> {
    const { folders } = await this.observer.look(this.#before ?? new Map());
    return folders.some(({ mails }) => mails.some((each) => each.messageId === messageId));
  }

  /** @throws MailError left-behind; what the server refused */
  async clear(): Promise<void> {
    const before = this.#before;
    if (before === null) return;
    const own = { before, mark: this.#mark, delivered: this.#delivered, sent: this.#sent };
    const work = () => this.observer.with((session) => clearAccount(session, own));
    // A connection that broke long ago shows it now; what was done is not done twice.
    const left = await work().catch(work);
    if (left > 0) throw leftBehind(this.account.imap, this.account.user, left);
    this.#before = null;
  }

  close(): Promise<void> {
    return this.observer.close();
  }

  /** RFC 9051 §6.3.12: as new as if it had just been delivered. */
  async #deliver(mails: readonly RawMail[]): Promise<void> {
    const folder = await temporaryFolder('tegami-post-');
    try {
      for (const { mail, messageId, raw } of mails) {
        const file = path.join(folder, `${mail}.eml`);
        await writeFile(file, Buffer.concat([Buffer.from(`${this.#mark}\r\n`), raw]));
        this.#delivered.add(messageId);
        await this.observer.with((session) => session.append('INBOX', file, [], Date.now()));
        await rm(file);
      }
    } finally {
      await removeFolder(folder);
    }
  }
}

const accessTo = ({ user, password, trust, ...servers }: ServerAccount, protocol: 'imap' | 'pop3'): Access => ({
  server: servers[protocol],
  user,
  password,
  trust,
});

function settingsOf(
  { email, user, trust, imap, smtp, ...account }: ServerAccount,
  protocol: 'imap' | 'pop3',
): AccountSettings {
  const incoming = protocol === 'imap' ? imap : account.pop3;
  return {
    name: email.split('@')[0] ?? email,
    email,
    protocol,
    incoming: { ...incoming, user },
    // There must be one; where there is none nobody is told to send.
    outgoing: { ...(smtp ?? { host: imap.host, port: 587, security: 'starttls' }), user },
    keep: { policy: 'forever' },
    trust,
  };
}
