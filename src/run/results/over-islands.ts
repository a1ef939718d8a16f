import { mean, standardError } from '../../base/statistics.js';
import { rowCount, type Table } from '../../base/table.js';

/** A mean over islands with its standard error; null where there is one island only, and so no scatter. */
export interface OverIslands {
  readonly mean: number;
  readonly standardError: number | null;
}

export type Row = Readonly<Record<string, number | string | null>>;

export function rowsOf(table: Table): Row[] {
  return Array.from({ length: rowCount(table) }, (_, r) =>
    Object.fromEntries(table.spec.columns.map((column, c) => [column.name, table.columns[c]![r]!])),
  );
}

export function overIslands(values: readonly number[]): OverIslands {
  return { mean: mean(values), standardError: values.length < 2 ? null : standardError(values) };
}

/** The sum of columns over all rows of each island, over islands: what was booked since generation 0. */
export function cumulated(rows: readonly Row[], ...columns: readonly string[]): OverIslands {
  const sums = new Map<number, number>();
  for (const row of rows) {
    const island = row.island as number;
    for (const column of columns) sums.set(island, (sums.get(island) ?? 0) + (row[column] as number));
  }
  return overIslands([...sums.values()]);
}
