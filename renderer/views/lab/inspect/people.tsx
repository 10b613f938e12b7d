/** The users of the lab, each a click away from being an account of this client. */
import { Check, MailPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asMailError, type ErrorValue } from '../../../../src/base/errors.ts';
import type { AccountRow } from '../../../../src/contract/account.ts';
import { type LabUser, settingsFor } from '../../../../src/contract/lab/settings.ts';
import { Button, Notice } from '../../../components/index.ts';
import { useLink } from '../../../hooks/services.tsx';
import { useExplain } from '../../../hooks/use-explain.ts';
import type { LabOn } from '../../../hooks/use-lab.ts';
import { accountOf } from '../accounts.ts';

export interface PeopleProps {
  status: LabOn;
  accounts: readonly AccountRow[];
  onMail: () => void;
}

type Protocol = 'imap' | 'pop3';

export function People({ status, accounts, onMail }: Readonly<PeopleProps>) {
  const { t } = useTranslation('lab');
  const link = useLink();
  const explain = useExplain();
  const [busy, setBusy] = useState<string | null>(null);
  const [added, setAdded] = useState<string | null>(null);
  const [failure, setFailure] = useState<ErrorValue | null>(null);
  const add = async (user: LabUser, protocol: Protocol) => {
    const settings = settingsFor(status, user, protocol);
    if (settings === null) return;
    setBusy(`${user.address} ${protocol}`);
    setFailure(null);
    try {
      const { secrets } = await link.call('engine.about', {});
      // A password that everybody is told needs no hiding: without a keychain it lies in a file, so that nobody is asked for it.
      const secret = secrets === 'keychain' ? 'keychain' : 'unsafe-file';
      await link.call('accounts.add', { settings, password: user.password, secret });
      setAdded(t('people.added', { address: user.address, protocol: protocol.toUpperCase() }));
    } catch (thrown) {
      setFailure(asMailError(thrown, 'accounts.add').toValue());
    } finally {
      setBusy(null);
    }
  };
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-soft">{t('people.what')}</p>
      {added === null ? null : (
        <Notice
          tone="done"
          live
          actions={
            <Button kind="primary" onPress={onMail}>
              {t('people.toMail')}
            </Button>
          }
        >
          {added}
        </Notice>
      )}
      {failure === null ? null : (
        <Notice tone="error" helps={explain(failure).helps}>
          {explain(failure).what}
        </Notice>
      )}
      <ul aria-label={t('people.label')} className="flex flex-col">
        {status.users.map((user) => (
          <li
            key={user.address}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-rule py-2 last:border-0"
          >
            <span className="min-w-0 flex-1 basis-48">
              <span className="block truncate">{user.name}</span>
              <span className="block truncate text-small text-ink-soft select-text">{user.address}</span>
            </span>
            <span className="flex gap-2">
              {(['imap', 'pop3'] as const).map((protocol) => {
                const settings = settingsFor(status, user, protocol);
                const there = settings === null ? undefined : accountOf(accounts, settings);
                return there !== undefined ? (
                  <span key={protocol} className="inline-flex h-8 items-center gap-1.5 px-3 text-moss">
                    <Check size={14} strokeWidth={2} aria-hidden />
                    {protocol.toUpperCase()}
                    <span className="sr-only">{t('people.there')}</span>
                  </span>
                ) : (
                  <Button
                    key={protocol}
                    icon={<MailPlus size={14} strokeWidth={1.5} aria-hidden />}
                    label={t('people.add', { address: user.address, protocol: protocol.toUpperCase() })}
                    disabled={settings === null}
                    busy={busy === `${user.address} ${protocol}`}
                    onPress={() => void add(user, protocol)}
                  >
                    {protocol.toUpperCase()}
                  </Button>
                );
              })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
