/** Settings by which this client itself uses a mailbox of the lab. Pure. */
import type { AccountRow, AccountSettings } from '../../../src/contract/account.ts';
import type { LabOn } from '../../hooks/use-lab.ts';

export type LabUser = LabOn['users'][number];

/** Null where the user's host does not have the service, or nobody takes the user's mail. */
export function settingsFor(status: LabOn, user: LabUser, protocol: 'imap' | 'pop3'): AccountSettings | null {
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

/** The account that reads this mailbox by this protocol already. */
export function accountOf(accounts: readonly AccountRow[], settings: AccountSettings): AccountRow | undefined {
  return accounts.find(
    ({ settings: { email, protocol, incoming } }) =>
      email === settings.email &&
      protocol === settings.protocol &&
      incoming.host === settings.incoming.host &&
      incoming.port === settings.incoming.port,
  );
}
