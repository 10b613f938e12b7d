/** Settings by which a mail program uses a mailbox of the lab. Pure. */
import type { AccountSettings } from '../account.ts';
import type { LabStatus } from './table.ts';

export type LabOn = Extract<LabStatus, { state: 'on' }>;
export type LabUser = LabOn['users'][number];

/** Null where the user's host does not have the service, or nobody takes the user's mail. */
export function settingsFor(
  status: Pick<LabOn, 'hosts' | 'ca'>,
  user: LabUser,
  protocol: 'imap' | 'pop3',
): AccountSettings | null {
  const mailbox = status.hosts.find(({ name }) => name === user.host);
  const submission = status.hosts.find(({ name }) => name === user.submission);
  const port = protocol === 'imap' ? mailbox?.imaps : mailbox?.pop3s;
  if (mailbox === undefined || submission === undefined || port === null || port === undefined) return null;
  if (submission.submissions === null) return null;
  return {
    name: user.name,
    email: user.address,
    protocol,
    incoming: { host: mailbox.address, port, security: 'implicit', user: user.user },
    outgoing: { host: submission.address, port: submission.submissions, security: 'implicit', user: user.user },
    keep: { policy: 'forever' },
    trust: { ca: status.ca, pins: [] },
  };
}
