/** What each account is doing, in one quiet line; a failure can be unfolded where it stands. */
import { RefreshCw } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountRow, AccountStatus } from '../../../../src/contract/account.ts';
import { IconButton } from '../../../components/index.ts';
import { useExplain } from '../../../hooks/use-explain.ts';
import { useFormat } from '../../../hooks/use-format.ts';

export interface StatusLinesProps {
  accounts: readonly AccountRow[];
  statuses: ReadonlyMap<number, AccountStatus>;
  onUnlock: (account: number) => void;
  onSync: () => void;
}

export function StatusLines({ accounts, statuses, onUnlock, onSync }: Readonly<StatusLinesProps>) {
  const { t } = useTranslation('mail');
  const format = useFormat();
  const known = accounts.flatMap((account) => {
    const status = statuses.get(account.id);
    return status === undefined ? [] : [{ account, status }];
  });
  const quiet = known.length > 0 && known.every(({ status }) => status.state === 'up-to-date');
  // What is up to date needs no line while another account has something to say.
  const told = known.filter(({ status }) => status.state !== 'up-to-date');
  const oldest = Math.min(...known.map(({ status }) => status.at));
  return (
    <section
      aria-label={t('status')}
      className="flex max-h-[60%] shrink-0 items-start gap-1 overflow-y-auto border-t border-rule py-1 pr-2 pl-4"
    >
      <div role="status" className="min-w-0 flex-1 py-1.5 text-small text-ink-soft">
        {quiet ? (
          <p className="tabular truncate">{t('upToDate', { time: format.time(oldest) })}</p>
        ) : (
          told.map(({ account, status }) => (
            <StatusLine
              key={account.id}
              name={accounts.length > 1 ? account.settings.email : null}
              status={status}
              onUnlock={() => onUnlock(account.id)}
            />
          ))
        )}
        {known.length === 0 ? <p>{t('idle')}</p> : null}
      </div>
      <IconButton
        icon={RefreshCw}
        name={t('checkMail')}
        shortcut="F5"
        size="small"
        placement="top"
        className="mt-1"
        onPress={onSync}
      />
    </section>
  );
}

interface StatusLineProps {
  name: string | null;
  status: AccountStatus;
  onUnlock: () => void;
}

function StatusLine({ name, status, onUnlock }: Readonly<StatusLineProps>) {
  const { t } = useTranslation('mail');
  const format = useFormat();
  const explain = useExplain();
  const [why, setWhy] = useState(false);
  const panel = useId();
  const { done, total, error } = status;
  const counted = status.state === 'syncing' && done !== undefined && total !== undefined && total > 0;
  const words = () => {
    switch (status.state) {
      case 'syncing':
        return counted
          ? t('fetchingCount', { done: format.number(done), total: format.number(total) })
          : status.folder === undefined
            ? t('checking')
            : t('checkingFolder', { folder: status.folder });
      case 'connecting':
        return t('connecting');
      case 'up-to-date':
        return t('upToDate', { time: format.time(status.at) });
      case 'offline':
        return status.nextTry === undefined ? t('offline') : t('offlineUntil', { time: format.time(status.nextTry) });
      case 'needs-password':
        return t('needsPassword');
      case 'error':
        return t(`failed.${error?.reason === 'password-refused' ? 'password' : (error?.kind ?? 'unknown')}`);
      case 'idle':
        return t('idle');
    }
  };
  return (
    <div className="py-px">
      {name === null ? null : (
        <p className="truncate text-ink" title={name}>
          {name}
        </p>
      )}
      <p className="flex min-w-0 items-baseline gap-1.5">
        <span
          className={`tabular min-w-0 truncate ${status.state === 'error' ? 'text-vermilion' : status.state === 'needs-password' ? 'text-amber' : ''}`}
        >
          {words()}
        </span>
        {error === undefined ? null : (
          <TextButton expanded={why} controls={panel} onPress={() => setWhy(!why)}>
            {t('whyShort')}
          </TextButton>
        )}
        {status.state === 'needs-password' || error?.advice === 'sign-in-again' ? (
          <TextButton onPress={onUnlock}>{t('unlock')}</TextButton>
        ) : null}
      </p>
      {counted ? (
        <span aria-hidden className="mt-1 block h-0.5 overflow-hidden rounded-full bg-rule">
          <span className="block h-full bg-indigo" style={{ width: `${(100 * done) / total}%` }} />
        </span>
      ) : null}
      {why && error !== undefined ? (
        <div
          id={panel}
          className={`my-1 -mr-8 flex flex-col gap-1 border-l-2 bg-well py-1.5 pr-2 pl-2 leading-[1.45] select-text [overflow-wrap:anywhere] ${status.state === 'error' ? 'border-vermilion' : 'border-amber'}`}
        >
          <p className="text-ink">{explain(error).what}</p>
          <p>{explain(error).helps}</p>
        </div>
      ) : null}
    </div>
  );
}

interface TextButtonProps {
  children: string;
  expanded?: boolean;
  controls?: string;
  onPress: () => void;
}

function TextButton({ children, expanded, controls, onPress }: Readonly<TextButtonProps>) {
  return (
    <button
      type="button"
      aria-expanded={expanded}
      aria-controls={expanded ? controls : undefined}
      onClick={onPress}
      className="shrink-0 rounded-control text-indigo hover:underline"
    >
      {children}
    </button>
  );
}
