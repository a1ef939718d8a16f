import { popcount } from '../../../src/base/planes.js';
import { type Key, Purpose, Stream } from '../../../src/base/streams.js';
import type { SplittingProblem } from '../../../src/pressure/splitting/problem.js';

/** Ones in a genotype. */
export function ones(genotypes: Uint32Array, words: number, particle: number): number {
  let sum = 0;
  for (let word = 0; word < words; word++) sum += popcount(genotypes[particle * words + word]!);
  return sum;
}

/**
 * Strings of fair bits, scored by `scoreOf` (their number of ones by default). A move redraws `redrawn` random bits of
 * each string. The one observable is the score itself.
 */
export function bitStrings(
  bits: number,
  redrawn: number,
  scoreOf: (ones: number) => number = (count) => count,
  refinedOf: (ones: number) => number = () => 0,
): SplittingProblem {
  const words = Math.ceil(bits / 32);
  const maskOf = (word: number): number => (word < words - 1 || bits % 32 === 0 ? 0xffffffff : 2 ** (bits % 32) - 1);
  return {
    words,
    observableCount: 1,
    prepare() {},
    draw(genotypes, count, key) {
      for (let i = 0; i < count; i++) {
        const stream = new Stream(key, Purpose.prior, 0, i);
        for (let word = 0; word < words; word++) genotypes[i * words + word] = stream.nextWord() & maskOf(word);
      }
    },
    score(genotypes, count, score, refined) {
      for (let i = 0; i < count; i++) {
        score[i] = scoreOf(ones(genotypes, words, i));
        refined[i] = refinedOf(ones(genotypes, words, i));
      }
    },
    propose(genotypes, count, proposals, key: Key) {
      proposals.genotypes.set(genotypes.subarray(0, count * words));
      proposals.partner.fill(-1);
      proposals.ratio.fill(1);
      for (let i = 0; i < count; i++) {
        const stream = new Stream(key, Purpose.splitting, 1, i);
        for (let draw = 0; draw < redrawn; draw++) {
          const place = stream.nextBelow(bits);
          const at = i * words + (place >>> 5);
          const bit = 1 << (place & 31);
          const one = (stream.nextWord() & 1) === 1;
          proposals.genotypes[at] = one ? proposals.genotypes[at]! | bit : proposals.genotypes[at]! & ~bit;
        }
      }
    },
    observe(genotypes, count, out) {
      this.score(genotypes, count, out, new Float64Array(count));
    },
  };
}
