import type { On, Step } from '../../../contract/compare/step.ts';

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
