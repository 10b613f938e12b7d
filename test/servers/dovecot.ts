/** A private Dovecot: IMAP, POP3, LMTP and SASL on free loopback ports, its own CA, users and Maildirs in a temp folder. */
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authority, type CertificateKind } from './ca.ts';
import { dovecotConf } from './dovecot-conf.ts';
import { startGuarded } from './guard.ts';
import { demand } from './installed.ts';
import { appendMails, type FillOptions, type Mails, maildirPath, readMaildir } from './maildir.ts';
import { freePorts, untilListening } from './ports.ts';

export interface DovecotOptions {
  /** Name to password. A name may be a whole address. */
  users: Readonly<Record<string, string>>;
  /** Which certificate is shown. */
  certificate?: CertificateKind;
  /** False: no TLS at all, STARTTLS and STLS are not offered. */
  tls?: boolean;
  /** False: refuses passwords in clear text outside TLS. */
  plaintext?: boolean;
  /** SASL mechanisms; default: plain login cram-md5 xoauth2 oauthbearer. */
  mechanisms?: string;
  /** The bearer token that XOAUTH2 takes, for every user. */
  token?: string;
  /** IMAP capabilities that are not told, as CONDSTORE, QRESYNC, UIDPLUS, MOVE. */
  without?: readonly string[];
  /** As `%08Xu%08Xv` (default) or `%f`. */
  uidlFormat?: string;
  /** Quota of each user in megabytes. */
  quotaMb?: number;
  maxConnections?: number;
  /** Folders can be shared (RFC 4314): what others share with a user lies in the namespace `Other Users/NAME/`. */
  acl?: boolean | AclOptions;
  /** Hierarchy separator of folder names; default `/`. */
  separator?: string;
  /** Keeps each session's bytes: `rawlogs()`. */
  rawlog?: boolean;
  /** Lines that come last in dovecot.conf. */
  extra?: string;
}

export interface AclOptions {
  /** LIST "" "*" leaves out what others share: a client must ask in their namespace (RFC 2342). */
  hidden?: boolean;
  /** Each user has their own \Seen in a folder that others share; without it there is one for all. */
  ownSeen?: boolean;
}

export interface Dovecot {
  readonly host: 'localhost';
  /** STARTTLS, or clear. */
  readonly imap: number;
  readonly imaps: number;
  readonly pop3: number;
  readonly pop3s: number;
  readonly lmtp: number;
  /** Dovecot's auth protocol over TCP, for Postfix. */
  readonly saslPort: number;
  readonly folder: string;
  readonly caFile: string;
  readonly caPem: string;
  /** SHA-256 of the certificate shown, lower-case hex. */
  readonly sha256: string;
  readonly users: Readonly<Record<string, string>>;
  mailDir(user: string): string;
  /** Writes mails straight into the Maildir, as if delivered and seen by no client yet; gives their file paths. */
  fill(user: string, folder: string, mails: Mails, options?: FillOptions): string[];
  /** The mails that lie in a folder now, as stored (Dovecot's own deliveries have LF line ends). */
  mails(user: string, folder?: string): Buffer[];
  /** With `rawlog`: what each session of a user said (`.in`: by the client, `.out`: by the server), TLS and COMPRESS removed. */
  rawlogs(user: string): { name: string; text: string }[];
  /** The server's own log. */
  log(): string;
  close(): Promise<void>;
}

const asRoot = process.getuid?.() === 0;
const mailUid = asRoot ? 5000 : (process.getuid?.() ?? 0);
const mailGid = asRoot ? 5000 : (process.getgid?.() ?? 0);

export async function startDovecot(options: DovecotOptions): Promise<Dovecot> {
  demand('dovecot');
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(options);
    } catch (error) {
      // A port that was free a moment ago was taken by somebody else.
      if (attempt >= 4 || !String(error).includes('Address already in use')) throw error;
    }
  }
}

async function start(options: DovecotOptions): Promise<Dovecot> {
  const folder = mkdtempSync(join(tmpdir(), 'tegami-dovecot-'));
  chmodSync(folder, 0o755);
  const ca = authority();
  const certificate = ca.certificate(options.certificate);
  const home = (user: string): string => join(folder, 'home', user);
  const mailDir = (user: string): string => join(home(user), 'Maildir');
  mkdirSync(join(folder, 'home'));
  for (const user of Object.keys(options.users)) {
    mkdirSync(mailDir(user), { recursive: true });
    if (asRoot) for (const path of [home(user), mailDir(user)]) chownSync(path, mailUid, mailGid);
  }
  if (options.rawlog) {
    mkdirSync(join(folder, 'rawlog'));
    for (const user of Object.keys(options.users)) {
      const path = join(folder, 'rawlog', user);
      mkdirSync(path);
      if (asRoot) chownSync(path, mailUid, mailGid);
    }
  }
  if (options.acl) {
    // Where this user cannot write, SETACL says OK all the same and LIST never shows what was shared.
    const shared = join(folder, 'shared');
    mkdirSync(shared);
    if (asRoot) chownSync(shared, mailUid, mailGid);
  }
  const line = ([user, password]: [string, string]): string =>
    `${user}:{PLAIN}${password}:${mailUid}:${mailGid}::${home(user)}::\n`;
  writeFileSync(join(folder, 'users'), Object.entries(options.users).map(line).join(''), { mode: 0o644 });

  const [imap, imaps, pop3, pop3s, lmtp, saslPort] = (await freePorts(6)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const ports = { imap, imaps, pop3, pop3s, lmtp, sasl: saslPort };
  const confFile = join(folder, 'dovecot.conf');
  writeFileSync(confFile, dovecotConf({ ...options, folder, ports, certificate, asRoot }));
  const logFile = join(folder, 'log');
  const log = (): string => {
    try {
      return readFileSync(logFile, 'utf8');
    } catch {
      return '';
    }
  };

  const daemon = startGuarded(folder, ['/usr/sbin/dovecot', '-F', '-c', confFile]);
  const expected = Object.entries(ports).filter(([name]) => options.tls !== false || !name.endsWith('s'));
  try {
    await untilListening(
      expected.map(([, port]) => port),
      () => {
        if (daemon.ended()) throw new Error(`dovecot did not start: ${daemon.output()}\n${log()}`);
      },
    );
  } catch (error) {
    await daemon.close();
    throw error;
  }

  return {
    host: 'localhost',
    imap,
    imaps,
    pop3,
    pop3s,
    lmtp,
    saslPort,
    folder,
    caFile: ca.caFile,
    caPem: ca.caPem,
    sha256: certificate.sha256,
    users: options.users,
    mailDir,
    fill(user, name, mails, fillOptions) {
      const path = maildirPath(mailDir(user), name, options.separator ?? '/');
      const owner = asRoot ? { uid: mailUid, gid: mailGid } : null;
      return appendMails(path, mails, owner, fillOptions);
    },
    mails: (user, name = 'INBOX') => readMaildir(maildirPath(mailDir(user), name, options.separator ?? '/')),
    rawlogs(user) {
      const at = join(folder, 'rawlog', user);
      return readdirSync(at).map((name) => ({ name, text: readFileSync(join(at, name), 'utf8') }));
    },
    log,
    close: () => daemon.close(),
  };
}
