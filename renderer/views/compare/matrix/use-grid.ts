import { type FocusEvent, type KeyboardEvent, useState } from 'react';

/** One stop for Tab in the whole grid; inside, the arrows go from cell to cell. Cells carry `data-at="row:column"`. */
export interface Grid {
  tabIndex(at: string): 0 | -1;
  onKeyDown(event: KeyboardEvent<HTMLElement>): void;
  onFocus(event: FocusEvent<HTMLElement>): void;
}

export const cellAt = (row: number, column: number): string => `${row}:${column}`;

const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function useGrid(rows: number, columns: number): Grid {
  const [at, setAt] = useState(cellAt(0, 0));
  const within = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));
  const place = () => {
    const [row = 0, column = 0] = at.split(':').map(Number);
    return [within(row, rows), within(column, columns)] as const;
  };
  return {
    tabIndex: (cell) => (cell === cellAt(...place()) ? 0 : -1),
    onFocus(event) {
      const cell = event.target.dataset['at'];
      if (cell !== undefined) setAt(cell);
    },
    onKeyDown(event) {
      if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLElement)) return;
      const from = event.target.dataset['at'];
      if (from === undefined) return;
      const [row = 0, column = 0] = from.split(':').map(Number);
      const move = moves[event.key];
      const to =
        move !== undefined
          ? cellAt(within(row + move[0], rows), within(column + move[1], columns))
          : event.key === 'Home'
            ? cellAt(row, 0)
            : event.key === 'End'
              ? cellAt(row, columns - 1)
              : null;
      if (to === null) return;
      event.preventDefault();
      event.stopPropagation();
      const next = event.currentTarget.querySelector<HTMLElement>(`[data-at="${to}"]`);
      next?.focus();
      next?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    },
  };
}
