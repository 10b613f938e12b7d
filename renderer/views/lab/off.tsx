/** The lab before it is started: what it is, what it will open, and the switch. */
import { FlaskConical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, Notice } from '../../components/index.ts';
import { useExplain } from '../../hooks/use-explain.ts';
import type { Lab } from '../../hooks/use-lab.ts';
import { Street } from './street.tsx';

export interface OffProps {
  lab: Exclude<Lab, { state: 'on' }>;
  onStart: () => void;
  /** With the first world, where the one that is there cannot be used. */
  onStartAnew: () => void;
}

export function Off({ lab, onStart, onStartAnew }: Readonly<OffProps>) {
  const { t } = useTranslation('lab');
  const explain = useExplain();
  const starting = lab.state === 'starting';
  const error = lab.state === 'off' ? lab.error : null;
  const unsound = error?.reason === 'lab-world';
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex min-h-full max-w-[640px] flex-col justify-center gap-6 px-8 py-10">
        <Street className="w-full max-w-[520px]" />
        <h1 className="text-vast leading-tight font-semibold text-balance">{t('off.title')}</h1>
        <div className="flex flex-col gap-3 text-reading text-ink-soft">
          <p className="text-pretty">{t('off.what')}</p>
          <p className="text-pretty">{t('off.shows')}</p>
          <p className="text-pretty">{t('off.opens')}</p>
        </div>
        {lab.state === 'off' && lab.gone ? (
          <Notice tone="warn" helps={t('off.goneHelp')} live>
            {t('off.gone')}
          </Notice>
        ) : null}
        {error === null ? null : (
          <Notice tone="error" helps={explain(error).helps}>
            {t('off.failed')} {explain(error).what}
          </Notice>
        )}
        {unsound ? <p className="text-ink-soft text-pretty">{t('off.firstHelp')}</p> : null}
        <div className="flex flex-wrap items-center gap-4">
          {unsound ? (
            <Button kind="primary" className="h-10! px-5!" onPress={onStartAnew}>
              {t('off.first')}
            </Button>
          ) : null}
          <Button
            {...(unsound ? {} : { kind: 'primary' })}
            className="h-10! px-5!"
            icon={<FlaskConical size={16} strokeWidth={1.5} aria-hidden />}
            busy={starting}
            onPress={onStart}
          >
            {error !== null ? t('off.retry') : lab.state === 'off' && lab.gone ? t('off.again') : t('off.start')}
          </Button>
          <p role="status" className="text-ink-soft">
            {starting ? t('off.starting') : ''}
          </p>
        </div>
      </div>
    </div>
  );
}
