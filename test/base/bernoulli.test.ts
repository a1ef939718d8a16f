import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bernoulliWords, probabilityBits } from '../../src/base/bernoulli.js';
import { popcount } from '../../src/base/planes.js';
import { Purpose, rootKey } from '../../src/base/streams.js';
import { threefry } from '../../src/base/threefry.js';

const key = rootKey('bernoulli');
const purpose = Purpose.noise;

function plane(p: number, words: number, generation = 3, index = 11, first = 0): Uint32Array {
  const out = new Uint32Array(words).fill(0xdeadbeef);
  bernoulliWords(out, p, key, purpose, generation, index, first);
  return out;
}

/** One sample at a time: all 32 random bits of U are put together, most significant first, and compared with p. */
function plainBit(p: number, generation: number, index: number, sample: number): number {
  const word = sample >>> 5;
  const block = new Uint32Array(4);
  let uniform = 0n;
  for (let round = 0; round < 32; round++) {
    threefry(key, (word >>> 2) * 32 + round, index, generation, purpose, block);
    uniform = (uniform << 1n) | BigInt((block[word & 3]! >>> (sample & 31)) & 1);
  }
  return uniform < BigInt(p) ? 1 : 0;
}

describe('probabilityBits', () => {
  it('puts probabilities on the grid of multiples of 2^-32', () => {
    expect([0, 2 ** -32, 0.25, 0.5, 1].map(probabilityBits)).toEqual([0, 1, 2 ** 30, 2 ** 31, 2 ** 32]);
  });

  it.each([-0.1, 1.5, Number.NaN])('refuses %s', (p) => {
    expect(() => probabilityBits(p)).toThrow(`probability ${p}; expected a number in [0, 1]`);
  });
});

describe('bernoulliWords', () => {
  it('gives no ones for p = 0 and only ones for p = 1', () => {
    expect(plane(probabilityBits(0), 6).every((word) => word === 0)).toBe(true);
    expect(plane(probabilityBits(1), 6).every((word) => word === 0xffffffff)).toBe(true);
  });

  it.each([1, 3, 2 ** 30, 2 ** 31, probabilityBits(0.1), probabilityBits(0.7), 2 ** 32 - 1])(
    'agrees with a twin that makes one bit at a time, for p = %i / 2^32',
    (p) => {
      const words = plane(p, 8, 9, 5);
      const bits = Array.from({ length: 256 }, (_, s) => (words[s >>> 5]! >>> (s & 31)) & 1);
      expect(bits).toEqual(Array.from({ length: 256 }, (_, s) => plainBit(p, 9, 5, s)));
    },
  );

  it('has ones with frequency p', () => {
    const words = 1 << 14;
    const samples = words * 32;
    for (const p of [0.01, 0.3, 0.5, 0.9]) {
      let ones = 0;
      for (const word of plane(probabilityBits(p), words)) ones += popcount(word);
      // Four binomial standard errors.
      expect(Math.abs(ones / samples - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / samples));
    }
  });

  it('has uncorrelated planes, words and neighbouring samples', () => {
    const words = 1 << 12;
    const samples = words * 32;
    const a = plane(probabilityBits(0.5), words, 1, 0);
    const b = plane(probabilityBits(0.5), words, 1, 1);
    const c = plane(probabilityBits(0.5), words, 2, 0);
    const agreeing = (of: (word: number, i: number) => number): number =>
      a.reduce((sum, word, i) => sum + 32 - popcount(of(word, i)), 0);
    const others = [
      agreeing((word, i) => word ^ b[i]!),
      agreeing((word, i) => word ^ c[i]!),
      agreeing((word, i) => word ^ a[(i + 1) % words]!),
      agreeing((word) => word ^ ((word << 1) | (word >>> 31))),
    ];
    // Agreements of independent fair bits: mean half, sd ½√samples; four of them.
    for (const same of others) expect(Math.abs(same - samples / 2)).toBeLessThan(2 * Math.sqrt(samples));
  });

  it('gives the same words however a plane is cut into pieces of whole blocks', () => {
    const whole = plane(probabilityBits(0.3), 32);
    fc.assert(
      fc.property(fc.subarray([4, 8, 12, 16, 20, 24, 28]), (cuts) => {
        const edges = [0, ...cuts, 32];
        const pieces = edges
          .slice(1)
          .flatMap((end, i) => Array.from(plane(probabilityBits(0.3), end - edges[i]!, 3, 11, edges[i]!)));
        expect(pieces).toEqual(Array.from(whole));
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('gives the first words of a plane where fewer than a whole block are asked for', () => {
    const whole = plane(probabilityBits(0.3), 8);
    for (let length = 1; length < 8; length++) {
      expect(Array.from(plane(probabilityBits(0.3), length))).toEqual(Array.from(whole.subarray(0, length)));
    }
  });
});
