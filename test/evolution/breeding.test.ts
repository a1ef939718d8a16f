import { describe, expect, it } from 'vitest';
import { popcount } from '../../src/base/planes.js';
import { mean, standardDeviation } from '../../src/base/statistics.js';
import { rootKey, type Stream } from '../../src/base/streams.js';
import { createBreeder } from '../../src/evolution/breeding.js';
import type { VariationSpec } from '../../src/scenario/scenario.js';
import type { GenomeLayout } from '../../src/system/system.js';
import { frequencyError, simulation } from './random.js';

const key = rootKey('breeding');

const layout = (locusCount: number, bitsPerLocus: number, priorBit = 0.5): GenomeLayout => ({
  locusCount,
  neighbourCount: Math.log2(bitsPerLocus),
  wordsPerLocus: 1,
  bitsPerLocus,
  locusOfUnit: Int32Array.from({ length: locusCount }, (_, unit) => unit),
  firstUnitOfLocus: Int32Array.from({ length: locusCount }, (_, unit) => unit),
  fixedTable: new Uint32Array(locusCount),
  prior: { kind: 'bit', bit: priorBit },
  beginTable: null,
  ties: [],
  regions: {},
});

const variation = (
  perGenome: number,
  kind: VariationSpec['crossover']['kind'] = 'none',
  rate = kind === 'none' ? 0 : 1,
): VariationSpec => ({ mutation: { perGenome }, crossover: { kind, rate }, drive: null, copying: null });

/** Children 0, 1, … of the same parents. */
function litter(
  genome: GenomeLayout,
  rules: VariationSpec,
  parents: Uint32Array,
  first: number,
  second: number,
  children: number,
): Uint32Array[] {
  const breed = createBreeder(genome, rules, key);
  return Array.from({ length: children }, (_, child) => {
    const loci = new Uint32Array(genome.locusCount).fill(0xdeadbeef);
    breed(parents, first, second, 6, child, loci);
    return loci;
  });
}

/** The readable twin of mutation: every bit is asked in turn. */
function mutatePlainly(loci: Uint32Array, genome: GenomeLayout, one: number, perGenome: number, stream: Stream): void {
  const rate = Math.min(1, perGenome / (genome.locusCount * genome.bitsPerLocus));
  for (let locus = 0; locus < genome.locusCount; locus++) {
    for (let bit = 0; bit < genome.bitsPerLocus; bit++) {
      if (stream.nextUnit() >= rate) continue;
      const cleared = loci[locus]! & ~(1 << bit);
      loci[locus] = stream.nextUnit() < one ? cleared | (1 << bit) : cleared;
    }
  }
}

const ones = (loci: Uint32Array): number => loci.reduce((sum, word) => sum + popcount(word), 0);

describe('breeding without variation', () => {
  it('copies the first parent', () => {
    const parents = Uint32Array.of(1, 2, 3, 40, 50, 60, 7, 8, 9);
    expect(litter(layout(3, 8), variation(0), parents, 1, -1, 1)).toEqual([Uint32Array.of(40, 50, 60)]);
  });

  it('leaves genomes without loci as they are, without an error', () => {
    for (const kind of ['none', 'uniform', 'onePoint'] as const) {
      expect(litter(layout(0, 8), variation(3, kind), new Uint32Array(0), 0, 1, 2)).toEqual([
        new Uint32Array(0),
        new Uint32Array(0),
      ]);
    }
  });
});

