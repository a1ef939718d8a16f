import { type Grid, isRegionLetter } from '../scenario/grid.js';
import type { Sites } from './sites.js';
import type { Region } from './system.js';

/** The loci of each region of which some unit evolves, and the loci that lie beside them. */
export function layOutRegions(grid: Grid, sites: Sites, locusOfUnit: Int32Array): Record<string, Region> {
  const letters = [...new Set(grid.cells.filter(isRegionLetter))].sort();
  const regions: Record<string, Region> = {};
  for (const letter of letters) {
    const unitsOf = new Map<number, number[]>();
    grid.cells.forEach((cell, site) => {
      const locus = cell === letter ? locusOfUnit[sites.unitOfSite[site]!]! : -1;
      if (locus >= 0) unitsOf.set(locus, [...(unitsOf.get(locus) ?? []), site]);
    });
    if (unitsOf.size === 0) continue;
    const loci = [...unitsOf.keys()].sort((a, b) => a - b);
    regions[letter] = {
      loci: Int32Array.from(loci),
      beside: loci.map((locus) => besides(unitsOf.get(locus)!, locus, sites, locusOfUnit)),
    };
  }
  return regions;
}

/** Loci of the units left, right, above and below of some sites that evolve and express another locus: one for each unit. */
function besides(own: readonly number[], locus: number, sites: Sites, locusOfUnit: Int32Array): Int32Array {
  const { rows, columns, unitOfSite } = sites;
  const units = new Set<number>();
  for (const site of own) {
    const [row, column] = [Math.floor(site / columns), site % columns];
    for (const [r, c] of [
      [row, column - 1],
      [row, column + 1],
      [row - 1, column],
      [row + 1, column],
    ] as const) {
      if (r < 0 || r >= rows || c < 0 || c >= columns) continue;
      const unit = unitOfSite[r * columns + c]!;
      if (unit >= 0 && locusOfUnit[unit]! >= 0 && locusOfUnit[unit] !== locus) units.add(unit);
    }
  }
  return Int32Array.from(units, (unit) => locusOfUnit[unit]!);
}
