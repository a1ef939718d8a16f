import { byCodePoint } from '../../base/order.js';
import { mean, standardError } from '../../base/statistics.js';
import { appendRow, type Cell, emptyTable, type Table } from '../../base/table.js';
import type { PooledPoint } from '../../pressure/splitting/pool.js';
import type { LevelRecord, RepeatState } from '../../pressure/splitting/repeat.js';
import { type PressureTableName, pressureTables, SCORE } from './tables.js';

/** Contexts are not built yet: every row is of the one that is always there. */
const CONTEXT = 'all';

/** What a row is about: the score itself, or a channel; indices into a problem's observables. */
interface Followed {
  readonly name: string;
  readonly strength: number;
  readonly influence: number | null;
}

/** The score and every channel, in code-point order of their names. */
export function followed(channels: readonly string[]): Followed[] {
  return [
    { name: SCORE, strength: 0, influence: null },
    ...channels.map((name, c) => ({ name, strength: 1 + c, influence: 1 + channels.length + c })),
  ].sort((a, b) => byCodePoint(a.name, b.name));
}

/** The tables of a pressure curve. */
export function pressureRows(
  channels: readonly string[],
  repeats: readonly RepeatState[],
  pooled: readonly PooledPoint[],
): Record<PressureTableName, Table> {
  const tables = { curve: emptyTable(pressureTables.curve), pooled: emptyTable(pressureTables.pooled) };
  const rows = followed(channels);
  for (const { repeat, levels } of repeats) {
    for (const level of levels) if (!level.inner) appendLevel(tables.curve, repeat, level, rows);
  }
  for (const point of pooled) appendPoint(tables.pooled, point, rows);
  return tables;
}

/** Null for what is not defined: of nothing, or out of reach. */
const cell = (value: number | undefined): Cell => (value !== undefined && Number.isFinite(value) ? value : null);

function appendLevel(table: Table, repeat: number, record: LevelRecord, rows: readonly Followed[]): void {
  const { level, threshold, bits, bitsError, acceptance, ancestors, scores, observables } = record;
  const count = observables.length / scores.length;
  const column = (o: number): Float64Array => scores.map((_, i) => observables[i * count + o]!);
  for (const { name, strength, influence } of rows) {
    const strengths = column(strength);
    const influences = influence === null ? null : column(influence);
    appendRow(table, {
      ...{ repeat, level, threshold, bits, bits_se: bitsError, context: CONTEXT, channel: name },
      mean: cell(mean(strengths)),
      standard_error: cell(standardError(strengths)),
      influence: influences === null ? null : cell(mean(influences)),
      influence_error: influences === null ? null : cell(standardError(influences)),
      ...{ acceptance, ancestors },
    });
  }
}

function appendPoint(table: Table, point: PooledPoint, rows: readonly Followed[]): void {
  const { threshold, bits, bitsError, observables, trusted, reached } = point;
  for (const { name, strength, influence } of rows) {
    const changed = influence === null ? undefined : observables[influence];
    appendRow(table, {
      ...{ threshold, bits: cell(bits), bits_se: cell(bitsError), context: CONTEXT, channel: name },
      mean: cell(observables[strength]!.mean),
      standard_error: cell(observables[strength]!.standardError),
      influence: cell(changed?.mean),
      influence_error: cell(changed?.standardError),
      ...{ trusted: trusted ? 1 : 0, reached },
    });
  }
}
