import chiSquareCdf from '@stdlib/stats-base-dists-chisquare-cdf';
import { describe, expect, it } from 'vitest';
import { type Key, Purpose, rootKey, Stream } from '../../src/base/streams.js';
import { createOneChange } from '../../src/evolution/one-change.js';
import { enumerateTables } from '../../src/system/prior/prior.js';
import type { GenomeLayout } from '../../src/system/system.js';
import { writeTies } from '../../src/system/ties.js';
import { systemOf } from '../system/scenario-of.js';

const key: Key = rootKey('one change');
const layout = (more: Partial<GenomeLayout> = {}): GenomeLayout => ({
  ...systemOf({ map: 'A...B', lattice: { neighbours: 'west' } }).genome,
  ...more,
});

/** How often each of so many changes of a genotype gives which genotype. */
function changes(genome: GenomeLayout, from: readonly number[], count: number): Map<string, number> {
  const change = createOneChange(genome);
  const found = new Map<string, number>();
  for (let n = 0; n < count; n++) {
    const loci = Uint32Array.from(from);
    change(loci, new Stream(key, Purpose.mutation, 0, n));
    found.set(loci.join(), (found.get(loci.join()) ?? 0) + 1);
  }
  return found;
}

/** P of a χ² as large, of counts that should be in proportion to weights. */
function pOf(found: ReadonlyMap<string, number>, weights: ReadonlyMap<string, number>): number {
  const count = [...found.values()].reduce((sum, value) => sum + value, 0);
  const total = [...weights.values()].reduce((sum, value) => sum + value, 0);
  let chiSquare = 0;
  for (const [name, weight] of weights) {
    const expected = (count * weight) / total;
    chiSquare += ((found.get(name) ?? 0) - expected) ** 2 / expected;
  }
  return 1 - chiSquareCdf(chiSquare, weights.size - 1);
}

/** Every genotype that differs from a genotype of K = 1 in one bit, by a weight of the bit complemented. */
function neighbours(from: readonly number[], weight: (bit: number) => number): Map<string, number> {
  return new Map(
    from.flatMap((table, locus) =>
      [0, 1].map((bit): [string, number] => {
        const loci = from.with(locus, table ^ (1 << bit));
        return [loci.join(), weight((table >>> bit) & 1)];
      }),
    ),
  );
}

describe('one change of a genotype', () => {
  const from = [0b01, 0b11, 0b10, 0b01];

  it('complements one table bit, each as likely as another where bits are fair', () => {
    const found = changes(layout(), from, 8000);
    const expected = neighbours(from, () => 1);
    expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
    expect(pOf(found, expected)).toBeGreaterThan(0.001);
  });

  it('chooses as redrawing a bit from the prior until it differs would', () => {
    const found = changes(layout({ prior: { kind: 'bit', bit: 0.1 } }), from, 8000);
    const expected = neighbours(from, (bit) => (bit === 1 ? 0.9 : 0.1));
    expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
    expect(pOf(found, expected)).toBeGreaterThan(0.001);
  });

  it('never touches a tied bit by itself, and lets it follow what it copies', () => {
    const ties = [{ from: 0, to: 2, mask: 0b10, flips: 0 }];
    const begin = Uint32Array.from(from);
    writeTies(begin, 0, ties);
    const found = changes(layout({ ties }), [...begin], 4000);
    const expected = new Map<string, number>();
    for (const name of neighbours([...begin], () => 1).keys()) {
      const loci = Uint32Array.from(name.split(',').map(Number));
      if (((loci[2]! ^ begin[2]!) & 0b10) !== 0) continue;
      writeTies(loci, 0, ties);
      expected.set(loci.join(), 1);
    }
    expect(expected.size).toBe(7);
    expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
    expect(pOf(found, expected)).toBeGreaterThan(0.001);
  });

  it('gives one locus another table of the family, uniform over the others', () => {
    const prior = { kind: 'family', family: 'reversible' } as const;
    const genome = layout({ prior, neighbourCount: 2, bitsPerLocus: 4, locusCount: 2 });
    const { tables } = enumerateTables(prior, 2)!;
    const begin = [tables[0]!, tables[3]!];
    const others = begin.flatMap((own, locus) =>
      [...tables]
        .filter((table) => table !== own)
        .map((table): [string, number] => [begin.with(locus, table).join(), 1]),
    );
    const found = changes(genome, begin, 4000);
    expect([...found.keys()].sort()).toEqual(others.map(([name]) => name).sort());
    expect(pOf(found, new Map(others))).toBeGreaterThan(0.001);
  });

  it('leaves alone what cannot change', () => {
    expect(changes(layout({ prior: { kind: 'bit', bit: 1 } }), [3, 3, 3, 3], 5).get('3,3,3,3')).toBe(5);
    expect(changes(layout({ locusCount: 0 }), [], 5).get('')).toBe(5);
    expect(changes(layout({ locusCount: 0, prior: { kind: 'family', family: 'linear' } }), [], 5).get('')).toBe(5);
  });
});
