import { byCodePoint } from '../../base/order.js';
import { mean, standardError } from '../../base/statistics.js';
import { appendRow, emptyTable, finiteOrNull, type Table } from '../../base/table.js';
import type { PooledPoint } from '../../pressure/splitting/pool.js';
import type { LevelRecord, RepeatState } from '../../pressure/splitting/repeat.js';
import { ALL_CONTEXTS } from '../../scenario/contexts.js';
import { FITNESS } from '../../scenario/fitness.js';
import { type PressureTableName, pressureTables } from './tables.js';

/** What a row is about: the score itself, or a channel in a context; indices into a problem's observables. */
export interface Followed {
  readonly context: string;
  readonly name: string;
  readonly strength: number;
  readonly influence: number | null;
}

/** The names of what a curve follows. */
export interface FollowedNames {
  readonly contexts: readonly string[];
  readonly channels: readonly string[];
  /** The one context that the score is of; null where it is of all of them. */
  readonly scoreContext: string | null;
}

/** The score and every channel in every context, in code-point order of contexts, then of names. */
export function followed({ contexts, channels, scoreContext }: FollowedNames): Followed[] {
  const traits = contexts.flatMap((context) => channels.map((name) => ({ context, name })));
  const only = contexts.length === 1 ? contexts[0]! : ALL_CONTEXTS;
  return [
    { context: scoreContext ?? only, name: FITNESS, strength: 0, influence: null },
    ...traits.map((trait, t) => ({ ...trait, strength: 1 + t, influence: 1 + traits.length + t })),
  ].sort((a, b) => byCodePoint(a.context, b.context) || byCodePoint(a.name, b.name));
}

/** The tables of a pressure curve. */
export function pressureRows(
  names: FollowedNames,
  repeats: readonly RepeatState[],
  pooled: readonly PooledPoint[],
): Record<PressureTableName, Table> {
  const tables = { curve: emptyTable(pressureTables.curve), pooled: emptyTable(pressureTables.pooled) };
  const rows = followed(names);
  for (const { repeat, levels } of repeats) {
    for (const level of levels) if (!level.inner) appendLevel(tables.curve, repeat, level, rows);
  }
  for (const point of pooled) appendPoint(tables.pooled, point, rows);
  return tables;
}

function appendLevel(table: Table, repeat: number, record: LevelRecord, rows: readonly Followed[]): void {
  const { level, threshold, bits, bitsError, acceptance, ancestors, scores, observables } = record;
  const count = observables.length / scores.length;
  const column = (o: number): Float64Array => scores.map((_, i) => observables[i * count + o]!);
  for (const { context, name, strength, influence } of rows) {
    const strengths = column(strength);
    const influences = influence === null ? null : column(influence);
    appendRow(table, {
      ...{ repeat, level, threshold, bits, bits_se: bitsError, context, channel: name },
      mean: finiteOrNull(mean(strengths)),
      standard_error: finiteOrNull(standardError(strengths)),
      influence: influences === null ? null : finiteOrNull(mean(influences)),
      influence_error: influences === null ? null : finiteOrNull(standardError(influences)),
      ...{ acceptance, ancestors },
    });
  }
}

function appendPoint(table: Table, point: PooledPoint, rows: readonly Followed[]): void {
  const { threshold, bits, bitsError, observables, trusted, reached } = point;
  for (const { context, name, strength, influence } of rows) {
    const changed = influence === null ? undefined : observables[influence];
    appendRow(table, {
      ...{ threshold, bits: finiteOrNull(bits), bits_se: finiteOrNull(bitsError), context, channel: name },
      mean: finiteOrNull(observables[strength]!.mean),
      standard_error: finiteOrNull(observables[strength]!.standardError),
      influence: finiteOrNull(changed?.mean),
      influence_error: finiteOrNull(changed?.standardError),
      ...{ trusted: trusted ? 1 : 0, reached },
    });
  }
}
