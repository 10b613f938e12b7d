import type { Step, StepOf } from '../step.ts';
import type { Names } from './names.ts';

/** What the sentences of a step speak of, already in their language. */
export interface StepNames extends Names {
  size(octets: number): string;
}

/** A sentence for each kind of step. */
export type StepSentences = { readonly [D in Step['do']]: (step: StepOf<D>, names: StepNames) => string };

export interface StepWords {
  readonly begin: string;
  /** In a legend, a head or a button: two or three words. */
  readonly kind: Readonly<Record<Step['do'], string>>;
  readonly tell: StepSentences;
}

/** In a sentence more mails than these are counted, not named. */
export const namedMails = 3;

export const listed = (one: string | readonly string[]): readonly string[] => (typeof one === 'string' ? [one] : one);
