import { pressureTables } from '../../run/pressure/tables.js';
import { tableSpecs } from '../../run/results/tables.js';

/** Columns that merged tables have beside those of results. */
const OF_POINTS = ['point', 'replicate', 'run', 'run_row', 'run_name', 'run_seed', 'run_hash'];
/** Columns of the tables of runs and of what they cost. */
const OF_RUNS = [
  ...['digest', 'pressure_digest', 'generations', 'summary', 'pressure', 'certificate'],
  ...['command', 'elapsed_ms', 'host', 'attempts', 'start', 'end'],
];

/** Names that no axis can have, since a merged table has a column of that name. */
export const TAKEN_NAMES: ReadonlySet<string> = new Set([
  ...OF_POINTS,
  ...OF_RUNS,
  ...[...Object.values(tableSpecs), ...Object.values(pressureTables)].flatMap(({ columns }) =>
    columns.map(({ name }) => name),
  ),
]);
