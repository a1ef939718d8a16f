import { InvariantError } from '../base/errors.js';
import { sortedKeys } from '../base/order.js';
import type { Key } from '../base/streams.js';
import { gateTable } from '../scenario/gate-table.js';
import { type Grid, sitesOf } from '../scenario/grid.js';
import type { GenomeSpec } from '../scenario/scenario.js';
import { layOutRegions } from './regions.js';
import type { Sites } from './sites.js';
import type { GenomeLayout } from './system.js';
import { drawTies } from './ties.js';

/** A locus for each unit that no gate fixes, and one for each group that shares; numbered row-major by first units. */
export function layOutGenome(
  spec: GenomeSpec,
  grid: Grid,
  sites: Sites,
  neighbourCount: number,
  key: Key,
): GenomeLayout {
  const unitCount = sites.siteOfUnit.length;
  const unitsOf = (letter: string): number[] => sitesOf(grid, letter).map((site) => sites.unitOfSite[site]!);
  const fixed = new Uint8Array(unitCount);
  const fixedTable = new Uint32Array(unitCount);
  for (const letter of sortedKeys(spec.fixed)) {
    const table = gateTable(spec.fixed[letter]!, neighbourCount);
    for (const unit of unitsOf(letter)) {
      fixed[unit] = 1;
      fixedTable[unit] = table;
    }
  }
  const groupOfUnit = new Int32Array(unitCount).fill(-1);
  spec.shared.forEach((letters, group) => {
    for (const unit of letters.flatMap(unitsOf)) groupOfUnit[unit] = group;
  });
  const locusOfGroup = new Int32Array(spec.shared.length).fill(-1);
  const locusOfUnit = new Int32Array(unitCount).fill(-1);
  const firstUnits: number[] = [];
  for (let unit = 0; unit < unitCount; unit++) {
    if (fixed[unit] === 1) continue;
    const group = groupOfUnit[unit]!;
    const known = group === -1 ? -1 : locusOfGroup[group]!;
    locusOfUnit[unit] = known === -1 ? firstUnits.push(unit) - 1 : known;
    if (group !== -1) locusOfGroup[group] = locusOfUnit[unit]!;
  }
  const prior = priorOf(spec.prior, neighbourCount);
  const wordsPerLocus = prior.kind === 'normal' ? neighbourCount + 1 : 1;
  if (prior.kind === 'normal' && (fixed.includes(1) || spec.begin !== 'prior')) {
    throw new InvariantError('gates for analog units; the loader refuses them');
  }
  return {
    locusCount: firstUnits.length,
    neighbourCount,
    wordsPerLocus,
    bitsPerLocus: prior.kind === 'normal' ? 32 * wordsPerLocus : 1 << neighbourCount,
    locusOfUnit,
    firstUnitOfLocus: Int32Array.from(firstUnits),
    fixedTable,
    prior,
    beginTable: spec.begin === 'prior' ? null : gateTable(spec.begin, neighbourCount),
    ties: drawTies(
      spec.ties,
      (letters) => {
        const units = letters.flatMap(unitsOf).sort((a, b) => a - b);
        return units.map((unit) => locusOfUnit[unit]!);
      },
      prior.kind === 'normal' ? { parameters: wordsPerLocus } : { tableInputs: neighbourCount },
      key,
    ),
    regions: layOutRegions(grid, sites, locusOfUnit),
  };
}

function priorOf(spec: GenomeSpec['prior'], neighbourCount: number): GenomeLayout['prior'] {
  if ('scale' in spec) return { kind: 'normal', deviation: spec.scale / Math.sqrt(neighbourCount) };
  return 'bit' in spec ? { kind: 'bit', bit: spec.bit } : { kind: 'family', family: spec.family };
}
