/** What became of a world that was saved or opened; what is wrong in it stands with its places. */
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton, Notice } from '../../components/index.ts';
import { useExplain } from '../../hooks/use-explain.ts';
import { useLanguage } from '../../hooks/use-language.ts';
import { placesOf } from './inspect/problems.ts';
import type { FileNews } from './use-world-file.ts';

export function WorldNews({ news, onDismiss }: Readonly<{ news: FileNews; onDismiss: () => void }>) {
  const { t } = useTranslation('lab');
  const explain = useExplain();
  const good = news.state === 'saved' || news.state === 'opened';
  return (
    <div className="relative max-h-[40%] shrink-0 overflow-y-auto border-b border-rule">
      {news.state === 'failed' ? (
        <Notice tone="error" helps={explain(news.error).helps} className="pr-12">
          {explain(news.error).what}
        </Notice>
      ) : (
        <Notice tone={good ? 'done' : 'error'} live className="pr-12">
          {good ? t(`file.${news.state}`, { name: news.name }) : t('file.refused', { name: news.name })}
          {news.state === 'not-json' ? ` ${t('file.notJson')}` : ''}
          {news.state === 'too-large' ? ` ${t('file.tooLarge')}` : ''}
          {news.state === 'refused' ? <Problems news={news} /> : null}
        </Notice>
      )}
      <span className="absolute top-1.5 right-2">
        <IconButton icon={X} size="small" name={t('close')} onPress={onDismiss} />
      </span>
    </div>
  );
}

/** More would be put right one after the other anyway. */
const shown = 50;

function Problems({ news }: Readonly<{ news: Extract<FileNews, { state: 'refused' }> }>) {
  const { t } = useTranslation('lab');
  const language = useLanguage();
  const all = placesOf(news.problems, language);
  return (
    <ul aria-label={t('file.problems')} className="mt-1.5 flex flex-col gap-1 select-text">
      {all.slice(0, shown).map(({ place, said }) => (
        <li key={`${place} ${said}`} className="flex flex-wrap gap-x-3 [overflow-wrap:anywhere]">
          <code className="font-mono text-small leading-[1.6] text-ink-soft">
            {place === '' ? t('file.whole') : place}
          </code>
          <span>{said}</span>
        </li>
      ))}
      {all.length > shown ? (
        <li className="text-small text-ink-soft">{t('file.more', { count: all.length - shown })}</li>
      ) : null}
    </ul>
  );
}
