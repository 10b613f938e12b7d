import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('../../../renderer/theme/theme.css', import.meta.url), 'utf8');
const blockAfter = (from: RegExp) => css.slice(from.exec(css)?.index).split('}')[0] ?? '';
const tokens = (from: RegExp) =>
  new Map([...blockAfter(from).matchAll(/--color-([\w-]+): (#\w{6})/g)].map((m) => [m[1] ?? '', m[2] ?? '']));
const themes = { light: tokens(/@theme \{/), dark: tokens(/\[data-theme=.dark.\] \{/) };

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: string, b: string): number {
  const light = (hex: string) => {
    const [r = 0, g = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [low = 0, high = 0] = [light(a), light(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const pairs: [string, string[]][] = [
  ['ink', ['paper', 'sheet', 'well', 'indigo-wash']],
  ['ink-soft', ['paper', 'sheet', 'well', 'indigo-wash']],
  ['ink-faint', ['paper', 'sheet', 'well']],
  ['indigo', ['paper', 'sheet', 'well', 'indigo-wash']],
  ['vermilion', ['paper', 'sheet', 'well']],
  ['moss', ['paper', 'sheet']],
  ['amber', ['paper', 'sheet']],
  ['sheet', ['indigo']],
];

test.each(
  (['light', 'dark'] as const).flatMap((theme) =>
    pairs.flatMap(([text, grounds]) => grounds.map((ground) => [theme, text, ground] as const)),
  ),
)('%s: %s on %s is at least 4.5 to 1', (theme, text, ground) => {
  const colours = themes[theme];
  expect(contrast(colours.get(text) ?? '', colours.get(ground) ?? '')).toBeGreaterThanOrEqual(4.5);
});
