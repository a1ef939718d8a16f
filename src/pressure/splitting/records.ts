import type { Direction } from './level.js';

/** How one repeat is to go. */
export interface SplittingPlan {
  /** M, at least 2. */
  readonly particles: number;
  /** Moves of every particle at every level, at least 1. */
  readonly moves: number;
  /** Share of the particles that a level should keep, in (0, 1). */
  readonly keep: number;
  readonly direction: Direction;
  /** Where to end: at the first level of so many bits, or at exactly this score. */
  readonly until: { readonly bits: number } | { readonly score: number };
  /** S, the samples that a score in bits was estimated from; null where scores are exact. */
  readonly samples: number | null;
}

/** Why a repeat ended: at the bits or the score asked for, or because nobody was above the last level. */
export type Ending = 'bits' | 'score' | 'stuck';

/** What was found at one level. */
export interface LevelRecord {
  /** 0: π itself. */
  readonly level: number;
  /**
   * t of {score ≥ t}, or, closing, of {score ≤ t}: the lowest score that was kept, or the one asked for. Level 0 is all of
   * π: threshold 0, or, closing, the largest score that was drawn.
   */
  readonly threshold: number;
  /**
   * Where exactly the set begins, right above the highest score that was left out (closing: below the lowest). The
   * particles lie anywhere from here on, a few of them perhaps between here and `threshold`.
   */
  readonly from: number;
  /**
   * Inside a plateau: the set is only that part of {score = threshold} which is best by the refined score, with what lies
   * above. Such a level is a step on the way and no point of the curve.
   */
  readonly inner: boolean;
  /** Estimated −log2 of the probability of the set under π. */
  readonly bits: number;
  /**
   * Standard error of `bits` as it is with ideal mixing: the variance is Σ (1 − f) / (f M) over the levels' fractions f,
   * in squared nats (Cérou & Guyader 2007; Botev & Kroese 2012).
   */
  readonly bitsError: number;
  /** Share of the particles of the level before that lay in this one; 1 at level 0. */
  readonly fraction: number;
  /** Share of moves by which a particle became another, over particles and moves; 1 at level 0, whose draws are fresh. */
  readonly acceptance: number;
  /** Distinct particles of level 0 from which those of this level descend (by copying; exchanged parts do not count). */
  readonly ancestors: number;
  /** Whether luck is ruled out, see {@link isTrusted}. */
  readonly trusted: boolean;
  /** `[particle]`, after the moves: the score by which particles were selected. */
  readonly scores: Float64Array;
  /** `[particle][observable]`, row-major, after the moves. */
  readonly observables: Float64Array;
}

/**
 * One repeat between two levels: plain data and typed arrays of its own, which a checkpoint can hold and a worker be
 * sent. Nothing in it is changed once made.
 */
export interface RepeatState {
  readonly repeat: number;
  readonly level: number;
  /** Of the last level; where stuck, the score that all particles have. */
  readonly threshold: number;
  /** Of the last level; where stuck, more than so many are needed for whatever lies beyond `threshold`. */
  readonly bits: number;
  /** Null while it goes on. */
  readonly ended: Ending | null;
  readonly levels: readonly LevelRecord[];
  readonly samples: number | null;
  /** The particles: `Uint32Array [particle][word]`, row-major. */
  readonly genotypes: Uint32Array;
  readonly refined: Float64Array;
  /** `Int32Array [particle]`: the particle of level 0 that each descends from. */
  readonly ancestor: Int32Array;
}
