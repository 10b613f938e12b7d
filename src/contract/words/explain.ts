/** From an error to sentences: the one place where a refusal becomes words, for the window and the terminal alike. */
import type { MailErrorFields } from '../../base/errors.ts';
import type { TestStep } from '../account.ts';
import { en, enSides, enSteps } from './en.ts';
import { ja, jaSides, jaSteps } from './ja.ts';
import { type Lang, tell, type Words } from './told.ts';

export type { Lang, Words } from './told.ts';

const tables = { en, ja } as const;
const steps = { en: enSteps, ja: jaSteps } as const;
const sides = { en: enSides, ja: jaSides } as const;

/** What happened in whose words, and what helps. Takes a MailError or its plain form; never throws. */
export function explain(error: MailErrorFields, lang: Lang): Words {
  const sentence = tables[lang][error.reason] ?? tables[lang].unexpected; // a reason of a later engine
  const { what, helps } = sentence(tell(error));
  return { what: tidy(what), helps: tidy(helps) };
}

/** Both sentences on one line, for a terminal or a status. */
export function explainLine(error: MailErrorFields, lang: Lang): string {
  const { what, helps } = explain(error, lang);
  return lang === 'ja' ? what + helps : `${what} ${helps}`;
}

/** Name of a connection test's step, as `Sign in`. */
export function stepName(step: TestStep['step'], lang: Lang): string {
  return steps[lang][step].name;
}

/** Where a connection test stopped, as a sentence; `explain` of the step's error follows it. */
export function stoppedAt(step: Pick<TestStep, 'side' | 'step'>, lang: Lang): string {
  return steps[lang][step.step].stopped(sides[lang][step.side]);
}

/** Sentences are put together from parts; a missing part must not leave two spaces or one before a full stop. */
function tidy(sentence: string): string {
  return sentence
    .replace(/ {2,}/g, ' ')
    .replace(/ +(?=[.。、（）])/g, '')
    .replace(/(?<=[。、（）：「]) +/g, '')
    .trim();
}
