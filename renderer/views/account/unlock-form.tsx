/** Asks for an account's password again: after a refusal, or at a start where it was kept in memory only. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asMailError, type ErrorValue } from '../../../src/base/errors.ts';
import type { AccountRow } from '../../../src/contract/account.ts';
import { Button, Notice, TextField } from '../../components/index.ts';
import { useLink } from '../../hooks/services.tsx';
import { useExplain } from '../../hooks/use-explain.ts';
import { SecretField, secretFor, useSecretPlace, type WithoutKeychain } from './secret-choice.tsx';

export interface UnlockFormProps {
  account: AccountRow;
  /** Why it is asked, where a server refused the last one. */
  error?: ErrorValue | undefined;
  onDone?: (() => void) | undefined;
  autoFocus?: boolean;
}

export function UnlockForm({ account, error, onDone, autoFocus = false }: Readonly<UnlockFormProps>) {
  const { t } = useTranslation('account');
  const link = useLink();
  const explain = useExplain();
  const place = useSecretPlace();
  const [password, setPassword] = useState('');
  const [without, setWithout] = useState<WithoutKeychain>('session');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ErrorValue | null>(null);
  const reason = failure ?? error ?? null;
  const words = reason === null || reason.reason === 'password-missing' ? null : explain(reason);

  const unlock = async () => {
    if (password === '' || busy) return;
    setBusy(true);
    setFailure(null);
    try {
      await link.call('accounts.unlock', { id: account.id, password, secret: secretFor(place, without) });
      setPassword('');
      onDone?.();
    } catch (thrown) {
      setFailure(asMailError(thrown, 'accounts.unlock').toValue());
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      aria-label={t('unlock.title', { account: account.settings.email })}
      className="flex max-w-[440px] flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void unlock();
      }}
    >
      <p className="text-ui">
        {t('unlock.why', { user: account.settings.incoming.user, host: account.settings.incoming.host })}
      </p>
      {words === null ? null : (
        <Notice tone="error" helps={words.helps}>
          {words.what}
        </Notice>
      )}
      <TextField
        label={t('password')}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        autoFocus={autoFocus}
      />
      <SecretField place={place} value={without} onChange={setWithout} />
      <div>
        <Button kind="primary" submit busy={busy} disabled={password === ''}>
          {t('unlock.button')}
        </Button>
      </div>
    </form>
  );
}
