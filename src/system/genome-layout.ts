import { sortedKeys } from '../base/order.js';
import { type Grid, sitesOf } from '../scenario/grid.js';
import type { GenomeSpec } from '../scenario/scenario.js';
import { gateTable } from './gates.js';
import type { Sites } from './sites.js';
import type { GenomeLayout } from './system.js';

/** One locus for each unit that no gate fixes, row-major. */
export function layOutGenome(spec: GenomeSpec, grid: Grid, sites: Sites, neighbourCount: number): GenomeLayout {
  const unitCount = sites.siteOfUnit.length;
  const fixed = new Uint8Array(unitCount);
  const fixedTable = new Uint32Array(unitCount);
  for (const letter of sortedKeys(spec.fixed)) {
    const table = gateTable(spec.fixed[letter]!, neighbourCount);
    for (const site of sitesOf(grid, letter)) {
      const unit = sites.unitOfSite[site]!;
      fixed[unit] = 1;
      fixedTable[unit] = table;
    }
  }
  let locusCount = 0;
  const locusOfUnit = Int32Array.from(fixed, (isFixed) => (isFixed === 1 ? -1 : locusCount++));
  return { locusCount, bitsPerLocus: 1 << neighbourCount, locusOfUnit, fixedTable, priorBit: spec.prior.bit };
}
