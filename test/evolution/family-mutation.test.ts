import chiSquareCdf from '@stdlib/stats-base-dists-chisquare-cdf';
import { describe, expect, it } from 'vitest';
import { mean } from '../../src/base/statistics.js';
import { rootKey } from '../../src/base/streams.js';
import { createMutation } from '../../src/evolution/mutation.js';
import { enumerateTables, type Prior } from '../../src/system/prior/prior.js';
import type { GenomeLayout } from '../../src/system/system.js';

const key = rootKey('family mutation');
const layout = (locusCount: number, family: 'balanced' | 'linear' | 'sparse' | 'reversible'): GenomeLayout => ({
  locusCount,
  neighbourCount: 3,
  wordsPerLocus: 1,
  bitsPerLocus: 8,
  locusOfUnit: Int32Array.from({ length: locusCount }, (_, unit) => unit),
  firstUnitOfLocus: Int32Array.from({ length: locusCount }, (_, unit) => unit),
  fixedTable: new Uint32Array(locusCount),
  prior: { kind: 'family', family },
  beginTable: null,
  ties: [],
  regions: {},
});

/** AND of all inputs: in none of the families, so that every redraw shows. */
const AND = 0b10000000;

/** `[child]`: the loci of children that begin as AND everywhere. */
function mutants(genome: GenomeLayout, perGenome: number, children: number): Uint32Array[] {
  const mutate = createMutation(genome, { perGenome }, key);
  return Array.from({ length: children }, (_, child) => {
    const loci = new Uint32Array(genome.locusCount).fill(AND);
    mutate(loci, 4, child);
    return loci;
  });
}

const redrawn = (loci: Uint32Array): number => loci.filter((table) => table !== AND).length;
const tablesOf = (prior: Prior): Uint32Array => enumerateTables(prior, 3)!.tables;

describe('mutation under a prior family', () => {
  it('redraws as many whole tables as perGenome says, on average, each locus as often', () => {
    const [loci, perGenome, children] = [7, 2, 4000];
    const found = mutants(layout(loci, 'linear'), perGenome, children);
    const rate = perGenome / loci;
    // Binomial: four standard errors.
    expect(Math.abs(mean(found.map(redrawn)) - perGenome)).toBeLessThan(
      4 * Math.sqrt((loci * rate * (1 - rate)) / children),
    );
    for (let locus = 0; locus < loci; locus++) {
      const share = found.filter((child) => child[locus] !== AND).length / children;
      expect(Math.abs(share - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / children));
    }
  });

  it.each(['balanced', 'linear', 'sparse', 'reversible'] as const)('moves into the family, uniformly: %s', (family) => {
    const genome = layout(3, family);
    const tables = tablesOf(genome.prior);
    const drawn = mutants(genome, 3, 2000).flatMap((loci) => [...loci]);
    const expected = drawn.length / tables.length;
    let chiSquare = 0;
    let counted = 0;
    for (const table of tables) {
      const count = drawn.filter((other) => other === table).length;
      chiSquare += (count - expected) ** 2 / expected;
      counted += count;
    }
    expect(counted).toBe(drawn.length);
    // Four fixed seeds: met once in 2,500 such suites.
    expect(1 - chiSquareCdf(chiSquare, tables.length - 1)).toBeGreaterThan(1e-4);
  });

  it('redraws every locus where perGenome is the number of loci or more, and none where it is 0', () => {
    expect(mutants(layout(5, 'sparse'), 5, 20).map(redrawn)).toEqual(new Array(20).fill(5));
    expect(mutants(layout(5, 'sparse'), 50, 20).map(redrawn)).toEqual(new Array(20).fill(5));
    expect(mutants(layout(5, 'sparse'), 0, 20).map(redrawn)).toEqual(new Array(20).fill(0));
    expect(mutants(layout(0, 'sparse'), 3, 1)).toEqual([new Uint32Array(0)]);
  });
});
