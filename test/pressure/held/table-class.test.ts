import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classCount, classifier } from '../../../src/pressure/held/table-class.js';
import { classByHand, classNames } from './class-by-hand.js';

const tablesOf = (neighbourCount: number): number[] =>
  Array.from({ length: 2 ** (2 ** neighbourCount) }, (_, table) => table);

/** The table in which bit x is the bit at x with some inputs flipped. */
function complementInputs(table: number, flips: number, neighbourCount: number): number {
  let flipped = 0;
  for (let x = 0; x < 2 ** neighbourCount; x++) if ((table >>> (x ^ flips)) & 1) flipped |= 1 << x;
  return flipped >>> 0;
}

const complementOutput = (table: number, neighbourCount: number): number =>
  (~table & (neighbourCount === 5 ? -1 : 2 ** (2 ** neighbourCount) - 1)) >>> 0;

describe('the class of a table', () => {
  it('is what its definition says, for all tables of up to three inputs', () => {
    for (const neighbourCount of [1, 2, 3]) {
      const classOf = classifier(neighbourCount);
      const names = classNames(neighbourCount);
      expect(names.length).toBe(classCount(neighbourCount));
      for (const table of tablesOf(neighbourCount)) {
        expect(names[classOf(table)], `${table}`).toBe(classByHand(table, neighbourCount));
      }
    }
  });

  it('is what its definition says, for tables of four and five inputs', () => {
    for (const neighbourCount of [4, 5]) {
      const classOf = classifier(neighbourCount);
      const names = classNames(neighbourCount);
      // Copies with a few outputs changed, since a table drawn from all follows an input once in hundreds.
      const near = fc
        .tuple(fc.nat(neighbourCount - 1), fc.array(fc.nat(2 ** neighbourCount - 1), { maxLength: 10 }))
        .map(([input, changes]) => changes.reduce((table, x) => (table ^ (1 << x)) >>> 0, copy(input, neighbourCount)));
      const any = fc.nat(2 ** (2 ** neighbourCount) - 1);
      fc.assert(
        fc.property(fc.oneof(near, any), (table) => {
          expect(names[classOf(table)]).toBe(classByHand(table, neighbourCount));
        }),
        { seed: 3, numRuns: 1000 },
      );
    }
  });

  it('names the input that is followed, and tells a copy from what only resembles one', () => {
    const names = classNames(3);
    const named = (bits: string): string => names[classifier(3)(Number.parseInt(bits, 2))]!;
    // Outputs for the indices 7 down to 0; input 2 is the first digit of the index.
    expect(named('10101010')).toBe('0!');
    expect(named('00110011')).toBe('1!');
    expect(named('11110000')).toBe('2!');
    // One output of a copy changed: c = 3/4; two changed, one on either side: c = 1/2, and no other reaches it.
    expect(named('11110001')).toBe('2');
    expect(named('01110001')).toBe('tie');
    expect(named('11101000')).toBe('tie');
    expect(named('10010110')).toBe('weak');
    expect(named('00000000')).toBe('weak');
    // AND of two inputs: both are followed by half.
    expect(named('11000000')).toBe('tie');
    // AND of all three: each c is a quarter.
    expect(named('10000000')).toBe('weak');
  });

  it('is the same for the complement of any inputs and of the output: all tables of up to three inputs', () => {
    for (const neighbourCount of [1, 2, 3]) {
      const classOf = classifier(neighbourCount);
      for (const table of tablesOf(neighbourCount)) {
        expect(classOf(complementOutput(table, neighbourCount))).toBe(classOf(table));
        for (let flips = 1; flips < 2 ** neighbourCount; flips++) {
          expect(classOf(complementInputs(table, flips, neighbourCount))).toBe(classOf(table));
        }
      }
    }
  });

  it('is the same for the complement of any inputs and of the output: tables of four and five inputs', () => {
    for (const neighbourCount of [4, 5]) {
      const classOf = classifier(neighbourCount);
      const changes = fc.uniqueArray(fc.nat(2 ** neighbourCount - 1), { maxLength: 7 });
      fc.assert(
        fc.property(
          fc.nat(neighbourCount - 1),
          changes,
          fc.nat(2 ** (2 ** neighbourCount) - 1),
          fc.nat(2 ** neighbourCount - 1),
          (input, changed, any, flips) => {
            const near = changed.reduce((table, x) => (table ^ (1 << x)) >>> 0, copy(input, neighbourCount));
            for (const table of [near, any]) {
              expect(classOf(complementOutput(table, neighbourCount))).toBe(classOf(table));
              expect(classOf(complementInputs(table, flips, neighbourCount))).toBe(classOf(table));
            }
          },
        ),
        { seed: 4, numRuns: 500 },
      );
    }
  });

  it('follows the inputs when they change places', () => {
    // Exchanging inputs 0 and 2 of three.
    const exchanged = (table: number): number => {
      let other = 0;
      for (let x = 0; x < 8; x++) {
        const y = ((x & 1) << 2) | (x & 2) | (x >> 2);
        if ((table >> y) & 1) other |= 1 << x;
      }
      return other;
    };
    const swap: Record<string, string> = { '0': '2', '2': '0', '0!': '2!', '2!': '0!' };
    const names = classNames(3);
    const classOf = classifier(3);
    for (const table of tablesOf(3)) {
      const name = names[classOf(table)]!;
      expect(names[classOf(exchanged(table))]).toBe(swap[name] ?? name);
    }
  });
});

/** The table of a copy of an input. */
function copy(input: number, neighbourCount: number): number {
  let table = 0;
  for (let x = 0; x < 2 ** neighbourCount; x++) if ((x >> input) & 1) table |= 1 << x;
  return table >>> 0;
}