describe('crossover', () => {
  const lociCount = 70;
  const genome = layout(lociCount, 32);
  // First parent: 0 … 69; second parent: the same with the highest bit set.
  const parents = Uint32Array.from({ length: 3 * lociCount }, (_, i) =>
    i < 2 * lociCount ? i % lociCount : ((i % lociCount) | 0x80000000) >>> 0,
  );

  it('exchanges whole loci, each in its own place', () => {
    for (const kind of ['uniform', 'onePoint'] as const) {
      for (const child of litter(genome, variation(0, kind), parents, 1, 2, 50)) {
        child.forEach((word, locus) => {
          expect(word & 0x7fffffff).toBe(locus);
        });
      }
    }
  });

  it('uniform takes each locus from either parent by an independent fair coin', () => {
    const children = litter(genome, variation(0, 'uniform'), parents, 1, 2, 4000);
    const fromSecond = (child: Uint32Array, locus: number): number => child[locus]! >>> 31;
    for (let locus = 0; locus < lociCount; locus++) {
      const share = mean(children.map((child) => fromSecond(child, locus)));
      const withNext = mean(
        children.map((child) => fromSecond(child, locus) ^ fromSecond(child, (locus + 1) % lociCount)),
      );
      // Four sampling errors and a half for 140 frequencies.
      expect(Math.abs(share - 0.5)).toBeLessThan(4.5 * frequencyError(0.5, 4000));
      expect(Math.abs(withNext - 0.5)).toBeLessThan(4.5 * frequencyError(0.5, 4000));
    }
  });

  it('onePoint takes the first loci from the first parent and the rest from the second, the cut uniform in 1 … L − 1', () => {
    const small = layout(5, 32);
    const pair = Uint32Array.of(10, 11, 12, 13, 14, 20, 21, 22, 23, 24);
    const children = 8000;
    const seen = new Map<string, number>();
    for (const child of litter(small, variation(0, 'onePoint'), pair, 0, 1, children)) {
      seen.set(child.join(), (seen.get(child.join()) ?? 0) + 1);
    }
    expect([...seen.keys()].sort()).toEqual(['10,11,12,13,24', '10,11,12,23,24', '10,11,22,23,24', '10,21,22,23,24']);
    for (const count of seen.values()) {
      expect(Math.abs(count / children - 0.25)).toBeLessThan(4 * frequencyError(0.25, children));
    }
  });

  it('has no place to cut a single locus: onePoint copies the first parent, uniform takes either', () => {
    const single = layout(1, 8);
    const pair = Uint32Array.of(5, 9);
    expect(new Set(litter(single, variation(0, 'onePoint'), pair, 0, 1, 40).map((child) => child[0]))).toEqual(
      new Set([5]),
    );
    expect(new Set(litter(single, variation(0, 'uniform'), pair, 0, 1, 40).map((child) => child[0]))).toEqual(
      new Set([5, 9]),
    );
  });

  it('is left out for a child of one parent', () => {
    expect(litter(genome, variation(0, 'uniform'), parents, 2, -1, 1)[0]).toEqual(parents.subarray(2 * lociCount));
  });
});

