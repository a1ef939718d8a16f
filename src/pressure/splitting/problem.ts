import type { Key } from '../../base/streams.js';

/** One proposal for each particle, written by {@link SplittingProblem.propose}. */
export interface Proposals {
  /** `Uint32Array [particle][word]`, row-major: the genotype that each particle would become. */
  readonly genotypes: Uint32Array;
  /**
   * `Int32Array [particle]`: the particle whose proposal stands or falls together with this one's, −1 for none. Mutual:
   * two particles that exchange something name each other.
   */
  readonly partner: Int32Array;
  /**
   * `Float64Array [particle]`: the factor of the Metropolis–Hastings rule, π(proposal) q(back) / π(present) q(there), at
   * least 0; a pair's is that of both together, given at the one of lower index.
   */
  readonly ratio: Float64Array;
}

/**
 * A law π over genotypes and a score: all that splitting knows of what it works on. Genotypes are `Uint32Array
 * [particle][word]`, row-major; every function is pure in its arguments and the key last given to `prepare`.
 */
export interface SplittingProblem {
  /** Uint32 words of one genotype. */
  readonly words: number;
  /** Quantities followed beside the score; the first is the score measured once more, apart from what selects. */
  readonly observableCount: number;
  /** Draws what one repeat keeps from its first to its last level (its stimuli); cheap where the key is the last one's. */
  prepare(key: Key): void;
  /** Draws independent genotypes of π; particle i is a function of the key and i. */
  draw(genotypes: Uint32Array, count: number, key: Key): void;
  /**
   * The score of each, higher is better, at least 0; and a `refined` score that orders genotypes of equal score on the
   * way up from there, 0 for all where there is nothing to order them by.
   */
  score(genotypes: Uint32Array, count: number, score: Float64Array, refined: Float64Array): void;
  /**
   * A proposal for each particle, of a move that leaves π unchanged under the Metropolis–Hastings rule (of independent
   * particles: a pair may exchange parts).
   *
   * @param key another one for each level and move; generation 0 of `Purpose.splitting` under it is the caller's
   */
  propose(genotypes: Uint32Array, count: number, proposals: Proposals, key: Key): void;
  /** `[particle][observable]`, row-major, measured apart from the score; NaN where a quantity is not defined. */
  observe(genotypes: Uint32Array, count: number, out: Float64Array): void;
}
