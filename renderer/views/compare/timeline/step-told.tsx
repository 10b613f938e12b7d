/** The chosen step in words: what was done, and what came of it on each machine whose turn it was. */
import { useTranslation } from 'react-i18next';
import type { Outcome, StepResult } from '../../../../src/contract/compare/result.ts';
import { inLang } from '../../../../src/contract/compare/text.ts';
import { Notice } from '../../../components/index.ts';
import { useExplain } from '../../../hooks/use-explain.ts';
import { useLanguage } from '../../../hooks/use-language.ts';
import type { Words } from '../words/use-words.ts';

export function StepTold({ step, words }: Readonly<{ step: StepResult; words: Words }>) {
  const lang = useLanguage();
  const { t } = useTranslation('compare');
  const explain = useExplain();
  const note = step.step?.note;
  const acted = step.outcomes.filter((outcome) => outcome.acted);
  return (
    <div role="status" aria-label={t('steps.told')} className="flex min-h-[4.25rem] flex-col gap-1">
      <p className="text-reading font-semibold text-pretty select-text">{words.step(step.step)}</p>
      {note === undefined ? null : <p className="text-ink-soft text-pretty select-text">{inLang(note, lang)}</p>}
      {acted.length === 0 ? null : (
        <ul className="flex flex-wrap gap-x-5 gap-y-0.5 text-small text-ink-soft select-text">
          {acted.map((outcome) => (
            <li key={outcome.machine} className="tabular">
              <Came outcome={outcome} words={words} />
            </li>
          ))}
        </ul>
      )}
      {acted.map(({ machine, error }) =>
        error === null ? null : (
          <Notice key={machine} tone="error" helps={explain(error).helps}>
            {t('steps.couldNot', { machine: words.names.machine(machine) })} {explain(error).what}
          </Notice>
        ),
      )}
    </div>
  );
}

function Came({ outcome, words }: Readonly<{ outcome: Outcome; words: Words }>) {
  const { t } = useTranslation('compare');
  const { messages, traffic, lineMs, found } = outcome;
  const said = [
    found === null ? null : t('came.found', { count: found.length }),
    messages.fresh > 0 ? t('came.fresh', { count: messages.fresh }) : null,
    traffic.bytesIn + traffic.bytesOut > 0
      ? t('came.octets', { received: words.size(traffic.bytesIn), sent: words.size(traffic.bytesOut) })
      : t('came.silent'),
    traffic.roundTrips > 0 ? t('came.trips', { count: traffic.roundTrips }) : null,
    lineMs >= 1 ? t('came.line', { time: words.delay(lineMs) }) : null,
  ].filter((part) => part !== null);
  return (
    <>
      <span className="font-medium text-ink">{words.names.machine(outcome.machine)}</span> {said.join(' · ')}
    </>
  );
}
