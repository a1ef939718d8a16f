import { describe, expect, it } from 'vitest';
import { rootKey } from '../../src/base/streams.js';
import { exactJoint } from '../../src/system/environment/exact-joint.js';
import { frontierOrder, isingThresholds } from '../../src/system/environment/ising-frontier.js';
import { sampleEnvironment } from '../../src/system/environment/sample-environment.js';
import { environmentOf, isingByEnumeration } from './environment-of.js';

const fieldOf = (rows: number, columns: number, coupling: number) =>
  environmentOf({ s: { kind: 'ising', rows, columns, coupling } });

/** The probability of every configuration if spins are set one after the other by their thresholds. */
function lawOfThresholds(rows: number, columns: number, coupling: number): Float64Array {
  const field = { rows, columns, coupling };
  const order = frontierOrder(field);
  const thresholds = isingThresholds(field);
  return new Float64Array(2 ** (rows * columns)).map((_, cell) => {
    let frontier = 0;
    let p = 1;
    for (let k = 0; k < order.siteCount; k++) {
      const spin = (cell >>> order.element(k)) & 1;
      const up = thresholds[k * 2 ** order.width + frontier]! / 2 ** 32;
      p *= spin === 1 ? up : 1 - up;
      const bit = 1 << (k % order.width);
      frontier = spin === 1 ? frontier | bit : frontier & ~bit;
    }
    return p;
  });
}

describe('an Ising strip', () => {
  it.each([
    [1, 1, 0.4],
    [2, 3, 0.4],
    [3, 2, 0.4],
    [3, 4, 0.7],
    [4, 3, -0.5],
    [1, 8, 1.3],
    [8, 1, -0.2],
    [3, 3, 0],
  ])('of %i × %i spins, coupling %d, is drawn by the law that enumeration gives', (rows, columns, coupling) => {
    const drawn = lawOfThresholds(rows, columns, coupling);
    const law = isingByEnumeration(rows, columns, coupling);
    // Each of at most 12 thresholds is rounded to 2^-33: the products differ by less than 12 · 2^-33 in all.
    drawn.forEach((p, cell) => {
      expect(Math.abs(p - law[cell]!)).toBeLessThan(12 * 2 ** -33);
    });
  });

  it.each([
    [2, 3, 0.4],
    [3, 4, 0.4],
    [4, 3, -0.9],
    [1, 1, 2],
  ])('of %i × %i spins, coupling %d, has the exact joint law that enumeration gives', (rows, columns, coupling) => {
    const environment = fieldOf(rows, columns, coupling);
    const joint = exactJoint(environment, [...environment.elements.keys()]);
    const law = isingByEnumeration(rows, columns, coupling);
    // Sums of at most 4096 doubles of one sign: relative error far below 1e-12.
    joint.forEach((p, cell) => {
      expect(Math.abs(p / law[cell]! - 1)).toBeLessThan(1e-12);
    });
  });

  it('of one row or one column is a Markov chain that flips with probability 1/(1 + e^{2J})', () => {
    for (const coupling of [0.4, -1.1]) {
      const chain = environmentOf({ s: { kind: 'markov', length: 6, flip: 1 / (1 + Math.exp(2 * coupling)) } });
      const expected = exactJoint(chain, [0, 1, 2, 3, 4, 5]);
      for (const field of [fieldOf(1, 6, coupling), fieldOf(6, 1, coupling)]) {
        const joint = exactJoint(field, [0, 1, 2, 3, 4, 5]);
        joint.forEach((p, cell) => {
          expect(Math.abs(p - expected[cell]!)).toBeLessThan(1e-14);
        });
      }
    }
  });

  it('shows the frequencies of its law, all 64 patterns of 2 × 3', () => {
    const environment = fieldOf(2, 3, 0.4);
    const words = 4096;
    const out = new Uint32Array(6 * words);
    sampleEnvironment(environment, rootKey('strip'), 0, words, out);
    const counts = new Float64Array(64);
    for (let sample = 0; sample < words * 32; sample++) {
      let cell = 0;
      for (let e = 0; e < 6; e++) cell |= ((out[e * words + (sample >>> 5)]! >>> (sample & 31)) & 1) << e;
      counts[cell]!++;
    }
    const law = isingByEnumeration(2, 3, 0.4);
    let chiSquare = 0;
    counts.forEach((count, cell) => {
      const expected = words * 32 * law[cell]!;
      chiSquare += (count - expected) ** 2 / expected;
    });
    // χ² with 63 degrees of freedom: mean 63, standard deviation √126 = 11.2; 4 of them.
    expect(Math.abs(chiSquare - 63)).toBeLessThan(45);
  });

  it('stays finite and aligned at couplings where nothing is left to chance', () => {
    const environment = fieldOf(3, 5, 1e6);
    const out = new Uint32Array(15 * 4);
    sampleEnvironment(environment, rootKey('cold'), 0, 4, out);
    for (let e = 1; e < 15; e++) expect([...out.slice(4 * e, 4 * e + 4)]).toEqual([...out.slice(0, 4)]);
    const [allDown, , , allUp] = exactJoint(environment, [0, 14]);
    expect([allDown, allUp]).toEqual([0.5, 0.5]);
  });

  it('alternates at strongly negative coupling', () => {
    const environment = fieldOf(3, 2, -1e6);
    const out = new Uint32Array(6 * 4);
    sampleEnvironment(environment, rootKey('cold'), 0, 4, out);
    const complement = [...out.slice(0, 4).map((word) => ~word)];
    for (const same of [3, 4]) expect([...out.slice(4 * same, 4 * same + 4)]).toEqual([...out.slice(0, 4)]);
    for (const other of [1, 2, 5]) expect([...out.slice(4 * other, 4 * other + 4)]).toEqual(complement);
  });
});
