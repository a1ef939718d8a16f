import { describe, expect, it } from 'vitest';
import { rootKey } from '../../src/base/streams.js';
import { drawParents } from '../../src/evolution/parents.js';
import { frequencyError } from './random.js';

const key = rootKey('parents');
const p = [0.05, 0, 0.5, 0.15, 0, 0.3, 0];

/** Many islands with the same parentage: as many independent draws. */
function manyIslands(islands: number, sexualRate: number, generation = 4) {
  const parentage = Float64Array.from({ length: islands * p.length }, (_, i) => p[i % p.length]!);
  return drawParents(parentage, islands, sexualRate, key, generation);
}

describe('drawParents', () => {
  const islands = 4000;
  const draws = islands * p.length;

  it('draws first and second parents with the expected frequencies', () => {
    const { first, second } = manyIslands(islands, 1);
    for (const parents of [first, second]) {
      const counts = new Array<number>(p.length).fill(0);
      for (const parent of parents) counts[parent % p.length]!++;
      counts.forEach((count, i) => {
        // Four sampling errors; exactly none where p is 0.
        expect(Math.abs(count / draws - p[i]!)).toBeLessThanOrEqual(4 * frequencyError(p[i]!, draws));
      });
    }
  });

  it('draws the second parent independently of the first, the same one included', () => {
    const { first, second } = manyIslands(islands, 1);
    const selfed = first.filter((parent, child) => parent === second[child]).length;
    const expected = p.reduce((sum, each) => sum + each ** 2, 0);
    expect(Math.abs(selfed / draws - expected)).toBeLessThan(4 * frequencyError(expected, draws));
  });

  it('finds parents on the child’s own island', () => {
    const { first, second } = manyIslands(50, 0.5);
    first.forEach((parent, child) => {
      expect(Math.floor(parent / p.length)).toBe(Math.floor(child / p.length));
      if (second[child]! >= 0) expect(Math.floor(second[child]! / p.length)).toBe(Math.floor(child / p.length));
    });
  });

  it('makes a child sexual with the given probability, and never or always at 0 and 1', () => {
    const sexual = (rate: number): number => manyIslands(islands, rate).second.filter((parent) => parent >= 0).length;
    expect(sexual(0)).toBe(0);
    expect(sexual(1)).toBe(draws);
    expect(Math.abs(sexual(0.3) / draws - 0.3)).toBeLessThan(4 * frequencyError(0.3, draws));
  });

  it('has the same first parents however often there is a second', () => {
    expect(manyIslands(20, 0.7).first).toEqual(manyIslands(20, 0).first);
  });

  it('depends on key, generation and place alone, not on other islands', () => {
    const parentage = Float64Array.from([...p, ...p, ...p]);
    const changed = Float64Array.from([...p.toReversed(), ...p, ...p]);
    const before = drawParents(parentage, 3, 0.5, key, 9);
    const after = drawParents(changed, 3, 0.5, key, 9);
    expect(after.first.subarray(7)).toEqual(before.first.subarray(7));
    expect(after.second.subarray(7)).toEqual(before.second.subarray(7));
    expect(drawParents(parentage, 3, 0.5, key, 9)).toEqual(before);
    expect(drawParents(parentage, 3, 0.5, key, 10)).not.toEqual(before);
    expect(drawParents(parentage, 3, 0.5, rootKey('other'), 9)).not.toEqual(before);
  });

  it('never draws a parent with p = 0, not even when the sums fall short of 1', () => {
    // The sum is 0.5 for lack of a normalisation: the last possible parent must still be the last.
    const short = Float64Array.from({ length: 3000 }, (_, i) => [0, 0.25, 0.25, 0, 0][i % 5]!);
    const { first } = drawParents(short, 600, 0, key, 0);
    expect(new Set(first.map((parent) => parent % 5))).toEqual(new Set([1, 2]));
  });

  it('has no choice where there is one individual', () => {
    expect(Array.from(drawParents(Float64Array.of(1, 1, 1), 3, 1, key, 2).second)).toEqual([0, 1, 2]);
  });
});
