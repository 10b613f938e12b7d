/** All questions with what came out, each on a line: the page before the pages. */
import type { Report } from '../../../contract/compare/result.ts';
import type { Lang } from '../amounts.ts';
import { html, type Markup } from '../escape.ts';
import { type Headline, headlineOf } from '../headline.ts';
import { wordsIn } from '../words/index.ts';

export function glanceOf(report: Report, lang: Lang): Markup {
  const words = wordsIn[lang];
  return html`<nav class="glance" aria-labelledby="glance"><h2 id="glance">${words.atAGlance}</h2>
<table><thead><tr><th scope="col" colspan="2">${words.question}</th><th scope="col">POP3</th><th scope="col">IMAP</th></tr></thead>
<tbody>${report.experiments.map((result, i) => {
    const headline = headlineOf(result, lang);
    return html`<tr><td class="n">${i + 1}</td><th scope="row"><a href="#${result.name}">${result.question}</a></th>${
      headline === null
        ? html`<td colspan="2">${firstSentence(result.answer)}</td>`
        : html`${saidCell('POP3', headline.pop3)}${saidCell('IMAP', headline.imap)}`
    }</tr>
`;
  })}</tbody></table></nav>`;
}

/** On a narrow page there are no heads: each says which protocol it is. */
const saidCell = (by: string, said: Headline['imap']): Markup =>
  html`<td><span class="by" aria-hidden="true">${by}</span>${said.map(({ value, about }) => html`<span class="said"><b>${value}</b> ${about}</span>`)}</td>`;

/** What stands before the first full stop that ends something. */
const firstSentence = (answer: string): string => /^[\s\S]*?(?:[。！？]|[.!?](?=\s|$))/.exec(answer)?.[0] ?? answer;
