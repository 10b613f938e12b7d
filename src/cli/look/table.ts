import { columnsOf, cut, line } from './width.ts';

export interface Column {
  readonly head: string;
  readonly right?: boolean;
  /** Cut to so many columns. */
  readonly most?: number;
}

/** Aligned columns under their heads. The last column is cut where the terminal ends; `width` null: nothing is cut for it. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number | null,
): string[] {
  const cells = [columns.map((column) => column.head), ...rows].map((row) =>
    columns.map((column, n) => cut(line(row[n] ?? ''), column.most ?? Number.POSITIVE_INFINITY)),
  );
  const widths = columns.map((_, n) => Math.max(...cells.map((row) => columnsOf(row[n] ?? ''))));
  return cells.map((row) => {
    const text = row
      .map((cell, n) => {
        const space = ' '.repeat((widths[n] ?? 0) - columnsOf(cell));
        return columns[n]?.right === true ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
    return width === null ? text : cut(text, width);
  });
}
