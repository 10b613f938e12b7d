/** What a step does, as one sentence: in the window, on the page and in the terminal's tables. Pure, and safe in a browser. */
import type { Step } from '../step.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import type { StepNames, StepWords } from './step-words.ts';

export { type NamedMail, type Names, namesFor } from './names.ts';

export const stepWords: Readonly<Record<'en' | 'ja', StepWords>> = { en, ja };

/** Null: before the first step. */
export function stepSentence(step: Step | null, names: StepNames, lang: 'en' | 'ja'): string {
  const { begin, tell } = stepWords[lang];
  if (step === null) return begin;
  // The table has for each kind the function that takes it.
  return (tell[step.do] as (step: Step, names: StepNames) => string)(step, names);
}
