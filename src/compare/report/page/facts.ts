/** What follows from the steps, as it was computed. */
import { percent } from '../../../contract/compare/numbers.ts';
import type { ExperimentResult, Facts } from '../../../contract/compare/result.ts';
import { duration, type Lang, number } from '../amounts.ts';
import { html, type Markup } from '../escape.ts';
import { factKey, factName } from '../words/facts.ts';
import { wordsIn } from '../words/index.ts';
import { nameOf } from './machines.ts';

type Value = Facts[string][string];

const protocols = ['pop3', 'imap'] as const;

export function factsTable(result: ExperimentResult, lang: Lang): Markup | null {
  const all = Object.entries(result.facts);
  if (all.length === 0) return null;
  const words = wordsIn[lang];
  return html`<table class="numbers"><thead><tr><th scope="col">${words.fact}</th>${protocols.map(
    (key) => html`<th scope="col" class="right">${factKey(key, lang)}</th>`,
  )}<th scope="col"></th></tr></thead>
<tbody>${all.map(
    ([name, values]) =>
      html`<tr><th scope="row">${factName(name, lang)}</th>${protocols.map(
        (key) => html`<td class="right">${said(name, key, values[key], result, lang)}</td>`,
      )}<td>${Object.entries(values)
        .filter(([key]) => key !== 'imap' && key !== 'pop3')
        .map(
          ([key, value]) =>
            html`<span class="second">${headOf(key, result, lang)}: ${said(name, key, value, result, lang)}</span>`,
        )}</td></tr>
`,
  )}</tbody></table>`;
}

function headOf(key: string, result: ExperimentResult, lang: Lang): string {
  return machineName(key, result, lang) ?? factKey(key, lang);
}

function machineName(id: string, result: ExperimentResult, lang: Lang): string | null {
  const machine = result.machines.find((each) => each.id === id);
  return machine === undefined ? null : nameOf(machine, lang);
}

function said(name: string, key: string, value: Value | undefined, result: ExperimentResult, lang: Lang): string {
  const words = wordsIn[lang];
  if (value === undefined || value === null) return '–';
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'string') return machineName(value, result, lang) ?? value;
  if (key === 'ratio') return percent(value);
  if (name.endsWith('LineMs') || name === 'lineMs') return duration(value, lang);
  return number(value, lang, Number.isInteger(value) ? 0 : 2);
}
