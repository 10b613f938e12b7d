/** main.cf and master.cf (Postfix 3.7) for one private instance. */
import { join } from 'node:path';
import type { Certificate } from './ca.ts';
import type { PostfixOptions } from './postfix.ts';

export interface PostfixConfInput extends Omit<PostfixOptions, 'certificate'> {
  readonly folder: string;
  readonly ports: Readonly<Record<'smtp' | 'submission' | 'submissions', number>>;
  readonly certificate: Certificate;
}

export function mainCf(input: PostfixConfInput): string {
  const { folder, domains, dovecot } = input;
  const tls = input.tls === false ? 'none' : 'may';
  return `
compatibility_level = 3.6
queue_directory = ${join(folder, 'spool')}
data_directory = ${join(folder, 'data')}
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = ${join(folder, 'maillog')}
maillog_file_prefixes = ${folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks =
myhostname = mail.${domains[0] ?? 'example.test'}
mydestination =
local_recipient_maps =
alias_maps =
biff = no
smtputf8_enable = yes
default_transport = discard
virtual_mailbox_domains = ${domains.join(', ')}
virtual_mailbox_maps = texthash:${join(folder, 'mailboxes')}
virtual_transport = lmtp:inet:127.0.0.1:${dovecot.lmtp}
lmtp_destination_recipient_limit = 1
message_size_limit = ${input.sizeLimit ?? 100_000_000}
mailbox_size_limit = 0
virtual_mailbox_limit = 0
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:${dovecot.saslPort}
smtpd_sasl_security_options = noanonymous
smtpd_tls_security_level = ${tls}
smtpd_tls_auth_only = ${input.clearAuth === false ? 'yes' : 'no'}
smtpd_tls_cert_file = ${input.certificate.certFile}
smtpd_tls_key_file = ${input.certificate.keyFile}
smtpd_sender_restrictions = check_sender_access texthash:${join(folder, 'access')}
smtpd_relay_restrictions = check_recipient_access texthash:${join(folder, 'access')}, permit_sasl_authenticated, reject_unauth_destination
smtpd_data_restrictions = ${input.refuseData ? `check_sender_access static:{${input.refuseData}}` : ''}
smtpd_error_sleep_time = 0
smtpd_soft_error_limit = 1000
smtpd_hard_error_limit = 1000
smtpd_client_connection_count_limit = 0
${input.extra ?? ''}
`;
}

export function masterCf(input: PostfixConfInput): string {
  const { ports } = input;
  const signedIn = '-o smtpd_sasl_auth_enable=yes -o smtpd_client_restrictions=permit_sasl_authenticated,reject';
  const implicit =
    input.tls === false
      ? ''
      : `127.0.0.1:${ports.submissions} inet n - n - - smtpd ${signedIn} -o smtpd_tls_wrappermode=yes`;
  return `
127.0.0.1:${ports.smtp} inet n - n - - smtpd
127.0.0.1:${ports.submission} inet n - n - - smtpd ${signedIn}
${implicit}
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
lmtp unix - - n - - lmtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;
}
