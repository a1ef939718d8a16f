import { UserError } from '../base/errors.js';
import { type Key, Purpose, Stream } from '../base/streams.js';
import type { Sites } from './sites.js';

/** Coordinates within `radius` of `centre` on an axis of `size` places, ascending; `wrap` closes it to a ring. */
function within(centre: number, radius: number, size: number, wrap: boolean): number[] {
  const all = Array.from({ length: size }, (_, place) => place);
  return all.filter((place) => {
    const apart = Math.abs(place - centre);
    return (wrap ? Math.min(apart, size - apart) : apart) <= radius;
  });
}

/** Units and write ports within Chebyshev distance `radius` of a site, itself left out, row-major. */
function reachableSites(sites: Sites, own: number, radius: number, wrap: boolean): number[] {
  const { rows, columns, empty } = sites;
  const nearColumns = within(own % columns, radius, columns, wrap);
  const reachable: number[] = [];
  for (const row of within(Math.floor(own / columns), radius, rows, wrap)) {
    for (const column of nearColumns) {
      const site = row * columns + column;
      if (site !== own && empty[site] === 0) reachable.push(site);
    }
  }
  return reachable;
}

/**
 * `count` distinct indices below `length`, in the order drawn: the first steps of a Fisher–Yates shuffle (Durstenfeld
 * 1964), of which only the places that it has touched are kept.
 */
function drawDistinct(stream: Stream, length: number, count: number): number[] {
  const moved = new Map<number, number>();
  return Array.from({ length: count }, (_, drawn) => {
    const from = drawn + stream.nextBelow(length - drawn);
    const index = moved.get(from) ?? from;
    moved.set(from, moved.get(drawn) ?? drawn);
    return index;
  });
}

/**
 * The sites that each unit reads under random wiring, `[unit][neighbour]` in the order drawn: distinct, never the unit
 * itself nor `#`, within Chebyshev distance `radius` (on the torus with `wrap`). Each unit draws from a stream of its
 * own, (wiring, 0, unit).
 *
 * @throws UserError where fewer than `count` sites lie within a unit's reach
 */
export function drawWiring(sites: Sites, count: number, radius: number | 'all', wrap: boolean, key: Key): number[][] {
  const everywhere = [...sites.empty.keys()].filter((site) => sites.empty[site] === 0);
  const placeOfSite = new Map(everywhere.map((site, place) => [site, place]));
  return Array.from(sites.siteOfUnit, (own, unit) => {
    // A list of everything is shared by all units; each leaves itself out by stepping over its own place.
    const near = radius === 'all' ? null : reachableSites(sites, own, radius, wrap);
    const length = near === null ? everywhere.length - 1 : near.length;
    if (length < count) throw tooFewSites(sites, own, length, count, radius);
    const skip = near === null ? placeOfSite.get(own)! : length;
    return drawDistinct(new Stream(key, Purpose.wiring, 0, unit), length, count).map(
      (index) => (near ?? everywhere)[index < skip ? index : index + 1]!,
    );
  });
}

function tooFewSites(sites: Sites, own: number, found: number, count: number, radius: number | 'all'): UserError {
  const place = `row ${Math.floor(own / sites.columns)}, column ${own % sites.columns} (counted from 0)`;
  const reach = radius === 'all' ? 'on the map' : `within radius ${radius}`;
  const remedy = radius === 'all' ? 'lower `random` or enlarge the map' : 'raise `radius` or lower `random`';
  return new UserError(
    `lattice.neighbours: the unit at ${place} has ${found} other sites ${reach}; ` +
      `expected at least ${count}, since random wiring draws distinct sites: ${remedy}`,
  );
}
