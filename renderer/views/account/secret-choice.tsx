/** Where the password goes: told where there is a keychain, asked where there is none. */
import { KeyRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecretChoice } from '../../../src/contract/account.ts';
import { RadioGroup } from '../../components/index.ts';
import { useLink } from '../../hooks/services.tsx';

export type WithoutKeychain = 'session' | 'unsafe-file';

/** What kind of place this system has; null until the engine has told. */
export function useSecretPlace(): 'keychain' | 'session' | 'file' | null {
  const link = useLink();
  const [place, setPlace] = useState<'keychain' | 'session' | 'file' | null>(null);
  useEffect(() => {
    let left = false;
    link.call('engine.about', {}).then(
      (about) => left || setPlace(about.secrets),
      () => left || setPlace('session'),
    );
    return () => {
      left = true;
    };
  }, [link]);
  return place;
}

/** The choice as the contract takes it. */
export function secretFor(place: 'keychain' | 'session' | 'file' | null, without: WithoutKeychain): SecretChoice {
  return place === 'keychain' ? 'keychain' : without;
}

export interface SecretFieldProps {
  place: 'keychain' | 'session' | 'file' | null;
  value: WithoutKeychain;
  onChange: (value: WithoutKeychain) => void;
}

export function SecretField({ place, value, onChange }: Readonly<SecretFieldProps>) {
  const { t } = useTranslation('account');
  if (place === null) return null;
  if (place === 'keychain')
    return (
      <p className="flex items-start gap-2 text-small leading-[1.45] text-ink-soft">
        <KeyRound size={16} strokeWidth={1.5} aria-hidden className="shrink-0" />
        {t('secret.keychain')}
      </p>
    );
  return (
    <RadioGroup
      label={t('secret.label')}
      look="list"
      value={value}
      onChange={onChange}
      options={[
        { value: 'session', label: t('secret.session'), help: t('secret.sessionHelp') },
        { value: 'unsafe-file', label: t('secret.unsafe'), help: t('secret.unsafeHelp') },
      ]}
    />
  );
}
