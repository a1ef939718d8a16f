import type { Table } from '../../base/table.js';
import { THRESHOLD_BITS } from '../../coupling/match/thresholds.js';
import type { ReadPort, System, WritePort } from '../../system/system.js';
import { floorBits } from './floor.js';
import { rowsOf } from './over-islands.js';

/** What one write port's variable is worth at one read port, means over the population. */
export interface Carried {
  /** Bits. */
  readonly strength: number;
  /** Null where it is out of the reach of the exact evaluator. */
  readonly influence: number | null;
}

/** Of a context, a write port and a read port, by their names. */
export type Inside = (context: string, source: string, sink: string) => Carried;

/** The rows of one generation of the matrix table, to be asked by name. */
export function insideOf(matrix: Table, generation: number): Inside {
  const keyOf = (...names: unknown[]): string => names.join(' ');
  const carried = new Map(
    rowsOf(matrix)
      .filter((row) => row.generation === generation)
      .map((row): [string, Carried] => [
        keyOf(row.context, row.source, row.sink),
        { strength: row.bits as number, influence: row.influence as number | null },
      ]),
  );
  return (context, source, sink) => carried.get(keyOf(context, source, sink))!;
}

/**
 * The mean strength above which a pair of ports counts as open, bits: the threshold, or the detection floor where that is
 * larger.
 *
 * @param samples null under the exact evaluator, which has no floor
 */
export function openAbove(
  system: Pick<System, 'units' | 'environment'>,
  source: WritePort,
  sink: ReadPort,
  samples: number | null,
): number {
  if (samples === null) return THRESHOLD_BITS;
  return Math.max(THRESHOLD_BITS, floorBits(system, source, sink, samples));
}
