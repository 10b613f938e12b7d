/** A machine at the head of its column: its name, what it speaks and keeps, its line, and how it fares. Opens what was said in the step. */
import { useTranslation } from 'react-i18next';
import type { Machine } from '../../../../src/contract/compare/machine.ts';
import type { Outcome } from '../../../../src/contract/compare/result.ts';
import { inLang } from '../../../../src/contract/compare/text.ts';
import { useLanguage } from '../../../hooks/use-language.ts';
import type { Formats } from '../../format.ts';
import { lineWords, speaksWords, storageWords } from '../words/machine-words.ts';

export interface MachineHeadProps {
  machine: Machine;
  outcome: Outcome | undefined;
  formats: Formats;
  tabIndex: 0 | -1;
  at: string;
  chosen: boolean;
  onOpen: () => void;
}

export function MachineHead({ machine, outcome, formats, tabIndex, at, chosen, onOpen }: Readonly<MachineHeadProps>) {
  const { t } = useTranslation('compare');
  const lang = useLanguage();
  const state = outcome?.state ?? 'on';
  const storage = storageWords(machine, formats, t);
  const name = inLang(machine.name, lang);
  return (
    <div className={`flex h-full flex-col gap-0.5 px-3 py-2 text-left ${state === 'lost' ? 'opacity-70' : ''}`}>
      <button
        type="button"
        data-at={at}
        data-chosen={chosen ? '' : undefined}
        tabIndex={tabIndex}
        title={name}
        aria-label={t('machine.open', { machine: name })}
        onClick={onOpen}
        className={`line-clamp-2 text-left font-semibold [overflow-wrap:anywhere] hover:text-indigo ${state === 'lost' ? 'line-through decoration-1' : ''}`}
      >
        {name}
      </button>
      <span className="text-small font-normal text-ink-soft">{speaksWords(machine, name, t)}</span>
      <span className="tabular text-small font-normal text-ink-faint">
        {lineWords(machine.link, formats, t)}
        {storage === null ? '' : ` · ${storage}`}
      </span>
      {state === 'on' ? null : (
        <span
          className={`w-fit rounded-control border px-1.5 text-small font-medium ${state === 'lost' ? 'border-ink-soft text-ink-soft' : 'border-amber text-amber'}`}
        >
          {t(`machine.state.${state}`)}
        </span>
      )}
    </div>
  );
}
