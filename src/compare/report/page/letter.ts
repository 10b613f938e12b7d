/** The small letters of the matrix: empty, with text, and full. What they show stands beside them in words. */
import type { Cell } from '../../../contract/compare/result.ts';
import { type Markup, trusted } from '../escape.ts';

const edge = '<rect x=".75" y=".75" width="15.5" height="10.5" rx="1" fill="none" stroke="currentColor"/>';
const flap = '<path d="M1 1.2l7.5 5.6L16 1.2" fill="none" stroke="currentColor"/>';
const inside: Readonly<Record<Exclude<Cell['holds'], 'nothing'>, string>> = {
  listed: edge.replace('fill="none"', 'fill="none" stroke-dasharray="2 1.4"'),
  text: `${edge}<path d="M4 4h9M4 6.2h9M4 8.4h5" stroke="currentColor"/>`,
  whole: `<rect x=".75" y=".75" width="15.5" height="10.5" rx="1" fill="currentColor" stroke="currentColor"/>${flap.replace('currentColor', 'var(--sheet)')}`,
};

export function letterOf(holds: Exclude<Cell['holds'], 'nothing'>): Markup {
  return trusted(`<svg class="letter" viewBox="0 0 17 12" aria-hidden="true">${inside[holds]}</svg>`);
}
