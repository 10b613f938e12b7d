/** Language, looks, and the accounts of this profile. */
import { Plus } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asMailError, type ErrorValue } from '../../../src/base/errors.ts';
import type { AccountRow } from '../../../src/contract/account.ts';
import { bridge } from '../../bridge.ts';
import { Button, Notice, RadioGroup, Select } from '../../components/index.ts';
import { useLink } from '../../hooks/services.tsx';
import { useExplain } from '../../hooks/use-explain.ts';
import { usePreferences } from '../../hooks/use-preferences.ts';
import { type Preferences, setPreferences } from '../../preferences.ts';

export interface SettingsViewProps {
  accounts: readonly AccountRow[];
  onAddAccount: () => void;
}

export function SettingsView({ accounts, onAddAccount }: Readonly<SettingsViewProps>) {
  const { t } = useTranslation('settings');
  const { theme, language, rows } = usePreferences();
  return (
    <main aria-label={t('title')} className="min-h-0 min-w-0 flex-1 overflow-y-auto bg-sheet">
      <div className="mx-auto flex max-w-[680px] flex-col px-8 pt-8 pb-16">
        <h1 className="pb-4 text-subject font-semibold">{t('title')}</h1>
        <Part title={t('looks')}>
          <Select<Preferences['language']>
            label={t('language')}
            value={language}
            onChange={(value) => setPreferences({ language: value })}
            options={[
              { value: 'system', label: t('asSystem') },
              { value: 'en', label: 'English' },
              { value: 'ja', label: '日本語' },
            ]}
            className="max-w-80"
          />
          <RadioGroup<Preferences['theme']>
            label={t('theme')}
            value={theme}
            onChange={(value) => setPreferences({ theme: value })}
            options={[
              { value: 'system', label: t('asSystem') },
              { value: 'light', label: t('light') },
              { value: 'dark', label: t('dark') },
            ]}
            className="max-w-80"
          />
          <RadioGroup<Preferences['rows']>
            label={t('rows')}
            value={rows}
            onChange={(value) => setPreferences({ rows: value })}
            options={[
              { value: 'roomy', label: t('roomy') },
              { value: 'compact', label: t('compact') },
            ]}
            className="max-w-80"
          />
        </Part>
        <Part title={t('accounts')}>
          <ul className="flex flex-col">
            {accounts.map((account) => (
              <Account key={account.id} account={account} />
            ))}
          </ul>
          {accounts.length === 0 ? <p className="text-ink-soft">{t('noAccounts')}</p> : null}
          <div>
            <Button icon={<Plus size={14} strokeWidth={1.5} aria-hidden />} onPress={onAddAccount}>
              {t('addAccount')}
            </Button>
          </div>
        </Part>
        <About />
      </div>
    </main>
  );
}

function Part({ title, children }: Readonly<{ title: string; children: ReactNode }>) {
  return (
    <section aria-label={title} className="flex flex-col gap-4 border-t border-rule py-6">
      <h2 className="text-[0.9375rem] font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Account({ account }: Readonly<{ account: AccountRow }>) {
  const { t } = useTranslation('settings');
  const link = useLink();
  const explain = useExplain();
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ErrorValue | null>(null);
  const { email, protocol, incoming, outgoing, keep, name } = account.settings;
  const remove = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await link.call('accounts.remove', { id: account.id });
    } catch (thrown) {
      setFailure(asMailError(thrown, 'accounts.remove').toValue());
      setBusy(false);
    }
  };
  return (
    <li className="flex flex-col gap-3 border-b border-rule py-4 first:pt-0 last:border-0">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h3 className="truncate font-medium">
            {email}
            <span className="ml-2 font-normal text-ink-faint">{name}</span>
          </h3>
          <dl className="mt-1 grid grid-cols-[max-content_1fr] gap-x-3 gap-y-0.5 text-small text-ink-soft select-text">
            <Fact name={t('incoming', { protocol: protocol.toUpperCase() })}>
              {t('server', { host: incoming.host, port: incoming.port, security: t(`security.${incoming.security}`) })}
            </Fact>
            <Fact name={t('outgoing')}>
              {t('server', { host: outgoing.host, port: outgoing.port, security: t(`security.${outgoing.security}`) })}
            </Fact>
            {protocol === 'pop3' ? (
              <Fact name={t('keep')}>
                {keep.policy === 'days' ? t('keepDays', { count: keep.days }) : t(`keepPolicy.${keep.policy}`)}
              </Fact>
            ) : null}
          </dl>
        </div>
        {asked ? null : (
          <Button label={t('removeNamed', { account: email })} onPress={() => setAsked(true)}>
            {t('remove')}
          </Button>
        )}
      </div>
      {asked ? (
        <Notice
          tone="warn"
          helps={t('removeHelp')}
          actions={
            <>
              <Button kind="danger" busy={busy} onPress={() => void remove()}>
                {t('removeYes')}
              </Button>
              <Button onPress={() => setAsked(false)} autoFocus>
                {t('removeNo')}
              </Button>
            </>
          }
        >
          {protocol === 'pop3' && keep.policy !== 'forever'
            ? t('removePop3', { account: email })
            : t('removeAsk', { account: email })}
        </Notice>
      ) : null}
      {failure === null ? null : (
        <Notice tone="error" helps={explain(failure).helps}>
          {explain(failure).what}
        </Notice>
      )}
    </li>
  );
}

function Fact({ name, children }: Readonly<{ name: string; children: ReactNode }>) {
  return (
    <>
      <dt className="text-ink-faint">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
    </>
  );
}

function About() {
  const { t } = useTranslation('settings');
  const link = useLink();
  const { version, runtime } = bridge().about;
  const [engine, setEngine] = useState<{ secrets: 'keychain' | 'session' | 'file'; profile: string } | null>(null);
  useEffect(() => {
    let left = false;
    link.call('engine.about', {}).then(
      (about) => left || setEngine(about),
      () => {}, // shown without
    );
    return () => {
      left = true;
    };
  }, [link]);
  return (
    <Part title={t('about')}>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-3 gap-y-1 text-small text-ink-soft select-text">
        <Fact name="Tegami">{version}</Fact>
        <Fact name="Electron">
          {runtime.electron} (Chromium {runtime.chromium})
        </Fact>
        {engine === null ? null : (
          <>
            <Fact name={t('passwords')}>{t(`secrets.${engine.secrets}`)}</Fact>
            <Fact name={t('profile')}>{engine.profile}</Fact>
          </>
        )}
      </dl>
      {runtime.standIn ? <Notice tone="warn">{t('standIn')}</Notice> : null}
    </Part>
  );
}
