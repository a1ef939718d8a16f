import { describe, expect, it } from 'vitest';
import { rootKey } from '../../src/base/streams.js';
import { createBreeder } from '../../src/evolution/breeding.js';
import type { VariationSpec } from '../../src/scenario/scenario.js';
import type { GenomeLayout } from '../../src/system/system.js';
import { frequencyError } from './random.js';

const key = rootKey('drive');
const LOCI = 6;
const REGION = [1, 2, 4];

const layout: GenomeLayout = {
  locusCount: LOCI,
  neighbourCount: 3,
  wordsPerLocus: 1,
  bitsPerLocus: 8,
  locusOfUnit: Int32Array.from({ length: LOCI }, (_, unit) => unit),
  firstUnitOfLocus: Int32Array.from({ length: LOCI }, (_, unit) => unit),
  fixedTable: new Uint32Array(LOCI),
  prior: { kind: 'bit', bit: 0.5 },
  beginTable: null,
  ties: [],
  regions: { b: { loci: Int32Array.from(REGION), beside: REGION.map(() => new Int32Array(0)) } },
};
// Individual i has 10 i + locus at each of its loci.
const PARENTS = Uint32Array.from({ length: 3 * LOCI }, (_, place) => 10 * Math.floor(place / LOCI) + (place % LOCI));
const WEAK = 1;
const STRONG = 2;
const PAYLOADS = Float64Array.of(0, 0.25, 0.5);

const driven = (bias: number, kind: 'uniform' | 'onePoint' = 'uniform'): VariationSpec => ({
  mutation: { perGenome: 0 },
  crossover: { kind, rate: 1 },
  drive: { region: 'b', toward: 'leak', bias },
  copying: null,
});

function litter(rules: VariationSpec, first: number, second: number, children: number, payloads = PAYLOADS) {
  const breed = createBreeder(layout, rules, key);
  return Array.from({ length: children }, (_, child) => {
    const loci = new Uint32Array(LOCI);
    breed(PARENTS, first, second, 6, child, loci, payloads);
    return loci;
  });
}

/** Which parent each locus is from. */
const originOf = (child: Uint32Array): number[] => Array.from(child, (table) => Math.floor(table / 10));
const blockOf = (child: Uint32Array): number[] => REGION.map((locus) => originOf(child)[locus]!);

describe('drive', () => {
  it('with a bias of 1 always gives the block of the stronger payload, with 0 of the weaker, whoever is first', () => {
    for (const [first, second] of [
      [WEAK, STRONG],
      [STRONG, WEAK],
    ] as const) {
      for (const child of litter(driven(1), first, second, 40))
        expect(blockOf(child)).toEqual([STRONG, STRONG, STRONG]);
      for (const child of litter(driven(0), first, second, 40)) expect(blockOf(child)).toEqual([WEAK, WEAK, WEAK]);
    }
  });

  it('gives the block whole and in its own places, and leaves the other loci to crossover', () => {
    for (const kind of ['uniform', 'onePoint'] as const) {
      const plain = { ...driven(1, kind), drive: null };
      const with_ = litter(driven(0.7, kind), WEAK, STRONG, 200);
      litter(plain, WEAK, STRONG, 200).forEach((crossed, i) => {
        const child = with_[i]!;
        expect(new Set(blockOf(child)).size).toBe(1);
        child.forEach((table, locus) => {
          expect(table % 10).toBe(locus);
          if (!REGION.includes(locus)) expect(table).toBe(crossed[locus]);
        });
      });
    }
  });

  it.each([
    [0.8, PAYLOADS, 0.8],
    [0.3, PAYLOADS, 0.3],
    // Of equal strengths neither is favoured, however large the bias.
    [0.8, new Float64Array(3), 0.5],
  ])('gives the stronger block with its bias: %d', (bias, payloads, expected) => {
    const children = 8000;
    for (const [first, second] of [
      [WEAK, STRONG],
      [STRONG, WEAK],
    ] as const) {
      const strong = litter(driven(bias), first, second, children, payloads).filter(
        (child) => blockOf(child)[0] === STRONG,
      ).length;
      // Four sampling errors of a frequency.
      expect(Math.abs(strong / children - expected)).toBeLessThan(4 * frequencyError(expected, children));
    }
  });

  it('decides independently of crossover and of other children', () => {
    const children = 8000;
    const litters = litter(driven(0.8), WEAK, STRONG, children).map(originOf);
    const strong = (child: number[], locus: number): number => (child[locus] === STRONG ? 1 : 0);
    // Covariance of the block with a locus outside, and with the block of the next child: 0 but for sampling.
    for (const other of [
      (i: number) => strong(litters[i]!, 0),
      (i: number) => strong(litters[i]!, 5),
      (i: number) => strong(litters[(i + 1) % children]!, 1),
    ]) {
      const [a, b] = [litters.map((child) => strong(child, 1)), litters.map((_, i) => other(i))];
      const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / children;
      const covariance = mean(a.map((value, i) => value * b[i]!)) - mean(a) * mean(b);
      // sd of a product of two such deviations is at most 0.4 × 0.5.
      expect(Math.abs(covariance)).toBeLessThan((4 * 0.2) / Math.sqrt(children));
    }
  });

  it('is nothing to a child of one parent, and a child of one parent twice is its copy', () => {
    expect(litter(driven(1), WEAK, -1, 5)).toEqual(new Array(5).fill(PARENTS.slice(LOCI, 2 * LOCI)));
    expect(litter(driven(0), STRONG, STRONG, 5)).toEqual(new Array(5).fill(PARENTS.slice(2 * LOCI)));
  });

  it('comes before mutation, which redraws the block like any other loci', () => {
    const rules = { ...driven(1), mutation: { perGenome: 24 } };
    const children = litter(rules, WEAK, STRONG, 2000);
    const changed = children.filter((child) => child[1] !== PARENTS[STRONG * LOCI + 1]).length;
    // Each of 8 bits is redrawn at 24 / 48 and then changed at ½: unchanged with (3/4)^8.
    const expected = 1 - 0.75 ** 8;
    expect(Math.abs(changed / 2000 - expected)).toBeLessThan(4 * frequencyError(expected, 2000));
  });
});
