/** The experiments by their questions, each with its state; and what can be done beside running one. */
import { Download, FilePlus2, Play, Scale, Square, SquareDot } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { inLang } from '../../../../src/contract/compare/text.ts';
import { Button, IconButton, ProgressBar } from '../../../components/index.ts';
import type { Entry } from '../../../hooks/use-compare.ts';
import { useLanguage } from '../../../hooks/use-language.ts';
import { ExportMenu, ExportNews } from '../export-menu.tsx';
import { useExport } from '../use-export.ts';
import { StateLine } from './state-line.tsx';

export type Place =
  | { readonly kind: 'experiment'; readonly name: string }
  | { readonly kind: 'record' }
  | { readonly kind: 'for-you' };

export interface ExperimentListProps {
  entries: readonly Entry[];
  place: Place;
  onPlace: (place: Place) => void;
  onRunAll: () => void;
  onStop: () => void;
  onOpen: () => void;
}

export function ExperimentList(props: Readonly<ExperimentListProps>) {
  const { entries, place, onPlace } = props;
  const { t } = useTranslation('compare');
  const lang = useLanguage();
  const exporter = useExport();
  const measured = entries.flatMap(({ result }) => (result === null ? [] : [result.name]));
  const busy = entries.some(({ run }) => run.state === 'running' || run.state === 'waiting');
  return (
    <div className="flex min-h-0 flex-1 flex-col short:overflow-y-auto">
      <div className="flex shrink-0 flex-col gap-3 border-b border-rule px-5 pt-4 pb-3">
        <div className="flex items-center gap-2">
          <h1 className="min-w-0 flex-1 text-reading font-semibold">{t('title')}</h1>
          {measured.length === 0 ? null : (
            <ExportMenu exporter={exporter} names={measured} file="compare" label={t('export.all')}>
              <IconButton icon={Download} name={t('export.all')} />
            </ExportMenu>
          )}
          {busy ? (
            <Button icon={<Square size={12} strokeWidth={1.75} aria-hidden />} onPress={props.onStop}>
              {t('list.stop')}
            </Button>
          ) : (
            <Button
              kind="primary"
              icon={<Play size={14} strokeWidth={1.5} aria-hidden />}
              disabled={entries.length === 0}
              onPress={props.onRunAll}
            >
              {t('list.runAll')}
            </Button>
          )}
        </div>
        {busy ? <Whole entries={entries} /> : <p className="text-small text-pretty text-ink-soft">{t('list.what')}</p>}
        <ExportNews exporter={exporter} />
      </div>
      <nav
        aria-label={t('list.label')}
        className="min-h-0 flex-1 overflow-y-auto short:flex-none short:overflow-visible"
      >
        <ol className="flex flex-col">
          {entries.map((entry) => {
            const { name, question } = entry.experiment;
            const here = place.kind === 'experiment' && place.name === name;
            return (
              <li key={name}>
                <button
                  type="button"
                  aria-current={here ? 'true' : undefined}
                  onClick={() => onPlace({ kind: 'experiment', name })}
                  className={`flex w-full flex-col gap-1 border-l-[3px] px-5 py-2.5 text-left -outline-offset-2 hover:bg-indigo-wash/60 ${here ? 'border-l-indigo bg-indigo-wash' : 'border-l-transparent'}`}
                >
                  <span className="line-clamp-3 text-pretty [overflow-wrap:anywhere]">{inLang(question, lang)}</span>
                  <StateLine entry={entry} />
                </button>
              </li>
            );
          })}
        </ol>
      </nav>
      <div className="flex shrink-0 flex-col border-t border-rule py-2">
        <Foot
          icon={Scale}
          label={t('list.forYou')}
          here={place.kind === 'for-you'}
          onPress={() => onPlace({ kind: 'for-you' })}
        />
        <Foot
          icon={SquareDot}
          label={t('list.record')}
          here={place.kind === 'record'}
          onPress={() => onPlace({ kind: 'record' })}
        />
        <Foot icon={FilePlus2} label={t('list.open')} here={false} onPress={props.onOpen} />
      </div>
    </div>
  );
}

/** How far all that was asked for has come. */
function Whole({ entries }: Readonly<{ entries: readonly Entry[] }>) {
  const { t } = useTranslation('compare');
  const running = entries.find(({ run }) => run.state === 'running');
  const waiting = entries.filter(({ run }) => run.state === 'waiting').length;
  const run = running?.run;
  const [done, of] = run?.state === 'running' ? [run.done, run.of] : [0, 0];
  return (
    <ProgressBar
      label={waiting > 0 ? t('list.left', { count: waiting }) : t('list.last')}
      done={done}
      total={of}
      text={of === 0 ? '' : t('list.steps', { done, of })}
    />
  );
}

interface FootProps {
  icon: typeof Scale;
  label: string;
  here: boolean;
  onPress: () => void;
}

function Foot({ icon: Icon, label, here, onPress }: Readonly<FootProps>) {
  return (
    <button
      type="button"
      aria-current={here ? 'true' : undefined}
      onClick={onPress}
      className={`flex items-center gap-2.5 border-l-[3px] px-5 py-1.5 text-left -outline-offset-2 hover:bg-indigo-wash/60 ${here ? 'border-l-indigo bg-indigo-wash text-indigo' : 'border-l-transparent'}`}
    >
      <Icon size={16} strokeWidth={1.5} aria-hidden className="shrink-0" />
      {label}
    </button>
  );
}
