import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bernoulliWords, probabilityBits } from '../../src/base/bernoulli.js';
import { popcount } from '../../src/base/planes.js';
import { Purpose, rootKey } from '../../src/base/streams.js';
import { drawGenotype, genomeFromHex, genomeHex } from '../../src/system/genome.js';
import type { GenomeLayout } from '../../src/system/system.js';
import { systemOf, unitAt } from './scenario-of.js';

const layoutOf = (locusCount: number, neighbourCount: number, priorBit = 0.5): GenomeLayout => ({
  locusCount,
  neighbourCount,
  bitsPerLocus: 2 ** neighbourCount,
  locusOfUnit: Int32Array.from({ length: locusCount }, (_, i) => i),
  firstUnitOfLocus: Int32Array.from({ length: locusCount }, (_, i) => i),
  fixedTable: new Uint32Array(locusCount),
  prior: { kind: 'bit', bit: priorBit },
  beginTable: null,
});
const key = rootKey('genome');

describe('the layout of a genome', () => {
  it('has one locus for each unit that no gate fixes, row-major, and the table of each that one does', () => {
    const system = systemOf({
      map: `
        A g . B
        . g # .`,
      lattice: {
        neighbours: [
          [0, -1],
          [1, -1],
          [-1, -1],
        ],
      },
      genome: { fixed: { g: { kind: 'xor', inputs: [0, 2] }, B: { kind: 'copy', input: 1 } }, prior: { bit: 0.25 } },
    });
    const { genome } = system;
    expect(genome.locusCount).toBe(3);
    expect(genome.bitsPerLocus).toBe(8);
    expect(genome.prior).toEqual({ kind: 'bit', bit: 0.25 });
    //                                   g0,1 .0,2 B0,3 .1,0 g1,1 .1,3
    expect([...genome.locusOfUnit]).toEqual([-1, 0, -1, 1, -1, 2]);
    expect([...genome.firstUnitOfLocus]).toEqual([1, 3, 5]);
    expect([...genome.fixedTable]).toEqual([0b01011010, 0, 0b11001100, 0, 0b01011010, 0]);
    expect(unitAt(system, 1, 1)).toBe(4);
  });
});

describe('genomeHex', () => {
  it('writes each locus with max(1, 2^K / 4) digits, most significant first, from the genotype asked for', () => {
    expect(genomeHex(Uint32Array.of(9, 9, 1, 2), 2, layoutOf(2, 1))).toBe('12');
    expect(genomeHex(Uint32Array.of(0xa, 0), 0, layoutOf(2, 2))).toBe('a0');
    expect(genomeHex(Uint32Array.of(0x0f, 0xe8), 0, layoutOf(2, 3))).toBe('0fe8');
    expect(genomeHex(Uint32Array.of(0x0012), 0, layoutOf(1, 4))).toBe('0012');
    expect(genomeHex(Uint32Array.of(0xdeadbeef, 1), 0, layoutOf(2, 5))).toBe('deadbeef00000001');
    expect(genomeHex(new Uint32Array(0), 0, layoutOf(0, 3))).toBe('');
  });

  it('is read back by genomeFromHex for every K', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 0xffffffff }), { maxLength: 20 }),
        (neighbourCount, words) => {
          const layout = layoutOf(words.length, neighbourCount);
          const loci = Uint32Array.from(words, (word) => word % 2 ** layout.bitsPerLocus);
          expect([...genomeFromHex(genomeHex(loci, 0, layout), layout)]).toEqual([...loci]);
        },
      ),
      { seed: 5, numRuns: 200 },
    );
  });

  it('refuses text of another length, other characters and tables with too many bits', () => {
    expect(() => genomeFromHex('0fe', layoutOf(2, 3))).toThrow(/expected 4 hexadecimal digits, 2 for each of 2 loci/);
    expect(() => genomeFromHex('0fxg', layoutOf(2, 3))).toThrow(/expected 4 hexadecimal digits/);
    expect(() => genomeFromHex('14', layoutOf(2, 1))).toThrow(/locus 1 is 4; expected a table of 2 bits, at most 3/);
  });
});

describe('drawGenotype', () => {
  it('is the plane at (prior, 0, individual), a word to a locus, masked to the table', () => {
    const layout = layoutOf(11, 3, 0.3);
    const words = new Uint32Array(11);
    bernoulliWords(words, probabilityBits(0.3), key, Purpose.prior, 0, 7);
    const loci = new Uint32Array(11);
    drawGenotype(loci, layout, key, 7);
    expect([...loci]).toEqual(Array.from(words, (word) => word & 0xff));
    const other = new Uint32Array(11);
    drawGenotype(other, layout, key, 8);
    expect([...other]).not.toEqual([...loci]);
  });

  it('sets each table bit with probability π, also the highest of 32', () => {
    for (const [neighbourCount, priorBit] of [
      [5, 0.1],
      [3, 0.7],
      [1, 0.5],
    ] as const) {
      const layout = layoutOf(500, neighbourCount, priorBit);
      const loci = new Uint32Array(500);
      let ones = 0;
      let highest = 0;
      const individuals = 40;
      for (let individual = 0; individual < individuals; individual++) {
        drawGenotype(loci, layout, key, individual);
        for (const table of loci) {
          ones += popcount(table);
          highest += (table >>> (layout.bitsPerLocus - 1)) & 1;
        }
      }
      // Binomial frequencies: 4 standard deviations, with a fixed seed.
      const draws = 500 * individuals;
      const within = (count: number, n: number): void => {
        expect(Math.abs(count / n - priorBit)).toBeLessThan(4 * Math.sqrt((priorBit * (1 - priorBit)) / n));
      };
      within(ones, draws * layout.bitsPerLocus);
      within(highest, draws);
    }
  });

  it('gives all-zero and full tables at π = 0 and 1', () => {
    const loci = new Uint32Array(5);
    drawGenotype(loci, layoutOf(5, 5, 1), key, 0);
    expect([...loci]).toEqual(new Array(5).fill(0xffffffff));
    drawGenotype(loci, layoutOf(5, 2, 1), key, 0);
    expect([...loci]).toEqual(new Array(5).fill(0xf));
    drawGenotype(loci, layoutOf(5, 5, 0), key, 0);
    expect([...loci]).toEqual(new Array(5).fill(0));
  });
});
