import { describe, expect, it } from 'vitest';
import { Purpose, rootKey, Stream } from '../../../src/base/streams.js';
import { resample } from '../../../src/pressure/splitting/resample.js';

const stream = (index: number): Stream => new Stream(rootKey(1), Purpose.splitting, 0, index);

describe('copies of survivors', () => {
  it('take the places of the others, as evenly as can be', () => {
    const survivors = Int32Array.of(1, 4, 5);
    for (let index = 0; index < 50; index++) {
      const origin = resample(survivors, 10, stream(index));
      for (const survivor of survivors) expect(origin[survivor]).toBe(survivor);
      const copies = Array.from(survivors, (survivor) => origin.filter((from) => from === survivor).length);
      // Seven places among three: two each, and one more for one of them.
      expect(copies.toSorted()).toEqual([3, 3, 4]);
    }
  });

  it('favour no survivor and no place', () => {
    const survivors = Int32Array.of(0, 2, 3);
    const seen = new Float64Array(3);
    const draws = 3000;
    for (let index = 0; index < draws; index++) {
      const origin = resample(survivors, 5, stream(index));
      seen[survivors.indexOf(origin[1]!)]!++;
    }
    // Binomial with p = 1/3: four standard deviations are 103.
    for (const count of seen) expect(Math.abs(count - draws / 3)).toBeLessThan(4 * Math.sqrt((draws * 2) / 9));
  });
});
