import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bernoulliWords, probabilityBits } from '../../src/base/bernoulli.js';
import { popcount } from '../../src/base/planes.js';
import { Purpose, rootKey, Stream } from '../../src/base/streams.js';
import { drawGenotype, firstGenotype, genomeFromHex, genomeHex } from '../../src/system/genome.js';
import { drawTable, probabilityOfTable } from '../../src/system/prior/prior.js';
import type { GenomeLayout } from '../../src/system/system.js';
import { systemOf, unitAt } from './scenario-of.js';

const layoutOf = (locusCount: number, neighbourCount: number, priorBit = 0.5): GenomeLayout => ({
  locusCount,
  neighbourCount,
  wordsPerLocus: 1,
  bitsPerLocus: 2 ** neighbourCount,
  locusOfUnit: Int32Array.from({ length: locusCount }, (_, i) => i),
  firstUnitOfLocus: Int32Array.from({ length: locusCount }, (_, i) => i),
  fixedTable: new Uint32Array(locusCount),
  prior: { kind: 'bit', bit: priorBit },
  beginTable: null,
  ties: [],
  regions: {},
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

describe('a genome with shared loci', () => {
  const sketch = {
    map: `
      . n D B
      A n m D
      m # . k`,
    ports: {
      A: { kind: 'write', variable: 'x' },
      B: { kind: 'read', target: 'x' },
      D: { kind: 'read', target: null },
    },
    channels: { through: { from: 'A', to: 'B', reward: 1 } },
  } as const;

  it('has one locus for all units of a group, numbered by its first unit, row-major', () => {
    // Units:                   .  n  D  B  n  m  D  m  .  k
    const { genome } = systemOf({
      ...sketch,
      genome: { shared: [['m'], ['B', 'n']], fixed: { D: { kind: 'constant', value: 1 } } },
    });
    expect([...genome.locusOfUnit]).toEqual([0, 1, -1, 1, 1, 2, -1, 2, 3, 4]);
    expect([...genome.firstUnitOfLocus]).toEqual([0, 1, 5, 8, 9]);
    expect(genome.locusCount).toBe(5);
  });

  it('may have nothing but one locus', () => {
    const { genome } = systemOf({ map: 'A n n B', genome: { shared: [['n', 'B']] } });
    expect([...genome.locusOfUnit]).toEqual([0, 0, 0]);
    expect([...genome.firstUnitOfLocus]).toEqual([0]);
    expect(genomeHex(Uint32Array.of(3, 2), 1, genome)).toBe('2');
  });
});

describe('the first population', () => {
  const first = (layout: GenomeLayout, individual: number): number[] => {
    const loci = new Uint32Array(layout.locusCount).fill(0xdeadbeef);
    firstGenotype(loci, layout, key, individual);
    return [...loci];
  };

  it('is drawn from π where nothing else is asked for', () => {
    const layout = layoutOf(6, 3, 0.4);
    const loci = new Uint32Array(6);
    drawGenotype(loci, layout, key, 3);
    expect(first(layout, 3)).toEqual([...loci]);
  });

  it('has the gate that it begins with at every locus, whatever π is; π stays what drawGenotype draws from', () => {
    const { genome } = systemOf({
      map: 'A . g B',
      lattice: { neighbours: 'west3' },
      genome: {
        begin: { kind: 'and', inputs: [0, 2] },
        fixed: { g: { kind: 'copy', input: 1 } },
        prior: { family: 'linear' },
      },
    });
    expect(genome.beginTable).toBe(0b10100000);
    expect(first(genome, 0)).toEqual([0b10100000, 0b10100000]);
    expect(first(genome, 9)).toEqual([0b10100000, 0b10100000]);
    const drawn = new Uint32Array(2);
    drawGenotype(drawn, genome, key, 0);
    for (const table of drawn) expect(probabilityOfTable(genome.prior, 3, table)).toBe(1 / 16);
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

  it('draws tables of a family one after the other, from one stream to an individual', () => {
    const layout: GenomeLayout = { ...layoutOf(5, 3), prior: { kind: 'family', family: 'reversible' } };
    const stream = new Stream(key, Purpose.prior, 0, 7);
    const loci = new Uint32Array(5);
    drawGenotype(loci, layout, key, 7);
    expect([...loci]).toEqual(Array.from({ length: 5 }, () => drawTable(layout.prior, 3, stream)));
    for (const table of loci) expect(probabilityOfTable(layout.prior, 3, table)).toBe(1 / 38);
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
