import { describe, expect, it } from 'vitest';
import { rootKey, Stream } from '../../../src/base/streams.js';
import {
  classLaw,
  enumeratedClassLaw,
  lawOfBalanced,
  lawOfBits,
  lawOfReversible,
} from '../../../src/pressure/held/class-law.js';
import { countPairs } from '../../../src/pressure/held/pair-counts.js';
import { classCount, classifier } from '../../../src/pressure/held/table-class.js';
import { drawTable, type Prior } from '../../../src/system/prior/prior.js';
import { classByHand, classNames } from './class-by-hand.js';

const family = (name: 'balanced' | 'linear' | 'sparse' | 'reversible'): Prior => ({ kind: 'family', family: name });
const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

/** Two laws of the same classes agree: sums of at most 2^16 doubles of at most 1, in another order. */
function expectSame(law: Float64Array, expected: Float64Array): void {
  expect(law.length).toBe(expected.length);
  law.forEach((p, c) => {
    expect(Math.abs(p - expected[c]!), `class ${c}`).toBeLessThan(1e-12);
  });
}

describe('the law of the class under the prior', () => {
  it('is counted by hand for two inputs', () => {
    // Of the 16 tables 4 are an input or its complement; c = 1/2 for both inputs wherever the number of ones is odd; the
    // constants and the parities follow nothing.
    expect([...lawOfBits(0.5, 2)].map((p) => p * 16)).toEqual([0, 2, 0, 2, 8, 4]);
    // With ones at probability 1/4: two ones out of four for a copy, one or three for a tie.
    const p = 0.25;
    const copy = 2 * p ** 2 * (1 - p) ** 2;
    const tie = 4 * p * (1 - p) ** 3 + 4 * p ** 3 * (1 - p);
    expectSame(lawOfBits(p, 2), Float64Array.of(0, copy, 0, copy, tie, 1 - 2 * copy - tie));
  });

  it('has 34 tables of three inputs for each of them: 2 that are it, 16 of one changed output and 16 of two', () => {
    const law = lawOfBits(0.5, 3);
    const changes = (table: number): number => {
      const differing = Array.from({ length: 8 }, (_, x) => ((table >> x) ^ x) & 1).reduce((a, b) => a + b, 0);
      return Math.min(differing, 8 - differing);
    };
    const following = Array.from({ length: 256 }, (_, table) => table).filter((t) => classByHand(t, 3).startsWith('0'));
    expect([0, 1, 2, 3, 4].map((n) => following.filter((t) => changes(t) === n).length)).toEqual([2, 16, 16, 0, 0]);
    for (const input of [0, 1, 2]) {
      expect(law[2 * input]! * 256).toBe(32);
      expect(law[2 * input + 1]! * 256).toBe(2);
    }
  });

  it('by pairs of complementary indices is what going through all tables gives, up to four inputs', () => {
    for (const neighbourCount of [1, 2, 3, 4]) {
      for (const bit of [0.5, 0.3, 0.9, 0, 1]) {
        expectSame(
          lawOfBits(Math.round(bit * 2 ** 32) / 2 ** 32, neighbourCount),
          enumeratedClassLaw({ kind: 'bit', bit }, neighbourCount)!,
        );
      }
      expectSame(lawOfBalanced(neighbourCount), enumeratedClassLaw(family('balanced'), neighbourCount)!);
      expectSame(lawOfReversible(neighbourCount), enumeratedClassLaw(family('reversible'), neighbourCount)!);
    }
  });

  it('counts 3^16 ways for five inputs, of which as many are for one input as for another', () => {
    const counts = countPairs(5);
    expect(sum(counts.map(sum))).toBe(3 ** 16);
    for (const full of [0, 1]) {
      for (let j = 1; j < 5; j++) expect(counts[2 * j + full]).toEqual(counts[full]);
      expect(sum(counts[full]!)).toBeGreaterThan(0);
    }
  });

  it.each([
    ['bits of probability 0.5', { kind: 'bit', bit: 0.5 } as Prior],
    ['bits of probability 0.15', { kind: 'bit', bit: 0.15 } as Prior],
    ['balanced tables', family('balanced')],
    ['reversible tables', family('reversible')],
    ['linear tables', family('linear')],
    ['sparse tables', family('sparse')],
  ])('is what draws of five inputs show: %s', (name, prior) => {
    const law = classLaw(prior, 5);
    expect(sum(law)).toBeCloseTo(1, 12);
    const draws = 20_000;
    const stream = new Stream(rootKey(`classes of ${name}`), 6, 0, 0);
    const counts = new Float64Array(classCount(5));
    const classOf = classifier(5);
    for (let i = 0; i < draws; i++) counts[classOf(drawTable(prior, 5, stream))]!++;
    counts.forEach((count, c) => {
      // Four binomial standard deviations, and one count more where hardly any is expected.
      const sd = Math.sqrt(draws * law[c]! * (1 - law[c]!));
      expect(Math.abs(count - draws * law[c]!), classNames(5)[c]).toBeLessThan(4 * sd + 1);
    });
  });
});
