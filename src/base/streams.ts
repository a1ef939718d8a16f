import { createHash } from 'node:crypto';
import seedrandom from 'seedrandom';
import { threefry, type Words4 } from './threefry.js';

/** The 128-bit root of all randomness of a run. */
export type Key = Words4;

/**
 * What a random draw is for: the first part of its address. One registry, so that no two uses can collide.
 * A number, once used in a release, is never given to another purpose.
 */
export const Purpose = {
  environment: 1,
  border: 2,
  start: 3,
  noise: 4,
  wiring: 5,
  prior: 6,
  parents: 7,
  mating: 8,
  mutation: 9,
  splitting: 10,
  constraint: 11,
  ties: 12,
  drive: 13,
  copying: 14,
  couplingPrior: 15,
  couplingPopulation: 16,
  gaussian: 17,
  analogNoise: 18,
  shuffledPairs: 20,
  latin: 21,
  sobol: 22,
} as const;
export type Purpose = (typeof Purpose)[keyof typeof Purpose];

/**
 * The root key of a seed: the SHA-256 of its text, in hexadecimal, through seedrandom (ARC4) once; four successive 32-bit
 * outputs. 7 and '7' are the same seed.
 *
 * The hash comes first because ARC4 repeats its key to 256 bytes and keeps the low 8 bits of each character: by themselves
 * the seeds 1, 11 and 111 would all be one.
 */
export function rootKey(seed: string | number): Key {
  const generator = seedrandom(createHash('sha256').update(String(seed), 'utf8').digest('hex'));
  const word = (): number => generator.int32() >>> 0;
  return [word(), word(), word(), word()];
}

const scratch = new Uint32Array(4);

/** A key of its own for what lies under one address: the four random words that stand there. */
export function derivedKey(key: Key, purpose: Purpose, generation: number, index: number): Key {
  threefry(key, 0, index, generation, purpose, scratch);
  return [scratch[0]!, scratch[1]!, scratch[2]!, scratch[3]!];
}

/**
 * The random words at one address (purpose, generation, index), read from the first on.
 *
 * A pure function of key and address: two streams at the same address give the same words wherever they run, and what
 * one address draws never shifts another. Each stream holds 2^34 words.
 */
export class Stream {
  private block = 0;
  private used = 4;
  // Four numbers, not an array of them: millions of short streams are made, and arrays would cost most of the time.
  private word0 = 0;
  private word1 = 0;
  private word2 = 0;
  private word3 = 0;

  constructor(
    private readonly key: Key,
    private readonly purpose: Purpose,
    private readonly generation: number,
    private readonly index: number,
  ) {}

  /** 32 fair bits as an integer in [0, 2^32). */
  nextWord(): number {
    if (this.used === 4) {
      threefry(this.key, this.block++, this.index, this.generation, this.purpose, scratch);
      this.word0 = scratch[0]!;
      this.word1 = scratch[1]!;
      this.word2 = scratch[2]!;
      this.word3 = scratch[3]!;
      this.used = 0;
    }
    const at = this.used++;
    return at < 2 ? (at === 0 ? this.word0 : this.word1) : at === 2 ? this.word2 : this.word3;
  }

  /** Uniform in [0, 1) on the grid of multiples of 2^-53; takes two words. */
  nextUnit(): number {
    const high = this.nextWord() >>> 5;
    const low = this.nextWord() >>> 6;
    return (high * 0x4000000 + low) / 0x20000000000000;
  }

  /** Uniform integer in [0, bound), exactly: words that would bias the remainder are drawn again. */
  nextBelow(bound: number): number {
    const limit = 0x100000000 - (0x100000000 % bound);
    let word = this.nextWord();
    while (word >= limit) word = this.nextWord();
    return word % bound;
  }
}
