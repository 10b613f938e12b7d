import { useEffect, useState } from 'react';
import type { AccountRow, AccountStatus } from '../../src/contract/account.ts';
import type { FolderRow } from '../../src/contract/mail.ts';
import type { DraftRow, OperationRow, OutboxRow } from '../../src/contract/outbox.ts';
import { allAccounts } from '../store/queries/accounts.ts';
import { allFolders } from '../store/queries/folders.ts';
import { allDrafts, allOutbox, failedOperations } from '../store/queries/outbox.ts';
import { useLink } from './services.tsx';
import { type Live, useLive } from './use-live.ts';

export const useAccounts = (): Live<AccountRow[]> => useLive('accounts', allAccounts);
export const useFolders = (): Live<FolderRow[]> => useLive('folders', allFolders);
export const useOutbox = (): Live<OutboxRow[]> => useLive('outbox', allOutbox);
export const useDrafts = (): Live<DraftRow[]> => useLive('drafts', allDrafts);
export const useFailedOperations = (): Live<OperationRow[]> => useLive('failed operations', failedOperations);

/** What each account is doing now, by account; not stored, so it is asked for after each (re)start of the engine. */
export function useStatuses(): ReadonlyMap<number, AccountStatus> {
  const link = useLink();
  const [statuses, setStatuses] = useState<ReadonlyMap<number, AccountStatus>>(new Map());
  useEffect(() => {
    const put = (some: readonly AccountStatus[]) =>
      setStatuses((old) => {
        const next = new Map(old);
        for (const status of some)
          if (status.at >= (old.get(status.account)?.at ?? 0)) next.set(status.account, status);
        return next;
      });
    const stops = [
      link.on('account.status', (status) => put([status])),
      link.onUp(() => void link.call('accounts.statuses', {}).then(put, () => {})),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [link]);
  return statuses;
}
