/** Real servers as the ground of whole experiments: Dovecot, and Postfix that delivers into it where it can run. */
import {
  type Ground,
  type ServerAccount,
  type ServerGroundOptions,
  serverGround,
} from '../../../src/compare/ground/index.ts';
import { type Dovecot, type DovecotOptions, startDovecot } from '../../servers/dovecot.ts';
import { available } from '../../servers/installed.ts';
import { type Postfix, startPostfix } from '../../servers/postfix.ts';

const domain = 'kaisha.test';
const password = 'correct horse';

/**
 * Without these lines Dovecot marks as read, for IMAP, what a POP3 session fetched, and lets two POP3 sessions in, which RFC 1939 §3
 * does not. A second one then waits ten seconds for the lock before it is refused; Dovecot has no setting for that.
 */
const asMostServers = 'pop3_no_flag_updates = yes\npop3_lock_session = yes\n';

/** RFC 4978, which Dovecot has as a plugin. */
const compressing = 'protocol imap {\n  mail_plugins = $mail_plugins zlib imap_zlib\n}\n';

/** Settings of Dovecot: those of the RFCs, with all that the lab's server offers; or none but what it comes with. */
export const settings = { asTheLab: asMostServers + compressing, itsOwn: '' } as const;

export interface RealServers {
  readonly dovecot: Dovecot;
  /** Null: nothing can be sent. */
  readonly postfix: Postfix | null;
  readonly accounts: readonly ServerAccount[];
  close(): Promise<void>;
}

/** `box1` to `boxN`, all empty. `sends: false`: without Postfix. */
export async function realServers(
  o: { boxes?: number; sends?: boolean } & Partial<DovecotOptions> = {},
): Promise<RealServers> {
  const { boxes = 4, sends = true, ...options } = o;
  const names = Array.from({ length: boxes }, (_, i) => `box${i + 1}`);
  const users = Object.fromEntries(names.map((name) => [name, password]));
  const dovecot = await startDovecot({ users, acl: true, extra: asMostServers, ...options });
  const postfix = sends && available('all').ok ? await startPostfix({ dovecot, domains: [domain] }) : null;
  const at = { host: 'localhost', security: 'implicit' } as const;
  const accounts = names.map((user) => ({
    imap: { ...at, port: dovecot.imaps },
    pop3: { ...at, port: dovecot.pop3s },
    smtp: postfix === null ? null : { ...at, port: postfix.submissions },
    user,
    password,
    email: `${user}@${domain}`,
    trust: { ca: dovecot.caPem, pins: [] },
  }));
  return {
    dovecot,
    postfix,
    accounts,
    async close() {
      await postfix?.close();
      await dovecot.close();
    },
  };
}

/** For whole experiments. Postfix takes what goes outside, and throws it away. */
export async function dovecotGround(
  o: Partial<ServerGroundOptions> & { readonly extra?: string } = {},
): Promise<{ ground: Ground; servers: RealServers; close(): Promise<void> }> {
  const { extra = settings.asTheLab, ...options } = o;
  const servers = await realServers({ extra });
  const outsider = servers.postfix === null ? null : 'yuko@tomo.test';
  const ground = await serverGround({ accounts: servers.accounts, outsider, ...options });
  return {
    ground,
    servers,
    async close() {
      await ground.close();
      await servers.close();
    },
  };
}
