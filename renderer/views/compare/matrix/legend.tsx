/** What the marks of the matrix mean. */
import { Monitor } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { HoldsMark } from './holds-mark.tsx';
import { ClipMark, ReadMark } from './mail-cell.tsx';

const holds = ['listed', 'text', 'whole'] as const;

export function Legend() {
  const { t } = useTranslation('compare');
  return (
    <ul aria-label={t('legend.label')} className="flex flex-wrap items-center gap-x-5 gap-y-1 text-small text-ink-soft">
      {holds.map((one) => (
        <li key={one} className="inline-flex items-center gap-1.5">
          <HoldsMark holds={one} />
          {t(`legend.${one}`)}
        </li>
      ))}
      <li className="inline-flex items-center gap-1.5">
        <ReadMark read={false} fresh />
        {t('legend.fresh')}
      </li>
      <li className="inline-flex items-center gap-1.5">
        <ClipMark here={false} />
        {t('legend.away')}
        <ClipMark here />
        {t('legend.held')}
      </li>
      <li className="inline-flex items-center gap-1.5">
        <Monitor size={12} strokeWidth={1.5} aria-hidden className="text-ink-faint" />
        {t('cell.local')}
      </li>
      <li className="inline-flex items-center gap-1.5">
        <span aria-hidden className="h-3.5 w-[3px] rounded bg-indigo" />
        {t('legend.changed')}
      </li>
    </ul>
  );
}
