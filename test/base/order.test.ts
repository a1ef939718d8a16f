import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byCodePoint, sortedKeys } from '../../src/base/order.js';

describe('byCodePoint', () => {
  it('puts capitals before small letters and a prefix before what it begins', () => {
    expect(['b', 'a.10', 'B', 'a', 'a.2', ''].sort(byCodePoint)).toEqual(['', 'B', 'a', 'a.10', 'a.2', 'b']);
  });

  it('differs from the order of UTF-16 units above the basic plane', () => {
    // U+FF21 comes before U+1D538, whose first surrogate, U+D835, is smaller.
    const names = ['\u{1d538}', '\uff21'];
    expect(names.toSorted(byCodePoint)).toEqual(['\uff21', '\u{1d538}']);
    expect(names.toSorted()).toEqual(['\u{1d538}', '\uff21']);
  });

  it('is the order of UTF-8 bytes', () => {
    const sign = (n: number): number => Math.sign(n);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(sign(byCodePoint(a, b))).toBe(sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
      { seed: 2, numRuns: 100 },
    );
  });
});

describe('sortedKeys', () => {
  it('does not depend on the order in which keys were written', () => {
    expect(sortedKeys({ z: 1, B: 2, a: 3 })).toEqual(['B', 'a', 'z']);
    expect(sortedKeys({ a: 3, z: 1, B: 2 })).toEqual(['B', 'a', 'z']);
  });
});
