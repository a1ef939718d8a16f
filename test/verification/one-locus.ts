import type { GenomeLayout } from '../../src/system/system.js';

/** One locus of one table bit: the smallest genome, for which Wright–Fisher theory is exact. */
export const oneLocus: GenomeLayout = {
  locusCount: 1,
  neighbourCount: 0,
  wordsPerLocus: 1,
  bitsPerLocus: 1,
  locusOfUnit: Int32Array.of(0),
  firstUnitOfLocus: Int32Array.of(0),
  fixedTable: Uint32Array.of(0),
  prior: { kind: 'bit', bit: 0.5 },
  beginTable: null,
  ties: [],
  regions: {},
};
