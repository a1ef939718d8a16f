import { isBorder } from './held-planes.js';
import type { Position } from './neighbour-positions.js';
import type { Sites } from './sites.js';
import type { HeldPlane } from './system.js';

/**
 * What each unit reads: `Int32Array [unit][K]`, row-major, the source of each neighbour position. A source is a unit, or
 * unitCount + the index of a held plane.
 */
export function connect(
  positions: readonly (readonly Position[])[],
  neighbourCount: number,
  sites: Sites,
  held: readonly HeldPlane[],
): Int32Array {
  const unitCount = sites.siteOfUnit.length;
  const heldOfSite = new Map<number, number>();
  for (const portSites of sites.writeSites.values()) {
    for (const site of portSites) heldOfSite.set(site, heldOfSite.size);
  }
  const heldOfBorder = new Map<string, number>();
  held.forEach((plane, h) => {
    if (plane.kind === 'border') heldOfBorder.set(`${plane.row},${plane.column}`, h);
  });
  const zero = held.findIndex((plane) => plane.kind === 'zero');

  const sources = new Int32Array(unitCount * neighbourCount);
  positions.forEach((neighbours, unit) => {
    neighbours.forEach((position, j) => {
      const [row, column] = position;
      const site = row * sites.columns + column;
      const source = isBorder(position, sites)
        ? unitCount + (heldOfBorder.get(`${row},${column}`) ?? zero)
        : sites.unitOfSite[site]! >= 0
          ? sites.unitOfSite[site]!
          : unitCount + heldOfSite.get(site)!;
      sources[unit * neighbourCount + j] = source;
    });
  });
  return sources;
}
