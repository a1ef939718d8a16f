import { InvariantError } from '../base/errors.js';
import { type Cell, type ColumnType, rowCount, type Table } from '../base/table.js';

/** Text that UTF-8 cannot carry: half of a surrogate pair. */
const LONE_SURROGATE = /\p{Surrogate}/u;

const EXPECTED: Readonly<Record<ColumnType, string>> = {
  integer: 'an integer within ±(2^53 − 1) or null',
  double: 'a finite number or null',
  text: 'well-formed text or null',
};

function fits(type: ColumnType, cell: Cell): boolean {
  if (cell === null) return true;
  if (type === 'integer') return Number.isSafeInteger(cell);
  if (type === 'double') return Number.isFinite(cell);
  return typeof cell === 'string' && !LONE_SURROGATE.test(cell);
}

/**
 * Checks that a table is one: as many columns as its spec names, all of one length, each cell of its column's type.
 *
 * @throws InvariantError naming the first place where it is not: tables come from our own code
 */
export function checkTable(table: Table): void {
  const { spec, columns } = table;
  if (columns.length !== spec.columns.length) {
    throw new InvariantError(
      `table ${spec.name}: ${columns.length} columns; expected ${spec.columns.length}, as in its spec`,
    );
  }
  const rows = rowCount(table);
  spec.columns.forEach(({ name, type }, c) => {
    const cells = columns[c]!;
    if (cells.length !== rows) {
      throw new InvariantError(
        `table ${spec.name}: column ${name} has ${cells.length} rows; expected ${rows}, as in the first`,
      );
    }
    const row = cells.findIndex((cell) => !fits(type, cell));
    if (row >= 0) {
      throw new InvariantError(
        `table ${spec.name}: ${name} in row ${row} is ${String(cells[row])}; expected ${EXPECTED[type]}`,
      );
    }
  });
}
