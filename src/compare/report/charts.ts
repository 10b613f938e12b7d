/** Charts that are read at a glance: a bar for each machine, in what parts, and how much in all. */
import type { ExperimentResult } from '../../contract/compare/result.ts';
import type { Chart } from '../../contract/compare/table.ts';
import { inLang } from '../../contract/compare/text.ts';
import { stepWords } from '../../contract/compare/words/index.ts';
import { duration, type Lang, number, size } from './amounts.ts';
import { drawBars, type Part } from './bars.ts';
import { figuresOf, type MachineFigures, type Used } from './figures.ts';
import { fonts, type Tokens, tokens } from './tokens.ts';
import { type ReportWords, wordsIn } from './words/index.ts';

/** More steps than these are put together as the others. */
const mostParts = 3;

export function chartsOf(result: ExperimentResult, lang: Lang, theme: 'light' | 'dark'): Chart[] {
  return drawnWith(result, lang, tokens[theme]);
}

/** With any colours: a page that is light or dark by itself has names in their place. */
export function drawnWith(result: ExperimentResult, lang: Lang, colours: Tokens): Chart[] {
  const words = wordsIn[lang];
  const figures = figuresOf(result);
  const labels = figures.map((each) => labelOf(each, lang));
  const byStep = (of: (used: Used) => number) => partsByStep(result, figures, of, lang, words);
  const kinds = ['mail', 'parts', 'database', 'other'] as const;
  const asSize = (octets: number) => size(octets);
  const plans: readonly (readonly [Chart['id'], readonly Part[], (value: number) => string])[] = [
    ['bytes', byStep((used) => used.bytesIn + used.bytesOut), asSize],
    ['disk', kinds.map((kind) => ({ name: words.disk[kind], values: figures.map(({ disk }) => disk[kind]) })), asSize],
    ['round-trips', byStep((used) => used.roundTrips), (value) => words.trips(number(value, lang))],
    ['line-time', byStep((used) => used.lineMs / 1000), (value) => duration(value * 1000, lang)],
  ];
  return plans.map(([id, parts, say]) => {
    const { title, unit } = words.chart[id];
    const totals = figures.map((_, i) => parts.reduce((sum, { values }) => sum + (values[i] ?? 0), 0));
    const said = totals.map(say);
    const bars = figures.map(({ machine }, i) => ({
      label: labels[i] ?? '',
      said: said[i] ?? '',
      colour: machine.protocol === 'imap' ? colours.indigo : colours['ink-soft'],
    }));
    return {
      id,
      title,
      alt: words.chartSays(
        title,
        bars.map((bar) => words.chartValue(bar.label, bar.said)),
      ),
      svg: drawBars({ bars, parts, colours, font: fonts[lang], prefix: `${result.name}-${id}` }),
      unit,
      rows: figures.map((_, i) => ({
        label: labels[i] ?? '',
        values: parts.map(({ name, values }) => ({ name, value: rounded(values[i] ?? 0) })),
      })),
    };
  });
}

/** The steps that weigh most, in their order, then all others together. */
function partsByStep(
  result: ExperimentResult,
  figures: readonly MachineFigures[],
  of: (used: Used) => number,
  lang: Lang,
  words: ReportWords,
): Part[] {
  const all = result.steps.map((step, i) => ({
    i,
    name: step.step === null ? words.beginning : words.stepIn(step.n, stepWords[lang].kind[step.step.do]),
    values: figures.map(({ steps }) => (steps[i] === undefined ? 0 : of(steps[i]))),
  }));
  const weight = ({ values }: Part): number => Math.max(0, ...values);
  const some = all.filter((part) => weight(part) > 0);
  const heaviest = [...some].sort((a, b) => weight(b) - weight(a) || a.i - b.i).slice(0, mostParts);
  const named = some.filter((part) => heaviest.includes(part) || some.length <= mostParts + 1);
  const others = some.filter((part) => !named.includes(part));
  return [
    ...named.map(({ name, values }) => ({ name, values })),
    ...(others.length === 0
      ? []
      : [
          {
            name: words.otherSteps,
            values: figures.map((_, i) => others.reduce((sum, { values }) => sum + (values[i] ?? 0), 0)),
          },
        ]),
  ];
}

/** The machine's name, with its protocol where the name does not say it. */
function labelOf({ machine }: MachineFigures, lang: Lang): string {
  const name = inLang(machine.name, lang);
  const protocol = machine.protocol === 'imap' ? 'IMAP' : 'POP3';
  return name.toUpperCase().includes(protocol) ? name : `${name} · ${protocol}`;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
