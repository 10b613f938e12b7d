/** What a step did, in a sentence: the note of whoever wrote the experiment, else ours. */
import type { ExperimentResult, StepResult } from '../../contract/compare/result.ts';
import type { Step } from '../../contract/compare/step.ts';
import { inLang } from '../../contract/compare/text.ts';
import { type Lang, size } from './amounts.ts';
import type { StepNames, StepWords } from './words/step-words.ts';
import { stepsEn } from './words/steps-en.ts';
import { stepsJa } from './words/steps-ja.ts';

export const stepWords: Readonly<Record<Lang, StepWords>> = { en: stepsEn, ja: stepsJa };

export function tellStep(result: ExperimentResult, { step }: StepResult, lang: Lang): string {
  const words = stepWords[lang];
  if (step === null) return words.begin;
  if (step.note !== undefined) return inLang(step.note, lang);
  // The table has for each kind the function that takes it.
  const tell = words.tell[step.do] as (step: Step, names: StepNames) => string;
  return tell(step, namesIn(result, lang));
}

function namesIn(result: ExperimentResult, lang: Lang): StepNames {
  const words = stepWords[lang];
  const nameOf = (id: string): string => {
    const machine = result.machines.find((each) => each.id === id);
    return machine === undefined ? id : inLang(machine.name, lang);
  };
  return {
    machines: (on) => (on === 'all' ? null : (typeof on === 'string' ? [on] : on).map(nameOf)),
    mails(names) {
      const all = typeof names === 'string' ? [names] : names;
      const subject = result.mails.find(({ mail }) => mail === all[0])?.subject;
      return all.length === 1 ? words.mail(subject || (all[0] ?? '')) : words.mails(all.length);
    },
    size: (octets) => size(octets),
  };
}
