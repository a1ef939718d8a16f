import { DeviceError, InvariantError } from '../../base/errors.js';
import { type Cell, type ColumnType, emptyTable, rowCount, type Table, type TableSpec } from '../../base/table.js';
import { checkTable } from '../check-table.js';

/** Rows of a line, at most. */
const MOST_ROWS = 8192;

/** Characters of a line, about at most: far below the longest string there can be (2^29 - 24), escapes and all. */
const MOST_CHARACTERS = 2 ** 22;

/** Characters that a number takes, at most: 17 digits, sign, point, exponent and a comma. */
const NUMBER_CHARACTERS = 26;

/** What a line of a table holds: some rows of all columns, `columns[c][row]`. */
interface TableLine {
  readonly table: string;
  readonly columns: readonly (readonly Cell[])[];
}

/** A table as lines of JSON, rows in order; none where it has no rows. */
export function* linesOf({ spec, columns }: Table): Generator<string> {
  const rows = rowCount({ spec, columns });
  for (let first = 0; first < rows; ) {
    const last = endOfLine(columns, first, rows);
    const cells = columns.map((column, c) => cellsText(spec.columns[c]!.type, column.slice(first, last)));
    yield `{"table":${JSON.stringify(spec.name)},"columns":[${cells.join(',')}]}`;
    first = last;
  }
}

/** The row before which a line that begins with row `first` ends. */
function endOfLine(columns: readonly (readonly Cell[])[], first: number, rows: number): number {
  const most = Math.min(rows, first + MOST_ROWS);
  let characters = 0;
  for (let row = first; row < most; row++) {
    for (const column of columns) {
      const cell = column[row]!;
      characters += typeof cell === 'string' ? cell.length : NUMBER_CHARACTERS;
    }
    if (characters > MOST_CHARACTERS && row > first) return row;
  }
  return most;
}

/** Cells as JSON, which keeps every double; −0 of a double column must be written by hand. */
function cellsText(type: ColumnType, cells: readonly Cell[]): string {
  if (type !== 'double' || !cells.some((cell) => Object.is(cell, -0))) return JSON.stringify(cells);
  return `[${cells.map((cell) => (Object.is(cell, -0) ? '-0' : JSON.stringify(cell))).join(',')}]`;
}

/** Whether a value is a line of a table. */
export function isTableLine(value: unknown): value is TableLine {
  return typeof value === 'object' && value !== null && 'table' in value && 'columns' in value;
}

/**
 * The table of its lines, in their order; lines of other tables are passed over.
 *
 * @param spec what the columns are
 * @param file for messages
 * @throws DeviceError where they do not make such a table
 */
export function tableOfLines(spec: TableSpec, lines: Iterable<unknown>, file: string): Table {
  const table = emptyTable(spec);
  for (const line of lines) {
    if (!isTableLine(line) || line.table !== spec.name) continue;
    if (!Array.isArray(line.columns) || line.columns.length !== spec.columns.length) {
      throw new DeviceError(
        `${file}: table ${spec.name}: columns other than the ${spec.columns.length} of the manifest`,
      );
    }
    line.columns.forEach((cells, c) => {
      // One line alone is most of what there is: it becomes the column as it stands.
      if (table.columns[c]!.length === 0) table.columns[c] = cells as Cell[];
      else for (const cell of cells) table.columns[c]!.push(cell);
    });
  }
  try {
    checkTable(table);
  } catch (error) {
    if (error instanceof InvariantError) throw new DeviceError(`${file}: ${error.message}`, { cause: error });
    throw error;
  }
  return table;
}
