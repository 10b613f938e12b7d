/** What a page gives is checked as what stands in a file is. */
import { MailError } from '../base/errors.ts';
import type { Experiment } from '../contract/compare/experiment.ts';
import { inLang } from '../contract/compare/text.ts';
import { checkExperiment } from './experiments/index.ts';

/** With every default filled in. @throws MailError bad-value with the first thing that is wrong */
export function sound(experiment: Experiment): Experiment {
  const checked = checkExperiment(experiment);
  if (checked.experiment !== null) return checked.experiment;
  const [first] = checked.problems;
  throw unsound(first === undefined ? experiment.name : `${first.path}: ${inLang(first.problem, 'en')}`);
}

export const unsound = (said: string): MailError =>
  new MailError({ kind: 'bad-input', at: 'compare.check', reason: 'bad-value', advice: 'check-input', said });
