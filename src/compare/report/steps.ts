/** What a step did, in a sentence: the note of whoever wrote the experiment, else ours. */
import type { ExperimentResult, StepResult } from '../../contract/compare/result.ts';
import { inLang } from '../../contract/compare/text.ts';
import { namesFor, stepSentence } from '../../contract/compare/words/index.ts';
import { type Lang, size } from './amounts.ts';

export function tellStep({ machines, mails }: ExperimentResult, { step }: StepResult, lang: Lang): string {
  if (step?.note !== undefined) return inLang(step.note, lang);
  return stepSentence(step, { ...namesFor(machines, mails, lang), size }, lang);
}
