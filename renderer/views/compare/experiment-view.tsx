/** One experiment: its question, what it is made of before it was run, and what it gave after. */
import { Ellipsis, FileDown, Play, RotateCcw, Square, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { inLang } from '../../../src/contract/compare/text.ts';
import { bridge } from '../../bridge.ts';
import { Button, IconButton, Menu, Notice, ProgressBar } from '../../components/index.ts';
import type { Entry, Run } from '../../hooks/use-compare.ts';
import { useExplain } from '../../hooks/use-explain.ts';
import { useLanguage } from '../../hooks/use-language.ts';
import { ExportMenu, ExportNews } from './export-menu.tsx';
import { Plan } from './plan.tsx';
import { ResultView } from './result-view.tsx';
import { useExport } from './use-export.ts';

export interface ExperimentViewProps {
  entry: Entry;
  onRun: () => void;
  onStop: () => void;
  /** Out of the list; null for one that comes with the program. */
  onForget: (() => void) | null;
}

export function ExperimentView({ entry, onRun, onStop, onForget }: Readonly<ExperimentViewProps>) {
  const { t } = useTranslation('compare');
  const lang = useLanguage();
  const { experiment, run, result } = entry;
  const exporter = useExport();
  const busy = run.state === 'running' || run.state === 'waiting';
  return (
    <>
      <header className="flex shrink-0 flex-wrap items-start gap-x-4 gap-y-2 px-6 pt-4 pb-3">
        <h2 className="min-w-0 flex-1 basis-72 text-subject leading-snug font-semibold text-pretty select-text [overflow-wrap:anywhere]">
          {inLang(experiment.question, lang)}
        </h2>
        <div className="flex items-center gap-2">
          {busy ? (
            <Button icon={<Square size={12} strokeWidth={1.75} aria-hidden />} onPress={onStop}>
              {t('run.stop')}
            </Button>
          ) : (
            <Button
              kind={result === null ? 'primary' : 'quiet'}
              icon={
                result === null ? (
                  <Play size={14} strokeWidth={1.5} aria-hidden />
                ) : (
                  <RotateCcw size={14} strokeWidth={1.5} aria-hidden />
                )
              }
              onPress={onRun}
            >
              {result === null ? t('run.run') : t('run.again')}
            </Button>
          )}
          {result === null ? null : (
            <ExportMenu
              exporter={exporter}
              names={[experiment.name]}
              file={experiment.name}
              label={t('export.label')}
            />
          )}
          <Menu
            name={t('more')}
            entries={[
              {
                id: 'save',
                label: t('run.save'),
                icon: FileDown,
                onAction: () =>
                  void bridge().saveText({
                    name: `${experiment.name}.json`,
                    text: `${JSON.stringify(experiment, null, 2)}\n`,
                  }),
              },
              ...(onForget === null
                ? []
                : [
                    'separator' as const,
                    { id: 'forget', label: t('run.forget'), icon: Trash2, danger: true, onAction: onForget },
                  ]),
            ]}
          >
            <IconButton icon={Ellipsis} name={t('more')} />
          </Menu>
        </div>
      </header>
      <div className="mx-6 mb-3 empty:hidden">
        <ExportNews exporter={exporter} />
      </div>
      <RunState run={run} />
      {result === null ? (
        <Plan experiment={experiment} />
      ) : (
        <ResultView result={result}>
          <section aria-label={t('answer')} className="mx-6 mb-4 border-l-[3px] border-moss bg-well px-4 py-2.5">
            <h3 className="text-small font-medium text-moss">{t('answer')}</h3>
            <p className="max-w-[80ch] text-reading leading-[1.55] text-pretty select-text lang-ja:leading-[1.75]">
              {result.answer}
            </p>
          </section>
        </ResultView>
      )}
    </>
  );
}

function RunState({ run }: Readonly<{ run: Run }>) {
  const { t } = useTranslation('compare');
  const explain = useExplain();
  if (run.state === 'running')
    return (
      <ProgressBar
        className="px-6 pb-3"
        label={run.of === 0 ? t('run.starting') : t('run.running')}
        done={run.done}
        total={run.of}
        text={run.of === 0 ? '' : t('list.steps', { done: run.done, of: run.of })}
      />
    );
  if (run.state === 'waiting')
    return (
      <p role="status" className="px-6 pb-3 text-ink-soft">
        {t('run.waiting')}
      </p>
    );
  if (run.state === 'stopped')
    return (
      <Notice tone="warn" className="mx-6 mb-3" live>
        {t('run.stopped')}
      </Notice>
    );
  if (run.state === 'failed')
    return (
      <Notice tone="error" className="mx-6 mb-3" helps={explain(run.error).helps}>
        {t('run.failed')} {explain(run.error).what}
      </Notice>
    );
  return null;
}
