/** What follows from the steps, as it was computed. */
import type { ExperimentResult, Facts } from '../../../contract/compare/result.ts';
import { type Lang, number, percent } from '../amounts.ts';
import { html, type Markup } from '../escape.ts';
import { factKey, factName } from '../words/facts.ts';
import { wordsIn } from '../words/index.ts';
import { nameOf } from './machines.ts';

type Value = Facts[string][string];

export function factsTable(result: ExperimentResult, lang: Lang): Markup | null {
  const all = Object.entries(result.facts);
  if (all.length === 0) return null;
  const keys = [...new Set(all.flatMap(([, values]) => Object.keys(values)))];
  const words = wordsIn[lang];
  return html`<h3>${words.facts}</h3>
<div class="scroll"><table class="numbers slim"><thead><tr><th scope="col">${words.fact}</th>${keys.map(
    (key) => html`<th scope="col" class="right">${headOf(key, result, lang)}</th>`,
  )}</tr></thead>
<tbody>${all.map(
    ([name, values]) =>
      html`<tr><th scope="row">${factName(name, lang)}</th>${keys.map((key) => valueCell(key, values[key], lang))}</tr>
`,
  )}</tbody></table></div>`;
}

function headOf(key: string, result: ExperimentResult, lang: Lang): string {
  const machine = result.machines.find(({ id }) => id === key);
  return machine === undefined ? factKey(key, lang) : nameOf(machine, lang);
}

function valueCell(key: string, value: Value | undefined, lang: Lang): Markup {
  const words = wordsIn[lang];
  if (value === undefined || value === null) return html`<td class="right zero">–</td>`;
  if (typeof value === 'boolean') return html`<td class="right${value && ' yes'}">${value ? words.yes : words.no}</td>`;
  if (typeof value === 'string') return html`<td class="right">${value}</td>`;
  const said = key === 'ratio' ? percent(value, lang) : number(value, lang, Number.isInteger(value) ? 0 : 2);
  return html`<td class="right">${said}</td>`;
}
