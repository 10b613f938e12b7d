/** What was measured, as tables: the same numbers as in the charts, to the octet. */

import { MailError } from '../../../base/errors.ts';
import type { ExperimentResult, Outcome, StepResult } from '../../../contract/compare/result.ts';
import { explain } from '../../../contract/words/index.ts';
import { duration, type Lang, number } from '../amounts.ts';
import { html, type Markup } from '../escape.ts';
import { figuresOf, type Used, usedIn } from '../figures.ts';
import { tellStep } from '../steps.ts';
import { wordsIn } from '../words/index.ts';
import { nameOf } from './machines.ts';

/** Of all steps together, machine by machine. */
export function totalsOf(result: ExperimentResult, lang: Lang): Markup {
  const { head, machine, totals } = wordsIn[lang];
  const heads = [...usedHeads(lang), head.disk, head.known, head.unread, head.whole, head.attachments];
  const last = result.steps.at(-1);
  const wholeOn = (id: string): number =>
    last?.outcomes.find((each) => each.machine === id)?.cells.filter(({ holds }) => holds === 'whole').length ?? 0;
  return html`<h3>${totals}</h3>
<div class="scroll"><table class="numbers"><thead><tr><th scope="col">${machine}</th>${heads.map(rightHead)}</tr></thead>
<tbody>${figuresOf(result).map(
    ({ machine: plan, total, disk, messages }) =>
      html`<tr><th scope="row">${nameOf(plan, lang)}</th>${usedCells(total, lang)}${numberCell(disk.total, lang)}${numberCell(messages.known, lang)}${numberCell(messages.unread, lang)}${numberCell(wholeOn(plan.id), lang)}${numberCell(messages.attachmentsHeld, lang)}</tr>
`,
  )}</tbody></table></div>`;
}

/** Of this step: who did something, or changed its disk. */
export function measuredIn(result: ExperimentResult, step: StepResult, lang: Lang): Markup {
  const words = wordsIn[lang];
  const { head } = words;
  const before = result.steps[step.n - 1];
  const acted = step.outcomes.filter((outcome) => didSomething(outcome, before));
  if (acted.length === 0) return html`<p class="soft">${words.nobodyActed}</p>`;
  const heads = [...usedHeads(lang), head.disk];
  return html`<h5>${words.measuredHere}</h5>
<div class="scroll"><table class="numbers"><thead><tr><th scope="col">${words.machine}</th>${heads.map(rightHead)}<th scope="col">${head.verbs}</th></tr></thead>
<tbody>${acted.map((outcome) => outcomeRow(outcome, result, lang))}</tbody></table></div>`;
}

function outcomeRow(outcome: Outcome, result: ExperimentResult, lang: Lang): Markup {
  const words = wordsIn[lang];
  const plan = result.machines.find(({ id }) => id === outcome.machine);
  const verbs = Object.entries(outcome.verbs).map(([verb, times]) => (times === 1 ? verb : `${verb} ×${times}`));
  return html`<tr><th scope="row">${plan === undefined ? outcome.machine : nameOf(plan, lang)}${
    outcome.found !== null && html`<span class="second">${words.found(outcome.found.length)}</span>`
  }</th>${usedCells(usedIn(outcome), lang)}${numberCell(outcome.disk.total, lang)}<td>${verbs.join(', ')}</td></tr>
${
  outcome.error !== null &&
  html`<tr><td class="refusal" colspan="10">${words.couldNot}: ${sentenceOf(outcome.error, lang)}</td></tr>
`
}`;
}

function sentenceOf(error: NonNullable<Outcome['error']>, lang: Lang): string {
  const { what, helps } = explain(new MailError(error), lang);
  return `${what} ${helps}`.trim();
}

function didSomething(outcome: Outcome, before: StepResult | undefined): boolean {
  const was = before?.outcomes.find((each) => each.machine === outcome.machine);
  return (
    outcome.acted ||
    outcome.error !== null ||
    outcome.traffic.bytesIn + outcome.traffic.bytesOut > 0 ||
    (was !== undefined && was.disk.total !== outcome.disk.total)
  );
}

function usedHeads(lang: Lang): string[] {
  const { head } = wordsIn[lang];
  return [head.bytesIn, head.bytesOut, head.roundTrips, head.connections, head.commands, head.lineTime, head.took];
}

function usedCells(used: Used, lang: Lang): Markup {
  return html`${numberCell(used.bytesIn, lang)}${numberCell(used.bytesOut, lang)}${numberCell(used.roundTrips, lang)}${numberCell(used.connections, lang)}${numberCell(used.commands, lang)}${timeCell(used.lineMs, lang)}${timeCell(used.ms, lang)}`;
}

const rightHead = (text: string): Markup => html`<th scope="col" class="right">${text}</th>`;
const rightCell = (text: string, zero: boolean): Markup => html`<td class="right${zero && ' zero'}">${text}</td>`;
const numberCell = (value: number, lang: Lang): Markup => rightCell(number(value, lang), value === 0);
const timeCell = (ms: number, lang: Lang): Markup => rightCell(duration(ms, lang), ms === 0);

/** Octets of each step, for the whole experiment at once. */
export function byStepOf(result: ExperimentResult, lang: Lang): Markup {
  const words = wordsIn[lang];
  const figures = figuresOf(result);
  return html`<table class="numbers"><thead><tr><th scope="col">${words.step}</th>${figures.map(({ machine }) =>
    rightHead(nameOf(machine, lang)),
  )}</tr></thead>
<tbody>${result.steps.map(
    (step, i) =>
      html`<tr><th scope="row">${step.n}. ${tellStep(result, step, lang)}</th>${figures.map(({ steps }) => {
        const used = steps[i];
        const octets = used === undefined ? 0 : used.bytesIn + used.bytesOut;
        if (octets === 0) return rightCell('0', true);
        return html`<td class="right">${number(octets, lang)}<span class="second">${words.roundTrips(number(used?.roundTrips ?? 0, lang))}</span></td>`;
      })}</tr>
`,
  )}</tbody></table>`;
}
