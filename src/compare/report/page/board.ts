/** The steps of an experiment, one of which is shown: a list of radio buttons, and a frame for each. */
import type { ExperimentResult, StepResult } from '../../../contract/compare/result.ts';
import type { Lang } from '../amounts.ts';
import { html, type Markup } from '../escape.ts';
import { tellStep } from '../steps.ts';
import { wordsIn } from '../words/index.ts';
import { matrixOf } from './matrix.ts';
import { measuredIn } from './measures.ts';
import { proofOf } from './proof.ts';

export function boardOf(result: ExperimentResult, id: string, lang: Lang): Markup {
  const words = wordsIn[lang];
  const last = result.steps.length - 1;
  return html`<h3>${words.steps}</h3>
<fieldset class="board" aria-label="${words.steps}">
${result.steps.map(
  ({ n }, i) => html`<input type="radio" name="${id}" id="${id}-${n}"${i === last && html` checked`}>`,
)}
<p class="how">${words.stepsHow}</p>
<ol class="steps">${result.steps.map(
    (step) =>
      html`<li${refused(step) && html` class="refused"`}><label for="${id}-${step.n}"><span class="n">${step.n}</span><span>${tellStep(result, step, lang)}</span></label></li>
`,
  )}</ol>
<div class="frames">${result.steps.map((step) => frameOf(result, step, lang))}</div>
</fieldset>`;
}

const refused = (step: StepResult): boolean => step.outcomes.some(({ error }) => error !== null);

function frameOf(result: ExperimentResult, step: StepResult, lang: Lang): Markup {
  return html`<section class="frame"><h4>${wordsIn[lang].afterStep(step.n)}</h4>
<p class="told">${tellStep(result, step, lang)}</p>
${matrixOf(result, step, lang)}
${measuredIn(result, step, lang)}
${proofOf(result, step, lang)}
</section>
`;
}
