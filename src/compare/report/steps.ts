/** What a step did, in a sentence: the note of whoever wrote the experiment, else ours. */
import type { ExperimentResult, StepResult } from '../../contract/compare/result.ts';
import type { On, Step } from '../../contract/compare/step.ts';
import { inLang } from '../../contract/compare/text.ts';
import { type Lang, size } from './amounts.ts';
import { stepsEn } from './words/steps-en.ts';
import { stepsJa } from './words/steps-ja.ts';

/** What the sentences of a step speak of, already in their language. */
export interface StepNames {
  /** Names of the machines; null: all. */
  machines(on: On): readonly string[] | null;
  mails(names: string | readonly string[]): string;
  size(octets: number): string;
}

/** A sentence for each kind of step. */
export type StepSentences = {
  readonly [D in Step['do']]: (step: Extract<Step, { do: D }>, names: StepNames) => string;
};

export interface StepWords {
  readonly begin: string;
  /** In a legend or a head: two or three words. */
  readonly kind: Readonly<Record<Step['do'], string>>;
  readonly tell: StepSentences;
  mail(subject: string): string;
  mails(count: number): string;
}

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
