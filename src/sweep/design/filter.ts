import { DeviceError, UserError } from '../../base/errors.js';
import { type ColumnType, double, integer, type Table, text } from '../../base/table.js';
import { createTable } from '../../store/create-table.js';
import { withDuckDB } from '../../store/duckdb.js';
import { checkCondition } from './condition.js';
import type { Combination } from './points.js';
import type { Axis } from './records.js';

const COLUMN: Readonly<Record<ColumnType, typeof integer>> = {
  integer,
  double,
  text: (name, _unit, meaning) => text(name, meaning),
};

/**
 * The combinations that meet an SQL condition over their coordinates and `replicate`, in their order; one that is
 * neither true nor false is not met. It is DuckDB's, which is loaded for this alone and reaches no file.
 *
 * @throws UserError where it is no such condition
 */
export async function keepWhere(
  all: readonly Combination[],
  axes: readonly Axis[],
  condition: string,
): Promise<Combination[]> {
  const table = tableOf(all, axes);
  // On a line of its own, so that a comment at its end ends there.
  const select = `SELECT (\n${condition}\n) AS kept FROM points`;
  const columns = table.spec.columns.map(({ name }) => name);
  return withDuckDB(async (connection, duckdb) => {
    try {
      await connection.run('SET enable_external_access = false');
      await connection.run('SET lock_configuration = true');
      await checkCondition(connection, select, columns);
      await createTable(connection, duckdb, 'points', table);
      const reader = await connection.runAndReadAll(`${select} ORDER BY rowid`);
      const type = String(reader.columnType(0));
      if (type !== 'BOOLEAN') throw new UserError(`${type}; expected a condition, which is true or false`);
      const kept = reader.getColumns()[0] ?? [];
      if (kept.length !== all.length) throw new UserError('not one answer for each point; expected a condition on one');
      return all.filter((_, i) => kept[i] === true);
    } catch (error) {
      if (error instanceof UserError || error instanceof DeviceError) throw error;
      throw new UserError((error as Error).message.split('\n')[0], { cause: error });
    }
  });
}

function tableOf(all: readonly Combination[], axes: readonly Axis[]): Table {
  const columns = [
    ...axes.map(({ name, type }) => COLUMN[type](name, '', 'Coordinate.')),
    integer('replicate', '1', 'Replicate, from 0.'),
  ];
  return {
    spec: { name: 'points', meaning: 'Points of a sweep.', order: [], columns },
    columns: [
      ...axes.map((_, a) => all.map(({ levels }) => levels[a]!.coordinate)),
      all.map(({ replicate }) => replicate),
    ],
  };
}
