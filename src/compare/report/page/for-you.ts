/** "POP3 or IMAP for you?": a page of its own, reckoned from a person's numbers with the costs that these experiments measured. */
import { costsOf, type ForYou, forYou, forYouTable, inWords, type Needs } from '../../../contract/compare/for-you.ts';
import { percent } from '../../../contract/compare/numbers.ts';
import type { Report } from '../../../contract/compare/result.ts';
import { type Lang, number, size } from '../amounts.ts';
import { html, type Markup } from '../escape.ts';
import { wordsIn } from '../words/index.ts';

export function forYouOf(report: Report, needs: Needs, lang: Lang): Markup {
  const words = wordsIn[lang].forYou;
  const costs = costsOf(report.experiments);
  const inside =
    costs === null ? html`<p class="answer">${words.notMeasured}</p>` : resultOf(forYou(needs, costs), lang);
  return html`<article id="for-you" aria-labelledby="for-you-q">
<header><h2 class="question" id="for-you-q">${words.question}</h2></header>
${inside}
<h3>${words.yourNumbers}</h3>
<dl class="pairs">${pairsOf(needs, lang).map(
    ([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>
`,
  )}</dl>
</article>
`;
}

function resultOf(result: ForYou, lang: Lang): Markup {
  const words = wordsIn[lang].forYou;
  const { headline, reasons, cautions } = inWords(result);
  const { columns, rows } = forYouTable(result);
  return html`<p class="choice">${headline[lang]}</p>
<ul class="reasons">${reasons.map((each) => html`<li>${each[lang]}</li>`)}</ul>
${cautions.length > 0 && html`<ul class="reasons cautions">${cautions.map((each) => html`<li>${each[lang]}</li>`)}</ul>`}
<div class="scroll"><table class="numbers ways"><thead><tr><td></td>${columns.map(
    ({ name, chosen }) => html`<th scope="col"${chosen && html` class="chosen"`}>${name[lang]}</th>`,
  )}</tr></thead><tbody>${rows.map(
    ({ label, cells }) =>
      html`<tr><th scope="row">${label[lang]}</th>${cells.map(
        (cell, i) => html`<td${columns[i]?.chosen === true && html` class="chosen"`}>${cell[lang]}</td>`,
      )}</tr>
`,
  )}</tbody></table></div>
<p class="soft">${words.reckoned}</p>`;
}

function pairsOf(needs: Needs, lang: Lang): readonly (readonly [string, string])[] {
  const { yes, no, forYou: words } = wordsIn[lang];
  const { need } = words;
  const told = (value: boolean): string => (value ? yes : no);
  return [
    [need.machines, number(needs.machines, lang)],
    [need.mailsPerDay, number(needs.mailsPerDay, lang, Number.isInteger(needs.mailsPerDay) ? 0 : 1)],
    [need.mailSize, size(needs.mailSize)],
    [need.attachmentShare, percent(needs.attachmentShare)],
    [need.attachmentSize, size(needs.attachmentSize)],
    [need.attachmentsOpened, percent(needs.attachmentsOpened)],
    [need.quota, needs.quota === null ? words.noLimit : size(needs.quota)],
    [need.keepDays, words.days(needs.keepDays)],
    [need.asksPerDay, number(needs.asksPerDay, lang)],
    [need.thinLine, told(needs.thinLine)],
    [need.mustSurvive, told(needs.mustSurvive)],
    [need.shared, told(needs.shared)],
    [need.readOffline, told(needs.readOffline)],
  ];
}
