import type { Level, PlannedAxis } from './axis.js';
import { derivedSeed, pointId } from './identity.js';
import type { Base, Point, PointCommand } from './records.js';

/** A point before it has a place, a seed and a name. */
export interface Combination {
  /** In the order of the axes. */
  readonly levels: readonly Level[];
  readonly replicate: number;
}

/** All combinations, replicates innermost. */
export function withReplicates(
  rows: readonly ReadonlyMap<string, Level>[],
  axes: readonly PlannedAxis[],
  count: number,
): Combination[] {
  return rows.flatMap((row) => {
    const levels = axes.map(({ name }) => row.get(name)!);
    return Array.from({ length: count }, (_, replicate) => ({ levels, replicate }));
  });
}

export interface PointOptions {
  readonly base: Base;
  readonly seeds: 'apart' | 'shared';
  readonly commands: readonly PointCommand[];
  readonly evaluator: string | null;
}

/** The points of combinations: each its place, its settings, its seed and its name. */
export function pointsOf(combinations: readonly Combination[], options: PointOptions): Point[] {
  const { base, seeds, commands, evaluator } = options;
  // One for each replicate, found once.
  const shared = new Map<number, string>();
  return combinations.map(({ levels, replicate }, index) => {
    const overrides = levels.flatMap(({ settings }) => settings);
    const settings = [...overrides].sort();
    let seed = levels.find((level) => level.seed !== null)?.seed;
    if (seeds === 'apart') seed ??= derivedSeed(base.seed, settings, replicate);
    else {
      seed ??= shared.get(replicate) ?? derivedSeed(base.seed, null, replicate);
      shared.set(replicate, seed);
    }
    const id = pointId({ base: base.hash, settings, seed, commands, evaluator });
    return { index, coordinates: levels.map(({ coordinate }) => coordinate), replicate, overrides, seed, id };
  });
}
