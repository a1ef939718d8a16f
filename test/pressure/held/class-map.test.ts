import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../../src/base/errors.js';
import { rootKey, Stream } from '../../../src/base/streams.js';
import { classLaw, lawOfBits } from '../../../src/pressure/held/class-law.js';
import { classMap } from '../../../src/pressure/held/class-map.js';
import { drawTable, type Prior } from '../../../src/system/prior/prior.js';
import { classByHand, classNames } from './class-by-hand.js';

const LAW = lawOfBits(0.5, 3);

/** The mean of the plug-in divergence over n draws of a class: Σ over classes of the binomial mean of (k/n) log2(k/(n π)). */
function expectedPlugIn(n: number): number {
  let bits = 0;
  for (const p of LAW) {
    let probability = (1 - p) ** n;
    for (let k = 1; k <= n; k++) {
      probability *= ((n - k + 1) / k) * (p / (1 - p));
      bits += probability * (k / n) * Math.log2(k / n / p);
    }
  }
  return bits;
}

/** `[island][individual][locus]` */
function population(
  shape: { islands: number; size: number; locusCount: number },
  table: (island: number, individual: number, locus: number) => number,
): Uint32Array {
  const { islands, size, locusCount } = shape;
  return Uint32Array.from({ length: islands * size * locusCount }, (_, place) => {
    const individual = Math.floor(place / locusCount);
    return table(Math.floor(individual / size), individual % size, place % locusCount);
  });
}

