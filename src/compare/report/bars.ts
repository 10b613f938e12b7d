/** Bars, drawn by ECharts into an SVG document that needs no style sheet, no script and no font of its own. */
import { BarChart, type BarSeriesOption } from 'echarts/charts';
import {
  GridComponent,
  type GridComponentOption,
  LegendComponent,
  type LegendComponentOption,
} from 'echarts/components';
import { type ComposeOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { readable } from './escape.ts';
import { plainSvg } from './svg.ts';
import type { Tokens } from './tokens.ts';

use([BarChart, GridComponent, LegendComponent, SVGRenderer]);

type Option = ComposeOption<BarSeriesOption | GridComponentOption | LegendComponentOption>;

/** A part of every bar: which one, and its share of each machine. */
export interface Part {
  readonly name: string;
  /** In the order of the machines. */
  readonly values: readonly number[];
}

export interface Bars {
  readonly bars: readonly { readonly label: string; readonly said: string; readonly colour: string }[];
  readonly parts: readonly Part[];
  readonly colours: Tokens;
  readonly font: string;
  /** Of the names inside the document: several stand in one page. */
  readonly prefix: string;
}

const width = 440;
/** The label stands above its bar: names are long, and a narrow page has no room beside. */
const row = { height: 44, bar: 12, label: 14 };
const legend = { top: 8, line: 20 };
const right = 84;
const leastWidth = 1.5;
/** Parts are told apart by how strong their colour is: the first step is the strongest. */
const strengths = [1, 0.62, 0.4, 0.22];

export function drawBars({ bars, parts, colours, font, prefix }: Bars): string {
  const rows = bars.length * row.height;
  const lines = legendLines(parts);
  const height = rows + legend.top + lines * legend.line;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(option({ bars, parts, colours, font, prefix }, rows));
    // Names of machines are anybody's words, and XML has no way to write a control character.
    return plainSvg(readable(chart.renderToSVGString()), prefix);
  } finally {
    chart.dispose();
  }
}

function option({ bars, parts, colours, font: quoted }: Bars, rows: number): Option {
  // It stands in an attribute, and ECharts does not escape it.
  const font = quoted.replaceAll('"', "'");
  const text = { fontFamily: font, fontSize: 12 };
  const least = (leastWidth / (width - right)) * Math.max(...bars.map((_, n) => totalOf(parts, n)));
  return {
    animation: false,
    textStyle: { fontFamily: font },
    grid: { left: 0, right, top: 0, height: rows, outerBoundsMode: 'none' },
    xAxis: { type: 'value', min: 0, show: false },
    yAxis: {
      type: 'category',
      inverse: true,
      data: bars.map(({ label }) => label),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: {
        ...text,
        inside: true,
        align: 'left',
        verticalAlign: 'bottom',
        margin: 0,
        padding: [0, 0, row.label - 4, 0],
        color: colours.ink,
        width,
        overflow: 'truncate',
      },
      z: 3,
    },
    legend: {
      show: parts.length > 0,
      left: 0,
      padding: 0,
      top: rows + legend.top,
      selectedMode: false,
      itemWidth: 10,
      itemHeight: 10,
      itemGap: 14,
      icon: 'rect',
      textStyle: { ...text, color: colours['ink-soft'] },
    },
    series: parts.map(({ name, values }, i) => ({
      type: 'bar' as const,
      name,
      stack: 'all',
      silent: true,
      barWidth: row.bar,
      // The legend's; each bar has its machine's own.
      itemStyle: { color: colours['ink-soft'], opacity: strengths[i] ?? 0.22 },
      data: bars.map(({ colour }, n) => ({ value: seen(values[n] ?? 0, least), itemStyle: { color: colour } })),
      label: {
        ...text,
        show: i === parts.length - 1,
        position: 'right' as const,
        distance: 8,
        color: colours.ink,
        opacity: 1,
        textBorderWidth: 0,
        formatter: ({ dataIndex }: { dataIndex: number }) => bars[dataIndex]?.said ?? '',
      },
    })),
  };
}

const totalOf = (parts: readonly Part[], bar: number): number =>
  parts.reduce((sum, { values }) => sum + (values[bar] ?? 0), 0);

/** What is there can be seen: a few octets beside many would be less than a point on the screen. The numbers are not touched. */
const seen = (value: number, least: number): number => (value > 0 ? Math.max(value, least) : 0);

/** Lines that the legend takes, reckoned generously: a full-width letter takes the size of the type. */
function legendLines(parts: readonly Part[]): number {
  let lines = parts.length === 0 ? 0 : 1;
  let used = 0;
  for (const { name } of parts) {
    const wide = [...name].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? 12 : 7), 0) + 10 + 5 + 14;
    if (used > 0 && used + wide > width) {
      lines += 1;
      used = 0;
    }
    used += wide;
  }
  return lines;
}
