/** The words of one result, in the language of the window. */
import { useMemo } from 'react';
import type { ExperimentResult } from '../../../../src/contract/compare/result.ts';
import type { Step } from '../../../../src/contract/compare/step.ts';
import { type Names, namesFor, stepSentence } from '../../../../src/contract/compare/words/index.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useLanguage } from '../../../hooks/use-language.ts';
import type { Formats } from '../../format.ts';
import { type LabWords, labWords } from '../../lab/lab-words.ts';

export interface Words extends Formats {
  readonly names: Names;
  readonly delay: LabWords['delay'];
  step(step: Step | null): string;
}

export function useWords({ machines, mails }: Pick<ExperimentResult, 'machines' | 'mails'>): Words {
  const lang = useLanguage();
  const formats = useFormat();
  return useMemo(() => {
    const names = namesFor(machines, mails, lang);
    return {
      ...formats,
      names,
      delay: labWords(lang).delay,
      step: (step) => stepSentence(step, { ...names, size: formats.size }, lang),
    };
  }, [machines, mails, lang, formats]);
}
