/** Which account of this client reads a mailbox of the lab. Pure. */
import type { AccountRow, AccountSettings } from '../../../src/contract/account.ts';

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
