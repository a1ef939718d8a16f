import type { Coordinate, Point } from '../design/records.js';

/** What a finished run took. */
export interface MeasuredCost {
  readonly coordinates: readonly Coordinate[];
  readonly ms: number;
}

/** More values than this are a range, not a list: a point between two that were measured is like them. */
const MOST_LISTED = 32;

export interface NearestCosts {
  /**
   * Milliseconds of a point: the mean over those measured whose coordinates are nearest, so over its own replicates first.
   * Each axis counts by the place of a value among all values of the design.
   */
  readonly costOf: (point: Pick<Point, 'coordinates'>) => number;
  /** False of a point with an `unseen` value: nothing that was measured is like it. */
  readonly isTold: (point: Pick<Point, 'coordinates'>) => boolean;
  /** By axis: listed values that no measured run has. */
  readonly unseen: readonly ReadonlySet<Coordinate>[];
}

/**
 * Tells the time of points from that of points beside them.
 *
 * @param points all of the design
 * @param measured at least one, of points of the design
 */
export function nearestCosts(points: readonly Point[], measured: readonly MeasuredCost[]): NearestCosts {
  const axes = points[0]!.coordinates.length;
  const places = Array.from({ length: axes }, (_, axis) => placesOf(points, axis));
  const unseen = places.map((place, axis) => {
    const seen = new Set(measured.map(({ coordinates }) => coordinates[axis]!));
    return new Set(place.size > MOST_LISTED ? [] : [...place.keys()].filter((value) => !seen.has(value)));
  });
  const placed = (coordinates: readonly Coordinate[]): number[] =>
    coordinates.map((value, a) => places[a]!.get(value)!);
  const known = measured.map(({ coordinates, ms }) => ({ at: placed(coordinates), ms }));

  const tell = (coordinates: readonly Coordinate[]): number => {
    const here = placed(coordinates);
    let [least, sum, count] = [Number.POSITIVE_INFINITY, 0, 0];
    for (const { at, ms } of known) {
      let distance = 0;
      for (let a = 0; a < axes; a++) distance += Math.abs(here[a]! - at[a]!);
      if (distance > least) continue;
      if (distance < least) [least, sum, count] = [distance, 0, 0];
      sum += ms;
      count++;
    }
    return sum / count;
  };
  // Replicates have the same coordinates.
  const told = new Map<string, number>();
  return {
    unseen,
    isTold: ({ coordinates }) => !coordinates.some((value, axis) => unseen[axis]!.has(value)),
    costOf({ coordinates }) {
      const key = JSON.stringify(coordinates);
      const before = told.get(key);
      if (before !== undefined) return before;
      const ms = tell(coordinates);
      told.set(key, ms);
      return ms;
    },
  };
}

/** Place of each value of an axis, from 0 for the first to 1 for the last: numbers by size, texts as they come. */
function placesOf(points: readonly Point[], axis: number): Map<Coordinate, number> {
  const values = [...new Set(points.map(({ coordinates }) => coordinates[axis]!))];
  if (values.every((value) => typeof value === 'number')) values.sort((a, b) => Number(a) - Number(b));
  return new Map(values.map((value, i) => [value, values.length === 1 ? 0 : i / (values.length - 1)]));
}
