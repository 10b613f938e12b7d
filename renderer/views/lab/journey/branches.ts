/** How ways that share a beginning part from each other, row by row. Pure. */
import type { Way } from './journeys.ts';

/** How many of its first marks each way shares with the one before it. */
export function sharedMarks(ways: readonly Way[]): number[] {
  return ways.map(({ marks }, n) => {
    const before = ways[n - 1]?.marks ?? [];
    const differs = marks.findIndex((mark, at) => before[at]?.key !== mark.key);
    return differs === -1 ? 0 : differs;
  });
}

/** A piece of the lines by which ways part, in one row: right of the mark in this column. `arrow` is the height of the marks' middle. */
export interface Branch {
  readonly column: number;
  readonly from: 'top' | 'arrow';
  readonly to: 'arrow' | 'bottom';
}

/** For each way what is drawn of the parting lines in its row, from what each shares with the one before it. */
export function branches(shared: readonly number[]): Branch[][] {
  const rows: Branch[][] = shared.map(() => []);
  for (const [row, count] of shared.entries()) {
    if (count === 0) continue;
    const column = count - 1;
    rows[row]?.push({ column, from: 'top', to: 'arrow' });
    // Up to the row in which this mark is drawn, or where another way parts from it already.
    for (let above = row - 1; above >= 0; above--) {
      const there = shared[above] ?? 0;
      if (there <= count) {
        rows[above]?.push({ column, from: 'arrow', to: 'bottom' });
        break;
      }
      rows[above]?.push({ column, from: 'top', to: 'bottom' });
    }
  }
  return rows;
}
