export type ColumnType = 'integer' | 'double' | 'text';
export type Cell = number | string | null;

/** One column of a result table: its name and unit are part of the contract with whoever reads the file. */
export interface ColumnSpec {
  readonly name: string;
  readonly type: ColumnType;
  /** Unit of the values, e.g. `bits`, `1` for a fraction or count, `` for a label. */
  readonly unit: string;
  /** What a value means, one sentence. */
  readonly meaning: string;
}

/** A column of whole numbers. */
export const integer = (name: string, unit: string, meaning: string): ColumnSpec => ({
  ...{ name, type: 'integer', unit, meaning },
});

/** A column of doubles. */
export const double = (name: string, unit: string, meaning: string): ColumnSpec => ({
  ...{ name, type: 'double', unit, meaning },
});

/** A column of labels, which have no unit. */
export const text = (name: string, meaning: string): ColumnSpec => ({ ...{ name, type: 'text', unit: '', meaning } });

/** A result table: tidy, its rows in a stated order. */
export interface TableSpec {
  readonly name: string;
  readonly meaning: string;
  /** Columns by which the rows are ordered, outermost first. */
  readonly order: readonly string[];
  readonly columns: readonly ColumnSpec[];
}

/** A table in memory: `columns[c][row]`, in the order of `spec.columns`; `null` is "not defined". */
export interface Table {
  readonly spec: TableSpec;
  readonly columns: Cell[][];
}

export function emptyTable(spec: TableSpec): Table {
  return { spec, columns: spec.columns.map(() => []) };
}

export function rowCount(table: Table): number {
  return table.columns[0]?.length ?? 0;
}

/** A cell for what may be not defined: null where it is absent, infinite or not a number. */
export function finiteOrNull(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/**
 * Appends one row given by column name. Every column must be there, so that a forgotten one cannot become a null; a row
 * that is refused leaves the table as it was.
 */
export function appendRow(table: Table, row: Readonly<Record<string, Cell>>): void {
  const { spec, columns } = table;
  const cells = spec.columns.map(({ name }) => {
    const value = row[name];
    if (value === undefined) throw new TypeError(`table ${spec.name}: the row has no column ${name}`);
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new RangeError(`table ${spec.name}: ${name} is ${value}; expected a finite number or null`);
    }
    return value;
  });
  cells.forEach((value, c) => {
    columns[c]!.push(value);
  });
}
