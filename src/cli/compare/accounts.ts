/** The servers of `--account HOST`: one host or several, one user or several, both protocols at each. */
import type { ServerAccount } from '../../compare/ground/index.ts';
import type { Security, Server } from '../../contract/account.ts';
import { isAddress } from '../../message/address.ts';
import { type Given, oneOf, required, text, texts, UsageError, whole } from '../command.ts';
import type { OptionName } from '../options.ts';
import { securities, trustOf } from '../servers.ts';

/** RFC 8314 §3: from the first byte; else the ports where STARTTLS and STLS are spoken. */
const usual = {
  imap: { implicit: 993, starttls: 143, none: 143 },
  pop3: { implicit: 995, starttls: 110, none: 110 },
  smtp: { implicit: 465, starttls: 587, none: 587 },
} as const;

/** Options that mean nothing in the lab. */
export const serverOptions = [
  'user',
  'email',
  'tls',
  'imap-port',
  'pop3-port',
  'pop3-host',
  'smtp-host',
  'smtp-port',
  'smtp-tls',
  'ca',
  'trust',
  'to',
  'even-if-not-empty',
] as const satisfies readonly OptionName[];

/** Null: no server was named, so it is the lab. @throws UsageError */
export async function accountsOf(
  given: Given,
  password: (whose: string) => Promise<string | null>,
): Promise<ServerAccount[] | null> {
  const hosts = texts(given, 'account');
  if (hosts.length === 0) {
    if (serverOptions.some((name) => given.options[name] !== undefined)) required(given, 'account');
    return null;
  }
  const users = texts(given, 'user');
  if (users.length === 0) throw new UsageError((words) => words.missing('--user U'));
  const host = oneOrEach('--account', hosts, users);
  const emails = texts(given, 'email');
  const email = emails.length === 0 ? null : oneOrEach('--email', emails, users, 'each');
  const security = oneOf(text(given, 'tls') ?? 'implicit', securities, '--tls');
  const smtpHost = text(given, 'smtp-host');
  const accounts: ServerAccount[] = [];
  for (const [i, user] of users.entries()) {
    const imap = server(host(i), given, 'imap', security);
    const pop3 = server(text(given, 'pop3-host') ?? host(i), given, 'pop3', security);
    const smtpSecurity = oneOf(text(given, 'smtp-tls') ?? security, securities, '--smtp-tls');
    const smtp = smtpHost === undefined ? null : server(smtpHost, given, 'smtp', smtpSecurity);
    const address = email?.(i) ?? (isAddress(user) ? user : `${user}@${host(i)}`);
    if (!isAddress(address)) throw new UsageError((words) => words.noUse('--email', address));
    const secret = await password(users.length === 1 ? host(i) : `${user} @ ${host(i)}`);
    if (secret === null) throw new UsageError((words) => words.noPassword());
    const names = [imap.host, pop3.host, ...(smtp === null ? [] : [smtp.host])];
    const trust = await trustOf(given, names);
    accounts.push({ imap, pop3, smtp, user, password: secret, email: address, trust });
  }
  return accounts;
}

/** `--to`: who may be written to from outside the experiment. @throws UsageError */
export function outsiderOf(given: Given): string | null {
  const [to, another] = texts(given, 'to');
  if (another !== undefined) throw new UsageError((words) => words.twice('--to'));
  if (to === undefined) return null;
  if (!isAddress(to)) throw new UsageError((words) => words.noUse('--to', to));
  return to;
}

/** The value for the n-th user: one serves all, unless each has its own. */
function oneOrEach(
  option: string,
  values: readonly string[],
  users: readonly string[],
  how: 'one' | 'each' = 'one',
): (i: number) => string {
  if (values.length !== users.length && (values.length !== 1 || how === 'each'))
    throw new UsageError((words) => words.compare.notAsMany(option, values.length, users.length));
  return (i) => values[values.length === 1 ? 0 : i] ?? '';
}

function server(host: string, given: Given, protocol: 'imap' | 'pop3' | 'smtp', security: Security): Server {
  if (host === '') throw new UsageError((words) => words.missing('--account HOST'));
  const port = text(given, `${protocol}-port`);
  return {
    host,
    port: port === undefined ? usual[protocol][security] : whole(port, `--${protocol}-port`),
    security,
  };
}
