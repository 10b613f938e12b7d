/** One experiment's state under its question: not run, how far it is, or how its answer begins. */
import { useTranslation } from 'react-i18next';
import type { Entry } from '../../../hooks/use-compare.ts';
import { useExplain } from '../../../hooks/use-explain.ts';

export function StateLine({ entry }: Readonly<{ entry: Entry }>) {
  const { t } = useTranslation('compare');
  const explain = useExplain();
  const { run, result } = entry;
  const small = 'text-small leading-4';
  if (run.state === 'running')
    return (
      <span className={`tabular ${small} text-indigo`}>
        {run.of === 0 ? t('state.starting') : t('state.running', { done: run.done, of: run.of })}
        <span aria-hidden className="mt-1 block h-[3px] overflow-hidden rounded-full bg-rule">
          <span
            className="block h-full bg-indigo transition-[width] motion-reduce:transition-none"
            style={{ width: `${run.of === 0 ? 0 : (run.done / run.of) * 100}%` }}
          />
        </span>
      </span>
    );
  if (run.state === 'waiting') return <span className={`${small} text-amber`}>{t('state.waiting')}</span>;
  if (run.state === 'failed')
    return <span className={`line-clamp-2 ${small} text-vermilion`}>{explain(run.error).what}</span>;
  if (run.state === 'stopped') return <span className={`${small} text-amber`}>{t('state.stopped')}</span>;
  if (result === null) return <span className={`${small} text-ink-soft`}>{t('state.none')}</span>;
  return (
    <span className={`line-clamp-2 ${small} text-ink-soft`}>
      <span className="font-medium text-moss">{t('state.done')}</span> {result.answer}
    </span>
  );
}
