/** dovecot.conf (Dovecot 2.3) for one private instance. */
import { execFileSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from './ca.ts';
import type { AclOptions, DovecotOptions } from './dovecot.ts';

export interface ConfInput extends Omit<DovecotOptions, 'certificate'> {
  readonly folder: string;
  readonly ports: Readonly<Record<'imap' | 'imaps' | 'pop3' | 'pop3s' | 'lmtp' | 'sasl', number>>;
  readonly asRoot: boolean;
  readonly certificate: Certificate;
}

/** What Dovecot 2.3.19 tells by itself; the list is written out only where a test takes something away. */
const capabilities =
  'IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE SORT SORT=DISPLAY THREAD=REFERENCES THREAD=REFS THREAD=ORDEREDSUBJECT ' +
  'MULTIAPPEND URL-PARTIAL CATENATE UNSELECT CHILDREN NAMESPACE UIDPLUS LIST-EXTENDED I18NLEVEL=1 CONDSTORE QRESYNC ESEARCH ' +
  'ESORT SEARCHRES WITHIN CONTEXT=SEARCH LIST-STATUS BINARY MOVE SNIPPET=FUZZY PREVIEW=FUZZY PREVIEW STATUS=SIZE SAVEDATE ' +
  'LITERAL+ NOTIFY SPECIAL-USE';

export function dovecotConf(input: ConfInput): string {
  const { folder, ports } = input;
  const tls = input.tls !== false;
  const without = new Set(input.without ?? []);
  const told = capabilities.split(' ').filter((name) => !without.has(name));
  const quota = input.quotaMb !== undefined;
  const acl = input.acl === true ? {} : input.acl || null;
  const plugins = (imap: boolean): string =>
    [quota && 'quota', quota && imap && 'imap_quota', acl && 'acl', acl && imap && 'imap_acl']
      .filter(Boolean)
      .join(' ');
  return `
protocols = imap pop3 lmtp
instance_name = ${folder.split('/').at(-1) ?? 'tegami'}
base_dir = ${join(folder, 'run')}
state_dir = ${join(folder, 'state')}
log_path = ${join(folder, 'log')}
auth_verbose = yes
listen = 127.0.0.1
first_valid_uid = 1
default_vsz_limit = 1G
default_client_limit = 4000
mail_max_userip_connections = ${input.maxConnections ?? 100}
${input.asRoot ? '' : withoutRoot()}

ssl = ${tls ? 'yes' : 'no'}
${tls ? `ssl_cert = <${input.certificate.certFile}\nssl_key = <${input.certificate.keyFile}` : ''}
disable_plaintext_auth = ${input.plaintext === false ? 'yes' : 'no'}
auth_mechanisms = ${input.mechanisms ?? 'plain login cram-md5 xoauth2 oauthbearer'}
auth_failure_delay = 0
passdb {
  driver = static
  mechanisms = xoauth2 oauthbearer
  args = password=${input.token ?? 'good-token'}
}
passdb {
  driver = passwd-file
  mechanisms = plain login cram-md5
  args = scheme=PLAIN username_format=%u ${join(folder, 'users')}
}
userdb {
  driver = passwd-file
  args = username_format=%u ${join(folder, 'users')}
}
# The user alice is also alice@any.domain, as LMTP asks for it.
userdb {
  driver = passwd-file
  args = username_format=%n ${join(folder, 'users')}
}

mail_location = maildir:~/Maildir
mail_fsync = never
pop3_uidl_format = ${input.uidlFormat ?? '%08Xu%08Xv'}
${without.size > 0 ? `imap_capability = ${told.join(' ')}` : ''}
${input.rawlog ? `rawlog_dir = ${join(folder, 'rawlog', '%u')}` : ''}
namespace inbox {
  inbox = yes
  separator = ${input.separator ?? '/'}
  mailbox Drafts {
    auto = subscribe
    special_use = \\Drafts
  }
  mailbox Sent {
    auto = subscribe
    special_use = \\Sent
  }
  mailbox Trash {
    auto = subscribe
    special_use = \\Trash
  }
  mailbox Junk {
    auto = subscribe
    special_use = \\Junk
  }
  mailbox Archive {
    auto = subscribe
    special_use = \\Archive
  }
}
${acl ? othersNamespace(acl, input.separator ?? '/') : ''}
mail_plugins = ${plugins(false)}
protocol imap {
  mail_plugins = ${plugins(true)}
}
protocol lmtp {
  postmaster_address = postmaster@localhost
}
plugin {
  ${quota ? `quota = maildir:Mailbox\n  quota_rule = *:storage=${input.quotaMb}M` : ''}
  ${acl ? `acl = vfile\n  acl_shared_dict = file:${join(folder, 'shared', 'mailboxes')}` : ''}
}

service imap-login {
  service_count = 0
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = ${tls ? ports.imaps : 0}
    ssl = yes
  }
}
service pop3-login {
  service_count = 0
  inet_listener pop3 {
    port = ${ports.pop3}
  }
  inet_listener pop3s {
    port = ${tls ? ports.pop3s : 0}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    port = ${ports.lmtp}
  }
}
service auth {
  inet_listener {
    port = ${ports.sasl}
  }
}
service anvil {
  # No growing delay after a wrong password: tests give many.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
${input.extra ?? ''}
`;
}

/** What others share, below their names. RFC 2342. */
function othersNamespace({ hidden, ownSeen }: AclOptions, separator: string): string {
  return `
namespace {
  type = shared
  separator = ${separator}
  prefix = Other Users${separator}%%u${separator}
  location = maildir:%%h/Maildir${ownSeen ? ':INDEXPVT=~/seen/%%u' : ''}
  subscriptions = no
  list = ${hidden ? 'no' : 'children'}
}`;
}

/** Dovecot asks for its own users and for chroots only where it can change to them. */
function withoutRoot(): string {
  const name = userInfo().username;
  const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();
  const services = ['anvil', 'stats', 'imap-login', 'pop3-login', 'submission-login', 'managesieve-login'];
  return [
    `default_internal_user = ${name}`,
    `default_internal_group = ${group}`,
    `default_login_user = ${name}`,
    ...services.map((service) => `service ${service} {\n  chroot =\n}`),
  ].join('\n');
}
