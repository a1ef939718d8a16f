import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchSizes } from '../../src/bench/sizes.js';
import type { Tools } from '../../src/bench/tools.js';

/** Everything as small as it can be and still be there. */
export const TINY_SIZES: BenchSizes = {
  line: { rows: 3, columns: 4, row: 1, genotypes: 12, samples: 128, untilBits: 0.5, mostGenerations: 6 },
  plain: { genotypes: 3, samples: 128 },
  generation: { rows: 3, columns: 3, row: 1, genotypes: 6, samples: [8192, 1024], generationsBefore: 2 },
  memory: { rows: 3, columns: 3, row: 1, genotypes: 10, samples: 128, generations: 1 },
  slopes: {
    base: { population: 4, units: 4, samples: 128, ticks: 2 },
    along: { population: [4, 8], units: [4, 8], samples: [128, 256], ticks: [2, 4] },
  },
};

/** A clock by which everything takes one millisecond. */
export function countingClock(): () => number {
  let now = 0;
  return () => now++;
}

export function tinyTools(): Tools & { readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'scarce-'));
  return {
    ...{ sizes: TINY_SIZES, rounds: { rounds: 5, warmupRounds: 1 }, seconds: 0.001, clock: countingClock(), cores: 2 },
    ...{ folder, onNote: () => {}, remove: () => rmSync(folder, { recursive: true, force: true }) },
  };
}