describe('the map of classes', () => {
  it('of one table everywhere is minus the log of its class under the prior, without error', () => {
    const shape = { islands: 16, size: 3, locusCount: 2, neighbourCount: 3 };
    // Locus 0 is a copy of input 1 everywhere: 2 tables of 256. Locus 1 is a parity: it follows nothing.
    const loci = population(shape, (_, __, locus) => (locus === 0 ? 0b11001100 : 0b10010110));
    const map = classMap(loci, shape, LAW);
    const weak = -Math.log2(LAW.at(-1)!);
    // The jackknife multiplies by 16 and takes 15 away: some roundings of 7.
    expect(map.loci[0]!.value).toBeCloseTo(7, 12);
    expect(map.loci[1]!.value).toBeCloseTo(weak, 12);
    expect(map.total.value).toBeCloseTo(7 + weak, 12);
    for (const { standardError } of [...map.loci, map.total]) expect(standardError).toBeLessThan(1e-12);
  });

  it('is the same for complemented tables, islands of either sign', () => {
    const shape = { islands: 20, size: 2, locusCount: 1, neighbourCount: 3 };
    const signs = population(shape, (island) => (island % 3 === 0 ? 0b00001111 : 0b11110000));
    expect(classMap(signs, shape, LAW).total.value).toBeCloseTo(7, 12);
  });

  it('is what leaving each island out by hand gives', () => {
    const [islands, size, locusCount, bit] = [17, 5, 300, 0.3];
    const prior: Prior = { kind: 'bit', bit };
    const shape = { islands, size, locusCount, neighbourCount: 3 };
    const stream = new Stream(rootKey('by hand'), 6, 0, 0);
    // Islands differ from each other and from the prior, and more loci than are counted in one pass.
    const loci = population(shape, (island, i, locus) =>
      (island + locus) % 4 === 0 && i < 3 ? 0b11101010 : drawTable(prior, 3, stream),
    );
    const names = classNames(3);
    const nameOf = Array.from({ length: 256 }, (_, table) => classByHand(table, 3));
    const law = classLaw(prior, 3);
    const plugIn = (locus: number, without: number): number => {
      const shares = new Map<string, number>();
      let all = 0;
      for (let i = 0; i < islands * size; i++) {
        if (Math.floor(i / size) === without) continue;
        const name = nameOf[loci[i * locusCount + locus]!]!;
        shares.set(name, (shares.get(name) ?? 0) + 1);
        all++;
      }
      return [...shares].reduce(
        (sum, [name, n]) => sum + (n / all) * Math.log2(n / all / law[names.indexOf(name)]!),
        0,
      );
    };
    const jackknife = (of: (without: number) => number) => {
      const parts = Array.from({ length: islands }, (_, island) => of(island));
      const mean = parts.reduce((a, b) => a + b, 0) / islands;
      const scatter = parts.reduce((a, b) => a + (b - mean) ** 2, 0);
      return {
        value: islands * of(-1) - (islands - 1) * mean,
        standardError: Math.sqrt(((islands - 1) / islands) * scatter),
      };
    };
    const map = classMap(loci, shape, law);
    expect(map.loci.length).toBe(locusCount);
    for (const locus of [0, 1, 2, 3, 255, 256, 299]) {
      const expected = jackknife((without) => plugIn(locus, without));
      expect(map.loci[locus]!.value).toBeCloseTo(expected.value, 9);
      expect(map.loci[locus]!.standardError).toBeCloseTo(expected.standardError, 9);
    }
    const everyLocus = Array.from({ length: locusCount }, (_, locus) => locus);
    const total = jackknife((without) => everyLocus.reduce((sum, locus) => sum + plugIn(locus, without), 0));
    expect(map.total.value).toBeCloseTo(total.value, 8);
    expect(map.total.standardError).toBeCloseTo(total.standardError, 8);
  });

  it('of islands of one mind drawn from the prior is near 0: what the jackknife leaves is what theory says', () => {
    const [islands, locusCount, populations] = [16, 5, 200];
    const shape = { islands, locusCount, neighbourCount: 3 };
    const maps = Array.from({ length: populations }, (_, n) => {
      const stream = new Stream(rootKey('neutral'), 6, n, 0);
      const ofIsland = Array.from({ length: islands * locusCount }, () =>
        drawTable({ kind: 'bit', bit: 0.5 }, 3, stream),
      );
      // Four individuals to an island, all alike: as it is where drift has gone on for long.
      const loci = population({ ...shape, size: 4 }, (island, _, locus) => ofIsland[island * locusCount + locus]!);
      return classMap(loci, shape, LAW).total;
    });
    const values = maps.map(({ value }) => value);
    const mean = values.reduce((a, b) => a + b, 0) / populations;
    const sd = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (populations - 1));
    // The jackknife of a mean over n islands is n E_n − (n − 1) E_(n−1): 0.02 bits a locus, where the plug-in has 0.28.
    const left = islands * expectedPlugIn(islands) - (islands - 1) * expectedPlugIn(islands - 1);
    expect(left).toBeLessThan(0.1 * expectedPlugIn(islands));
    expect(Math.abs(mean - locusCount * left)).toBeLessThan((3 * sd) / Math.sqrt(populations));
    // The stated error is about the scatter: a jackknife errs upwards (Efron & Stein 1981), here by a third.
    const error = maps.reduce((sum, { standardError }) => sum + standardError, 0) / populations;
    expect(error / sd).toBeGreaterThan(0.9);
    expect(error / sd).toBeLessThan(1.6);
    expect(maps.filter(({ value, standardError }) => Math.abs(value) > 3 * standardError).length).toBeLessThan(5);
  });

  it('is 0 without loci', () => {
    expect(classMap(new Uint32Array(0), { islands: 16, locusCount: 0, neighbourCount: 3 }, LAW)).toEqual({
      loci: [],
      total: { value: 0, standardError: 0 },
    });
  });

  it('refuses a table that the prior never gives', () => {
    const shape = { islands: 16, size: 1, locusCount: 1, neighbourCount: 3 };
    const law = classLaw({ kind: 'family', family: 'linear' }, 3);
    const loci = population(shape, () => 0b11110001);
    expect(() => classMap(loci, shape, law)).toThrow(InvariantError);
  });
});
