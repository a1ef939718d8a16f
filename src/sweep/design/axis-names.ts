import { pressureTables } from '../../run/pressure/tables.js';
import { tableSpecs } from '../../run/results/tables.js';
import { RUN_ID, RUN_ROW } from '../../store/pack/stage-table.js';
import { COSTS, RUNS } from '../merge/describe-run.js';
import { frontColumns } from '../merge/points-table.js';

/** Names that no axis can have, since a merged table has a column of that name. */
export const TAKEN_NAMES: ReadonlySet<string> = new Set([
  ...[RUN_ID, RUN_ROW],
  ...frontColumns([]).map(({ name }) => name),
  ...[RUNS, COSTS, ...Object.values(tableSpecs), ...Object.values(pressureTables)].flatMap(({ columns }) =>
    columns.map(({ name }) => name),
  ),
]);
