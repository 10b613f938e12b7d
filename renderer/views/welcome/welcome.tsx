/** The first start: what this is, in two sentences, and the ways on. */
import { ArrowLeftRight, FlaskConical, Mail } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { bridge } from '../../bridge.ts';
import { Button, RadioGroup } from '../../components/index.ts';
import { setPreferences } from '../../preferences.ts';
import { Envelope } from './envelope.tsx';

export interface WelcomeProps {
  onAddAccount: () => void;
  onLab: () => void;
  onCompare: () => void;
  /** Ms since 1970; the postmark carries its day. */
  now?: number;
}

export function Welcome({ onAddAccount, onLab, onCompare, now = Date.now() }: Readonly<WelcomeProps>) {
  const { t, i18n } = useTranslation('welcome');
  const day = new Date(now);
  const date = [day.getDate(), day.getMonth() + 1, day.getFullYear() % 100].map((n) => String(n).padStart(2, '0'));
  return (
    <main className="flex h-full min-h-0 flex-col overflow-auto bg-paper">
      <div className="flex justify-end px-6 pt-5">
        <RadioGroup
          label="Language / 言語"
          hideLabel
          className="w-48"
          value={i18n.language === 'ja' ? 'ja' : 'en'}
          onChange={(language) => setPreferences({ language })}
          options={[
            { value: 'en', label: 'English' },
            { value: 'ja', label: '日本語' },
          ]}
        />
      </div>
      <div className="mx-auto grid w-full max-w-[1080px] flex-1 grid-cols-[minmax(320px,5fr)_6fr] items-center gap-12 px-12 pb-16 max-[800px]:grid-cols-1 max-[800px]:gap-6 max-[800px]:px-8">
        <div className="flex flex-col items-start gap-6">
          <h1 className="text-vast leading-tight font-semibold text-balance">
            {t('title')}
            {i18n.language === 'ja' ? null : (
              <span lang="ja" className="ml-3 font-normal whitespace-nowrap text-indigo">
                手紙
              </span>
            )}
          </h1>
          <div className="flex flex-col gap-3 text-reading text-ink-soft">
            <p className="text-balance">{t('what')}</p>
            <p className="text-balance">{t('shows')}</p>
          </div>
          <div className="flex flex-col items-start gap-3">
            <Button
              kind="primary"
              className="h-10! px-5!"
              icon={<Mail size={16} strokeWidth={1.5} aria-hidden />}
              onPress={onAddAccount}
            >
              {t('add')}
            </Button>
            <p className="max-w-96 text-small leading-[1.5] text-ink-faint">{t('need')}</p>
          </div>
          <div className="flex flex-col items-start gap-3">
            <div className="flex flex-wrap gap-2">
              <Button
                className="h-10! px-5!"
                icon={<FlaskConical size={16} strokeWidth={1.5} aria-hidden />}
                onPress={onLab}
              >
                {t('lab')}
              </Button>
              <Button
                className="h-10! px-5!"
                icon={<ArrowLeftRight size={16} strokeWidth={1.5} aria-hidden />}
                onPress={onCompare}
              >
                {t('compare')}
              </Button>
            </div>
            <p className="max-w-96 text-small leading-[1.5] text-ink-faint">{t('labNeed')}</p>
          </div>
          {bridge().about.runtime.standIn ? (
            <p className="max-w-96 border-l-2 border-amber pl-3 text-small leading-[1.5] text-ink-soft">
              {t('standIn')}
            </p>
          ) : null}
        </div>
        <Envelope date={date.join('.')} className="w-full max-[800px]:max-w-80" />
      </div>
    </main>
  );
}
