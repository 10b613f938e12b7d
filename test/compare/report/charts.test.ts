import { JSDOM } from 'jsdom';
import { expect, test } from 'vitest';
import { chartsOf, figuresOf } from '../../../src/compare/report/index.ts';
import { tokens } from '../../../src/compare/report/tokens.ts';
import { Chart } from '../../../src/contract/compare/table.ts';
import { hostile, readState, thinLine } from '../support/report.ts';

const parsed = (svg: string) => {
  const { document } = new JSDOM(svg, { contentType: 'image/svg+xml' }).window;
  expect(document.querySelector('parsererror')).toBeNull();
  return document;
};

test('four charts, each with its title, what it says in words, and its numbers, as the contract has them', () => {
  for (const lang of ['en', 'ja'] as const)
    for (const result of [readState(lang), thinLine(lang)]) {
      const charts = chartsOf(result, lang, 'light');
      expect(charts.map(({ id }) => id)).toEqual(['bytes', 'disk', 'round-trips', 'line-time']);
      for (const chart of charts) {
        expect(Chart.parse(chart)).toEqual(chart);
        expect(chart.rows).toHaveLength(result.machines.length);
      }
    }
});

test('the rows of a chart are the numbers that were measured', () => {
  const result = thinLine();
  const [bytes, disk, trips, time] = chartsOf(result, 'en', 'light').map(({ rows }) =>
    rows.map(({ values }) => values.reduce((sum, { value }) => sum + value, 0)),
  );
  const figures = figuresOf(result);
  expect(bytes).toEqual(figures.map(({ total }) => total.bytesIn + total.bytesOut));
  expect(bytes).toEqual([13_702_114 + 1411, 8114 + 1980 + 4391 + 702 + 5_102_118 + 640]);
  expect(disk).toEqual(figures.map((each) => each.disk.total));
  expect(trips).toEqual([12, 17 + 5 + 4]);
  expect(time).toEqual([1716.64, (6120 + 2120 + 640_100) / 1000]);
});

test('a bar is as long as its number says, and what is little can still be seen', () => {
  const [bytes] = chartsOf(thinLine(), 'en', 'light');
  const bars = [...parsed(bytes?.svg ?? '').querySelectorAll('path')].flatMap((path) => {
    const drawn = /^M(?<x>[\d.]+) (?<y>[\d.]+)l(?<width>[\d.]+) 0l0 12l/.exec(path.getAttribute('d') ?? '')?.groups;
    return drawn === undefined ? [] : [{ y: Number(drawn['y']), width: Number(drawn['width']) }];
  });
  const [first, second] = [...new Set(bars.map(({ y }) => y))].map((y) =>
    bars.filter((each) => each.y === y && each.width > 0).map(({ width }) => width),
  );
  const long = first?.[0] ?? 0;
  expect(first).toHaveLength(1);
  expect(second).toHaveLength(3);
  expect((second?.[2] ?? 0) / long).toBeCloseTo(5_102_758 / 13_703_525, 2);
  for (const width of second ?? []) expect(width).toBeGreaterThan(1);
});

test('a chart is a document of its own: no script, no style sheet, no style attribute, no reference', () => {
  for (const { svg, id } of chartsOf(readState(), 'en', 'dark')) {
    const document = parsed(svg);
    expect(document.querySelectorAll('style, script, image, use, foreignObject')).toHaveLength(0);
    for (const element of document.querySelectorAll('*'))
      for (const { name } of element.attributes) expect(name).not.toMatch(/^(style|href|xlink:href|class|on.*)$/);
    expect(document.documentElement.getAttribute('viewBox')).toMatch(/^0 0 440 \d+$/);
    expect(svg, id).not.toMatch(/\bzr\d/);
  }
});

test('a name that somebody gave is text in a chart', () => {
  const result = readState();
  result.machines = result.machines.map((machine) => ({ ...machine, name: hostile.markup }));
  for (const { svg } of chartsOf(result, 'en', 'light')) {
    const document = parsed(svg);
    expect(document.querySelectorAll('script, img')).toHaveLength(0);
    expect(document.documentElement.textContent).toContain('</td><script>alert("1")');
  }
});

test('a chart has the colours of its theme only', () => {
  for (const theme of ['light', 'dark'] as const) {
    const allowed = new Set(Object.values(tokens[theme]));
    for (const { svg } of chartsOf(thinLine(), 'en', theme)) {
      const used = [...svg.matchAll(/(?:fill|stroke)="(?<colour>[^"]*)"/g)]
        .map(({ groups }) => groups?.['colour'] ?? '')
        .filter((colour) => colour !== 'none');
      for (const colour of used) expect(allowed, svg).toContain(colour);
    }
  }
});

test('labels say the protocol where the name does not', () => {
  const result = readState();
  result.machines = result.machines.map((machine) => ({ ...machine, name: 'Laptop' }));
  const [bytes] = chartsOf(result, 'en', 'light');
  expect(bytes?.rows.map(({ label }) => label)).toEqual([
    'Laptop · POP3',
    'Laptop · POP3',
    'Laptop · IMAP',
    'Laptop · IMAP',
  ]);
});

test('steps that weigh little are one part', () => {
  const result = readState();
  const step = result.steps[2];
  if (step === undefined) throw new Error('no step');
  result.steps = [...result.steps, ...Array.from({ length: 5 }, (_, i) => ({ ...step, n: 5 + i }))];
  const [bytes] = chartsOf(result, 'en', 'light');
  expect(bytes?.rows[0]?.values.map(({ name }) => name).at(-1)).toBe('Other steps');
  expect(bytes?.rows[0]?.values.length).toBe(4);
  expect(bytes?.rows[0]?.values.reduce((sum, { value }) => sum + value, 0)).toBe((11_934 + 1310) * 6);
});

test('nothing that was measured is drawn as nothing', () => {
  const result = { ...readState(), steps: [] };
  for (const { svg, rows } of chartsOf(result, 'ja', 'dark')) {
    parsed(svg);
    for (const { values } of rows) for (const { value } of values) expect(value).toBe(0);
  }
});
