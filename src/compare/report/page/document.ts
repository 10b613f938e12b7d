/** The report as one page: opens in any browser, asks for nothing, runs nothing. */
import { createHash } from 'node:crypto';
import { MailError } from '../../../base/errors.ts';
import type { Needs } from '../../../contract/compare/for-you.ts';
import type { ExperimentResult, Report } from '../../../contract/compare/result.ts';
import { explain } from '../../../contract/words/index.ts';
import { duration, type Lang, moment, number } from '../amounts.ts';
import { drawnWith } from '../charts.ts';
import { html, type Markup, textOf, trusted } from '../escape.ts';
import { type Tokens, tokens } from '../tokens.ts';
import { wordsIn } from '../words/index.ts';
import { boardOf } from './board.ts';
import { factsTable } from './facts.ts';
import { folded } from './folded.ts';
import { forYouOf } from './for-you.ts';
import { glanceOf } from './glance.ts';
import { byStepOf, totalsOf } from './measures.ts';
import { postmark } from './postmark.ts';
import { styleOf } from './style.ts';

/** Colours by their names in the style sheet: a chart turns dark with the page. */
const named = Object.fromEntries(
  Object.keys(tokens.light).map((name) => [name, `var(--${name})`]),
) as unknown as Tokens;

/** `needs`: what a person told about their own mail; then the page says which of the ways suits them. */
export function htmlOf(report: Report, lang: Lang, needs: Needs | null = null): string {
  const words = wordsIn[lang];
  const style = styleOf(lang, Math.max(1, ...report.experiments.map(({ steps }) => steps.length)));
  const hash = createHash('sha256').update(style).digest('base64');
  const title = report.experiments.length === 1 ? (report.experiments[0]?.title ?? words.title) : words.title;
  const page = html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${trusted(hash)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Tegami ${report.tegami}">
<title>${title} · Tegami</title>
<style>${trusted(style)}</style>
</head>
<body id="top">
<header><div><h1>${words.title}</h1>
<p class="lead">${words.measured(moment(report.at, lang), report.experiments.length, duration(report.ms, lang))}${lang === 'en' && ' '}${
    report.ground.kind === 'lab' ? words.inLab : words.onServer(report.ground.name)
  }</p></div>${postmark(report.at, lang)}</header>
<main>
${report.experiments.length > 1 && glanceOf(report, lang)}
${report.experiments.map((result, i) => articleOf(result, i + 1, report, lang))}
${needs !== null && forYouOf(report, needs, lang)}
${settingsOf(report, lang)}
</main>
<footer>Tegami ${report.tegami}</footer>
</body>
</html>
`;
  return textOf(page);
}

function articleOf(result: ExperimentResult, n: number, report: Report, lang: Lang): Markup {
  const words = wordsIn[lang];
  const several = report.experiments.length > 1;
  return html`<article id="${result.name}" aria-labelledby="${result.name}-q">
<header><p class="kicker">${several && `${n} · `}${result.title}</p>${
    several && html`<p class="kicker"><a href="#top">${words.back}</a></p>`
  }
<h2 class="question" id="${result.name}-q">${result.question}</h2>
<p class="answer">${result.answer}</p></header>
${chartsOf(result, lang)}
${boardOf(result, `${result.name}-step`, lang)}
${totalsOf(result, lang)}
<div class="more">${folded(words.byStep, byStepOf(result, lang))}${folded(words.facts, factsTable(result, lang))}</div>
</article>
`;
}

function chartsOf(result: ExperimentResult, lang: Lang): Markup {
  return html`<h3>${wordsIn[lang].charts}</h3>
<div class="charts">${drawnWith(result, lang, named).map(
    ({ title, alt, svg }) =>
      html`<figure role="img" aria-label="${alt}"><figcaption>${title}</figcaption>${trusted(svg)}</figure>
`,
  )}</div>`;
}

function settingsOf(report: Report, lang: Lang): Markup {
  const words = wordsIn[lang];
  const { ground, setting } = { ground: report.ground, setting: words.setting };
  const pairs: readonly (readonly [string, string])[] = [
    [setting.program, `Tegami ${report.tegami}`],
    [setting.node, report.node],
    [setting.platform, report.platform],
    [setting.when, moment(report.at, lang)],
    [setting.where, ground.name],
    [setting.imap, ground.imap],
    [setting.pop3, ground.pop3],
    [setting.seed, String(report.seed)],
    [setting.pace, words.pace(number(report.pace, lang))],
    ...report.skipped.map(({ name, why }) => {
      const { what, helps } = explain(new MailError(why), lang);
      return [`${words.skipped}: ${name}`, `${what} ${helps}`.trim()] as const;
    }),
  ];
  return html`<section class="settings"><h2>${words.settings}</h2>
<dl class="pairs">${pairs.map(
    ([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>
`,
  )}</dl>
<ul>${words.howMeasured.map((each) => html`<li>${each}</li>`)}</ul></section>`;
}
