import type { Key } from '../base/streams.js';
import { presetOffsets } from '../scenario/neighbours.js';
import type { LatticeSpec, Offset } from '../scenario/scenario.js';
import { drawWiring } from './random-wiring.js';
import type { Sites } from './sites.js';

/** A place on the map or off it, [row, column]; rows and columns off the map are negative or too large. */
export type Position = readonly [number, number];

/**
 * Where each unit's neighbours lie, `[unit][neighbour]`, in the order of the offset list or, under random wiring, in
 * the order drawn. Under `border: wrap` every position has been folded onto the map.
 */
export function neighbourPositions(spec: LatticeSpec, sites: Sites, key: Key): Position[][] {
  const { neighbours } = spec;
  const { rows, columns } = sites;
  const wrap = spec.border === 'wrap';
  const fold = ([row, column]: Position): Position =>
    wrap ? [((row % rows) + rows) % rows, ((column % columns) + columns) % columns] : [row, column];
  const position = (site: number): Position => [Math.floor(site / columns), site % columns];

  if (typeof neighbours === 'object' && 'random' in neighbours) {
    return drawWiring(sites, neighbours.random, neighbours.radius, wrap, key).map((drawn) => drawn.map(position));
  }
  const offsets: readonly Offset[] = typeof neighbours === 'string' ? presetOffsets[neighbours] : neighbours;
  return Array.from(sites.siteOfUnit, (site) => {
    const [row, column] = position(site);
    return offsets.map(([down, right]) => fold([row + down, column + right]));
  });
}