describe('mutation', () => {
  it('redraws every bit from π where as many redraws are asked for as there are bits, or more', () => {
    for (const perGenome of [24, 1000]) {
      const all = litter(layout(3, 8, 1), variation(perGenome), new Uint32Array(3), 0, -1, 5);
      for (const child of all) expect(Array.from(child)).toEqual([255, 255, 255]);
      const none = litter(layout(3, 8, 0), variation(perGenome), Uint32Array.of(255, 255, 255), 0, -1, 5);
      for (const child of none) expect(Array.from(child)).toEqual([0, 0, 0]);
    }
  });

  it('touches only the free bits of a locus', () => {
    for (const bits of [1, 2, 4, 8, 16, 32]) {
      const children = litter(layout(4, bits, 1), variation(4 * bits), new Uint32Array(4), 0, -1, 1);
      expect(Array.from(children[0]!)).toEqual(new Array(4).fill(2 ** bits - 1));
    }
  });

  it('changes about half of what it redraws under a fair prior', () => {
    const children = litter(layout(10, 8), variation(8), new Uint32Array(10), 0, -1, 5000).map(ones);
    // 80 bits, each redrawn at 1/10 and then 1 at ½.
    const expected = 80 * 0.05;
    expect(Math.abs(mean(children) - expected)).toBeLessThan(4 * Math.sqrt((80 * 0.05 * 0.95) / 5000));
  });

  it.each([
    ['few redraws', 6, 8, 1.3],
    ['many redraws', 3, 16, 20],
    ['whole words', 2, 32, 3],
    ['one bit', 1, 1, 0.4],
  ])('agrees in distribution with a twin that asks every bit: %s', (_, locusCount, bitsPerLocus, perGenome) => {
    // Every redraw shows: all bits start at 0 and are redrawn as 1.
    const genome = layout(locusCount, bitsPerLocus, 1);
    const bits = locusCount * bitsPerLocus;
    const rate = perGenome / bits;
    const children = 6000;
    const stream = simulation('plain mutation');
    const fast = litter(genome, variation(perGenome), new Uint32Array(locusCount), 0, -1, children);
    const plain = fast.map(() => {
      const loci = new Uint32Array(locusCount);
      mutatePlainly(loci, genome, 1, perGenome, stream);
      return loci;
    });
    for (const sample of [fast, plain]) {
      const redrawn = sample.map(ones);
      const sd = Math.sqrt(bits * rate * (1 - rate));
      // Binomial: four sampling errors of the mean; the sd of 6000 values is known to about 1 per cent (kurtosis below 4).
      expect(Math.abs(mean(redrawn) - perGenome)).toBeLessThan((4 * sd) / Math.sqrt(children));
      expect(Math.abs(standardDeviation(redrawn) / sd - 1)).toBeLessThan(0.05);
      for (let locus = 0; locus < locusCount; locus++) {
        for (let bit = 0; bit < bitsPerLocus; bit++) {
          const share = mean(sample.map((loci) => (loci[locus]! >>> bit) & 1));
          // Four and a half sampling errors for some 150 places.
          expect(Math.abs(share - rate)).toBeLessThan(4.5 * frequencyError(rate, children));
        }
      }
    }
    // Numbers of redraws, class by class: χ² of two samples, at most 4 sd above its mean.
    const most = Math.max(...fast.map(ones), ...plain.map(ones));
    let chiSquare = 0;
    let classes = 0;
    for (let n = 0; n <= most; n++) {
      const a = fast.filter((loci) => ones(loci) === n).length;
      const b = plain.filter((loci) => ones(loci) === n).length;
      if (a + b < 10) continue;
      chiSquare += (a - b) ** 2 / (a + b);
      classes++;
    }
    expect(chiSquare).toBeLessThan(classes + 4 * Math.sqrt(2 * classes));
  });

  it('leaves the prior unchanged', () => {
    const genome = layout(20, 8, 0.3);
    const breed = createBreeder(genome, variation(16), key);
    const stream = simulation('prior');
    const population = 2000;
    const loci = Uint32Array.from({ length: population * 20 }, () => {
      let table = 0;
      for (let bit = 0; bit < 8; bit++) if (stream.nextUnit() < 0.3) table |= 1 << bit;
      return table;
    });
    const mutated = new Uint32Array(loci.length);
    for (let i = 0; i < population; i++) breed(loci, i, -1, 1, i, mutated.subarray(i * 20, (i + 1) * 20));
    expect(mutated).not.toEqual(loci);
    const bits = population * 160;
    // Four sampling errors of a frequency over all bits.
    expect(Math.abs(ones(mutated) / bits - 0.3)).toBeLessThan(4 * frequencyError(0.3, bits));
  });
});

describe('breeding', () => {
  const genome = layout(6, 8);
  const parents = Uint32Array.from({ length: 12 }, (_, i) => i * 17);
  const rules = variation(5, 'uniform');
  const child = (breed: ReturnType<typeof createBreeder>, generation: number, index: number): number[] => {
    const loci = new Uint32Array(6);
    breed(parents, 0, 1, generation, index, loci);
    return Array.from(loci);
  };

  it('gives the same child whatever was bred before, by whichever breeder', () => {
    const breed = createBreeder(genome, rules, key);
    const alone = child(breed, 3, 8);
    for (let index = 0; index < 8; index++) child(breed, 3, index);
    expect(child(breed, 3, 8)).toEqual(alone);
    expect(child(createBreeder(genome, rules, key), 3, 8)).toEqual(alone);
  });

  it('gives another child at another generation, place or key', () => {
    const breed = createBreeder(genome, rules, key);
    const children = [
      child(breed, 3, 8),
      child(breed, 4, 8),
      child(breed, 3, 9),
      child(createBreeder(genome, rules, rootKey('other')), 3, 8),
    ];
    expect(new Set(children.map((loci) => loci.join())).size).toBe(4);
  });

  it('leaves the parents alone', () => {
    const before = parents.slice();
    child(createBreeder(genome, rules, key), 1, 1);
    expect(parents).toEqual(before);
  });
});
