/** An experiment that is made by doing it: machines first, then step by step, each seen at once. */
import { Check, FileDown, Square } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asMailError, type ErrorValue } from '../../../../src/base/errors.ts';
import type { ExperimentResult } from '../../../../src/contract/compare/result.ts';
import type { StepInput } from '../../../../src/contract/compare/step.ts';
import { inLang } from '../../../../src/contract/compare/text.ts';
import { namesFor, stepWords } from '../../../../src/contract/compare/words/index.ts';
import { bridge } from '../../../bridge.ts';
import { Button, Notice } from '../../../components/index.ts';
import type { CompareControl } from '../../../hooks/use-compare.ts';
import { useExplain } from '../../../hooks/use-explain.ts';
import { useLanguage } from '../../../hooks/use-language.ts';
import { useRecording } from '../../../hooks/use-recording.ts';
import { rowsOf } from '../matrix/columns.ts';
import { ResultView } from '../result-view.tsx';
import { stepIcons } from '../timeline/step-icon.tsx';
import { Setup } from './setup.tsx';
import { type Kind, kinds, possible } from './step-draft.ts';
import { StepForm } from './step-form.tsx';

export function RecordView({ keep }: Readonly<{ keep: CompareControl['keep'] }>) {
  const { t } = useTranslation('compareRecord');
  const explain = useExplain();
  const { recording, begin, perform, end } = useRecording();
  const { error } = recording;
  return (
    <>
      <header className="flex shrink-0 flex-wrap items-start gap-x-4 gap-y-2 px-6 pt-4 pb-3">
        <h2 className="min-w-0 flex-1 basis-72 text-subject leading-snug font-semibold [overflow-wrap:anywhere]">
          {recording.state === 'on' ? recording.result.question : t('title')}
        </h2>
        {recording.state === 'on' ? <Keep result={recording.result} keep={keep} onEnd={end} /> : null}
      </header>
      {error === null ? null : (
        <Notice tone="error" className="mx-6 mb-3" helps={explain(error).helps}>
          {recording.state === 'on' ? t('notDone') : t('notBegun')} {explain(error).what}
        </Notice>
      )}
      {recording.state === 'on' ? (
        <ResultView result={recording.result}>
          <Doing result={recording.result} busy={recording.busy} onDo={perform} />
        </ResultView>
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto short:flex-none short:overflow-visible">
          {recording.lost ? (
            <Notice tone="warn" className="mx-6 mb-3" live>
              {t('lost')}
            </Notice>
          ) : null}
          <Setup busy={recording.busy} onBegin={begin} />
        </div>
      )}
    </>
  );
}

interface DoingProps {
  result: ExperimentResult;
  busy: boolean;
  onDo: (step: StepInput) => Promise<boolean>;
}

function Doing({ result, busy, onDo }: Readonly<DoingProps>) {
  const { t } = useTranslation('compareRecord');
  const lang = useLanguage();
  const [kind, setKind] = useState<Kind | null>(null);
  const mails = rowsOf(result.mails);
  const count = (what: Kind) => result.experiment.steps.filter((step) => step.do === what).length;
  return (
    <section aria-label={t('next')} className="mx-6 mb-4 flex flex-col gap-3">
      <div className="flex flex-wrap gap-x-3 gap-y-2">
        {kinds.map((group) => (
          <div key={group[0]} className="flex flex-wrap gap-1.5">
            {group.map((one) => {
              const Icon = stepIcons[one];
              return (
                <button
                  key={one}
                  type="button"
                  aria-pressed={kind === one}
                  disabled={!possible(one, result.machines, mails.length) || busy}
                  onClick={() => setKind(kind === one ? null : one)}
                  className={`inline-flex h-8 items-center gap-1.5 rounded-control border px-2.5 text-small disabled:opacity-45 ${kind === one ? 'border-indigo bg-indigo-wash text-indigo' : 'border-rule hover:bg-indigo-wash'}`}
                >
                  <Icon size={14} strokeWidth={1.5} aria-hidden />
                  {stepWords[lang].kind[one]}
                </button>
              );
            })}
          </div>
        ))}
      </div>
      {kind === null ? (
        <p role="status" className="text-ink-soft">
          {busy ? t('doing') : result.steps.length === 1 ? t('first') : t('choose')}
        </p>
      ) : (
        <StepForm
          key={kind}
          kind={kind}
          machines={result.machines}
          mails={mails}
          names={namesFor(result.machines, mails, lang)}
          delivered={count('deliver')}
          sent={count('send')}
          busy={busy}
          onDo={(step) => {
            void onDo(step).then((done) => {
              if (done) setKind(null);
            });
          }}
          onCancel={() => setKind(null)}
        />
      )}
    </section>
  );
}

interface KeepProps {
  result: ExperimentResult;
  keep: CompareControl['keep'];
  onEnd: () => void;
}

type Kept =
  | { readonly state: 'not' }
  | { readonly state: 'saved'; readonly as: string }
  | { readonly state: 'unsound'; readonly why: string }
  | { readonly state: 'failed'; readonly error: ErrorValue };

function Keep({ result, keep, onEnd }: Readonly<KeepProps>) {
  const { t } = useTranslation('compareRecord');
  const explain = useExplain();
  const lang = useLanguage();
  const [kept, setKept] = useState<Kept>({ state: 'not' });
  const { experiment } = result;
  const empty = experiment.steps.length === 0;
  const put = async () => {
    try {
      const { problems } = await keep(experiment);
      const [first] = problems;
      setKept(
        first === undefined
          ? { state: 'saved', as: t('kept') }
          : { state: 'unsound', why: `${first.path}: ${inLang(first.problem, lang)}` },
      );
    } catch (thrown) {
      setKept({ state: 'failed', error: asMailError(thrown, 'compare.save').toValue() });
    }
  };
  const save = async () => {
    const saved = await bridge().saveText({
      name: `${experiment.name}.json`,
      text: `${JSON.stringify(experiment, null, 2)}\n`,
    });
    if (saved.state === 'saved') setKept({ state: 'saved', as: t('savedAs', { name: saved.name }) });
    if (saved.state === 'failed') setKept({ state: 'failed', error: saved.error });
  };
  return (
    <div className="flex max-w-full flex-col items-end gap-1.5">
      <div className="flex flex-wrap items-center gap-2">
        <Button
          kind="primary"
          icon={<Check size={14} strokeWidth={1.5} aria-hidden />}
          disabled={empty}
          onPress={() => void put()}
        >
          {t('keepIt')}
        </Button>
        <Button
          icon={<FileDown size={14} strokeWidth={1.5} aria-hidden />}
          disabled={empty}
          onPress={() => void save()}
        >
          {t('saveJson')}
        </Button>
        <Button icon={<Square size={12} strokeWidth={1.75} aria-hidden />} onPress={onEnd}>
          {t('end')}
        </Button>
      </div>
      <p role="status" className="text-small text-ink-soft">
        {kept.state === 'saved' ? kept.as : ''}
      </p>
      {kept.state === 'unsound' ? <Notice tone="error">{kept.why}</Notice> : null}
      {kept.state === 'failed' ? (
        <Notice tone="error" helps={explain(kept.error).helps}>
          {explain(kept.error).what}
        </Notice>
      ) : null}
    </div>
  );
}
