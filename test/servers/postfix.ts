/** A private Postfix: submission with AUTH by Dovecot, delivery into Dovecot's Maildirs by LMTP. Needs root. */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authority, type CertificateKind } from './ca.ts';
import type { Dovecot } from './dovecot.ts';
import { startGuarded } from './guard.ts';
import { demand } from './installed.ts';
import { freePorts, untilListening } from './ports.ts';
import { mainCf, masterCf, type PostfixConfInput } from './postfix-conf.ts';

export interface PostfixOptions {
  /** Where mail is delivered and who may sign in. */
  dovecot: Dovecot;
  /** Domains that are delivered here, as `example.test`. Mail to all others is accepted from who signed in, and discarded. */
  domains: readonly string[];
  certificate?: CertificateKind;
  /** False: STARTTLS is not offered and there is no port for implicit TLS. */
  tls?: boolean;
  /** False: AUTH is offered inside TLS only. */
  clearAuth?: boolean;
  /** SIZE, in octets. */
  sizeLimit?: number;
  /** What is said to an address (sender or recipient) or local part (`later@`) beside the usual `refuse@` and `later@`. */
  access?: Readonly<Record<string, string>>;
  /** What is said to DATA, as `554 5.7.1 Not today`. */
  refuseData?: string;
  /** Lines that come last in main.cf. */
  extra?: string;
}

export interface Postfix {
  readonly host: 'localhost';
  /** As port 25: takes mail for its domains from anybody. STARTTLS offered, no AUTH. */
  readonly smtp: number;
  /** STARTTLS and AUTH. */
  readonly submission: number;
  /** Implicit TLS and AUTH. */
  readonly submissions: number;
  readonly caFile: string;
  readonly caPem: string;
  readonly folder: string;
  log(): string;
  close(): Promise<void>;
}

/** `refuse@…` is refused for good, `later@…` for now, at RCPT TO and (as sender) at MAIL FROM. */
const usualAccess = { 'refuse@': '550 5.1.1 No such user here', 'later@': '450 4.2.1 Try again later' };

export async function startPostfix(options: PostfixOptions): Promise<Postfix> {
  demand('all');
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(options);
    } catch (error) {
      // A port that was free a moment ago was taken by somebody else.
      if (attempt >= 4 || !/Address already in use/.test(String(error))) throw error;
    }
  }
}

async function start(options: PostfixOptions): Promise<Postfix> {
  const folder = mkdtempSync(join(tmpdir(), 'tegami-postfix-'));
  chmodSync(folder, 0o755);
  makeQueue(folder);
  const ca = authority();
  const [smtp, submission, submissions] = (await freePorts(3)) as [number, number, number];
  const input: PostfixConfInput = {
    ...options,
    folder,
    ports: { smtp, submission, submissions },
    certificate: ca.certificate(options.certificate),
  };
  writeFileSync(join(folder, 'main.cf'), mainCf(input));
  writeFileSync(join(folder, 'master.cf'), masterCf(input));
  writeFileSync(join(folder, 'mailboxes'), lines(mailboxes(options)));
  writeFileSync(join(folder, 'access'), lines({ ...usualAccess, ...options.access }));
  const log = (): string => {
    try {
      return readFileSync(join(folder, 'maillog'), 'utf8');
    } catch {
      return '';
    }
  };

  const daemon = startGuarded(folder, ['/usr/lib/postfix/sbin/master', '-c', folder, '-d']);
  try {
    await untilListening(options.tls === false ? [smtp, submission] : [smtp, submission, submissions], () => {
      if (daemon.ended() || /fatal:/.test(log()))
        throw new Error(`postfix did not start: ${daemon.output()}\n${log()}`);
    });
  } catch (error) {
    await daemon.close();
    throw error;
  }
  return {
    host: 'localhost',
    smtp,
    submission,
    submissions,
    caFile: ca.caFile,
    caPem: ca.caPem,
    folder,
    log,
    close: () => daemon.close(),
  };
}

/** The folders that `postfix check` would make. */
function makeQueue(folder: string): void {
  const id = (flag: string, name: string): number =>
    Number(execFileSync('id', [flag, name], { encoding: 'utf8' }).trim());
  const postfix = id('-u', 'postfix');
  const postfixGroup = id('-g', 'postfix');
  const postdrop = Number(execFileSync('getent', ['group', 'postdrop'], { encoding: 'utf8' }).split(':')[2]);
  const spool = join(folder, 'spool');
  mkdirSync(spool);
  mkdirSync(join(spool, 'pid'));
  mkdirSync(join(folder, 'data'), { mode: 0o700 });
  chownSync(join(folder, 'data'), postfix, postfixGroup);
  const own = [
    'active',
    'bounce',
    'corrupt',
    'defer',
    'deferred',
    'flush',
    'hold',
    'incoming',
    'private',
    'saved',
    'trace',
  ];
  for (const name of own) {
    mkdirSync(join(spool, name), { mode: 0o700 });
    chownSync(join(spool, name), postfix, postfixGroup);
  }
  for (const [name, mode] of [
    ['maildrop', 0o1730],
    ['public', 0o2710],
  ] as const) {
    mkdirSync(join(spool, name));
    chownSync(join(spool, name), postfix, postdrop);
    chmodSync(join(spool, name), mode);
  }
}

/** Every user of Dovecot has a mailbox in every domain; who is called by a whole address has that one only. */
function mailboxes({ dovecot, domains }: PostfixOptions): Record<string, string> {
  const addresses = Object.keys(dovecot.users).flatMap((user) =>
    user.includes('@') ? [user] : domains.map((domain) => `${user}@${domain}`),
  );
  return Object.fromEntries(addresses.map((address) => [address, 'here']));
}

function lines(table: Readonly<Record<string, string>>): string {
  return Object.entries(table)
    .map(([key, value]) => `${key} ${value}\n`)
    .join('');
}
