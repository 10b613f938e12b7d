import type { AccountRow } from '../../../src/contract/account.ts';
import type { Mirror } from '../mirror.ts';

/** In the order in which they were added. */
export function allAccounts(mirror: Mirror): Promise<AccountRow[]> {
  return mirror.accounts.orderBy('id').toArray();
}
