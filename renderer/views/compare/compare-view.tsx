/** Compare in the window: the experiments beside the one that is looked at, recorded, or asked about one's own mail. */
import { ChevronLeft } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Notice } from '../../components/index.ts';
import { type CompareControl, type Entry, useCompare } from '../../hooks/use-compare.ts';
import { useElementWidth } from '../../hooks/use-element-width.ts';
import { useExplain } from '../../hooks/use-explain.ts';
import { ExperimentView } from './experiment-view.tsx';
import { ForYouView } from './for-you/for-you-view.tsx';
import { ExperimentList, type Place } from './list/experiment-list.tsx';
import { OpenDialog } from './open-dialog.tsx';
import { RecordView } from './record/record-view.tsx';

export function CompareView() {
  const { t } = useTranslation('compare');
  const explain = useExplain();
  const control = useCompare();
  const { compare } = control;
  return (
    <main aria-label={t('title')} className="flex min-h-0 min-w-0 flex-1 flex-col bg-paper">
      {compare.state === 'ready' ? (
        <Ready entries={compare.entries} gone={compare.gone} control={control} />
      ) : compare.state === 'failed' ? (
        <Notice
          tone="error"
          className="m-6"
          helps={explain(compare.error).helps}
          actions={<Button onPress={compare.again}>{t('again')}</Button>}
        >
          {explain(compare.error).what}
        </Notice>
      ) : (
        <p role="status" className="p-6 text-ink-soft">
          {compare.gone ? t('comingBack') : t('connecting')}
        </p>
      )}
    </main>
  );
}

/** From here on the list stands beside what is looked at; below, one or the other. */
const wideFrom = 900;

interface ReadyProps {
  entries: readonly Entry[];
  gone: boolean;
  control: CompareControl;
}

function Ready({ entries, gone, control }: Readonly<ReadyProps>) {
  const { t } = useTranslation('compare');
  const [ref, width] = useElementWidth(1232);
  const [place, setPlace] = useState<Place | null>(null);
  const [opening, setOpening] = useState(false);
  // Once begun, a recording goes on while something else is looked at.
  const [recordSeen, setRecordSeen] = useState(false);
  const go = (to: Place) => {
    setPlace(to);
    if (to.kind === 'record') setRecordSeen(true);
  };
  const wide = width >= wideFrom;
  const first = entries[0];
  const shown: Place | null =
    place ?? (wide && first !== undefined ? { kind: 'experiment', name: first.experiment.name } : null);
  const entry =
    shown?.kind === 'experiment' ? entries.find(({ experiment }) => experiment.name === shown.name) : undefined;
  const list = (
    <ExperimentList
      entries={entries}
      place={shown ?? { kind: 'experiment', name: '' }}
      onPlace={go}
      onRunAll={() => control.run(entries.map(({ experiment }) => experiment))}
      onStop={control.stop}
      onOpen={() => setOpening(true)}
    />
  );
  return (
    <div ref={ref} className="flex min-h-0 flex-1 flex-col">
      {gone ? (
        <Notice tone="warn" helps={t('goneHelp')} live>
          {t('gone')}
        </Notice>
      ) : null}
      <div className="flex min-h-0 flex-1">
        {wide ? <div className="flex w-[300px] shrink-0 flex-col border-r border-rule">{list}</div> : null}
        {!wide && shown === null ? list : null}
        {shown === null && !recordSeen ? null : (
          <div className={shown === null ? 'hidden' : 'flex min-h-0 min-w-0 flex-1 flex-col short:overflow-y-auto'}>
            {wide ? null : (
              <div className="shrink-0 border-b border-rule px-3 py-1">
                <Button
                  kind="link"
                  icon={<ChevronLeft size={14} strokeWidth={1.5} aria-hidden />}
                  onPress={() => setPlace(null)}
                >
                  {t('list.back')}
                </Button>
              </div>
            )}
            {shown?.kind === 'for-you' ? (
              <ForYouView
                entries={entries}
                busy={entries.some(({ run }) => run.state === 'running' || run.state === 'waiting')}
                onMeasure={() =>
                  control.run(entries.filter(({ result }) => result === null).map(({ experiment }) => experiment))
                }
              />
            ) : null}
            {recordSeen ? (
              <div className={shown?.kind === 'record' ? 'contents' : 'hidden'}>
                <RecordView keep={control.keep} />
              </div>
            ) : null}
            {entry === undefined ? null : (
              <ExperimentView
                key={entry.experiment.name}
                entry={entry}
                onRun={() => control.run([entry.experiment])}
                onStop={control.stop}
                onForget={
                  entry.shipped
                    ? null
                    : () => {
                        setPlace(null);
                        void control.forget(entry.experiment.name).catch(() => {}); // it stays in the list then
                      }
                }
              />
            )}
          </div>
        )}
      </div>
      {opening ? (
        <OpenDialog
          keep={control.keep}
          onClose={() => setOpening(false)}
          onKept={({ name }) => {
            setOpening(false);
            setPlace({ kind: 'experiment', name });
          }}
        />
      ) : null}
    </div>
  );
}
