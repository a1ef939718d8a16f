import { nextUp } from '../../../base/next-up.js';
import type { PilotPoint } from '../../../coupling/certificate/choose-grid.js';
import { lastAround } from '../../../pressure/splitting/pool.js';
import type { LevelRecord } from '../../../pressure/splitting/repeat.js';

/** A set {score ≥ from} with genotypes of π within it: a level of a splitting, or all genotypes with their probabilities. */
export type ScoredSet = Pick<LevelRecord, 'from' | 'inner' | 'bits' | 'scores' | 'observables'> & {
  /** `Float64Array [genotype]`, of any scale; undefined where all weigh the same. */
  readonly weights?: Float64Array;
};

/** What a set says of {score ≥ t}. */
export interface Share {
  readonly probability: number;
  /** `[question]`: mean over the set; NaN where none is in it. */
  readonly means: readonly number[];
  /** Particles in it; +Infinity where the set is of all genotypes. */
  readonly particles: number;
}

/** One repeat's account of {score ≥ t} for any t. */
export interface RepeatShares {
  readonly at: (threshold: number) => Share;
  /** Every score that was seen, and those given, as candidates for thresholds: ascending, the first holding all of π. */
  readonly candidates: (given: readonly number[]) => PilotPoint[];
}

/** A value that so much of what lies at or above it shares is one on which the grid stands, and right above which it goes on. */
const ATOM = 0.05;

/** Sorted from the highest score down, with running sums. */
interface Sorted {
  readonly set: ScoredSet;
  /** Ascending. */
  readonly scores: Float64Array;
  /** `[n]`: weight of the n highest. */
  readonly weights: Float64Array;
  /** `[question][n]`: Σ weight × observable of the n highest. */
  readonly sums: readonly Float64Array[];
}

/**
 * Prepares a repeat's nested sets for many thresholds at once; poolRepeats (src/pressure/splitting/pool.ts) is its slow twin.
 *
 * @param observables indices of those that are asked for
 */
export function repeatShares(sets: readonly ScoredSet[], observables: readonly number[]): RepeatShares {
  const sorted = new Map(sets.map((set) => [set, sort(set, observables)]));
  const shareIn = ({ set, scores, weights, sums }: Sorted, threshold: number): Share => {
    const above = scores.length - firstAtLeast(scores, threshold);
    const total = weights.at(-1)!;
    return {
      probability: 2 ** -set.bits * (weights[above]! / total),
      means: sums.map((sum) => sum[above]! / weights[above]!),
      particles: set.weights === undefined ? above : Number.POSITIVE_INFINITY,
    };
  };
  const at = (threshold: number): Share => shareIn(sorted.get(lastAround(sets, threshold, 'open'))!, threshold);
  const pointAt = (threshold: number): PilotPoint => {
    const { probability, means } = at(threshold);
    return { threshold, probability, inside: means.map((mean) => (probability === 0 ? 0 : probability * mean)) };
  };
  return {
    at,
    candidates(given) {
      const thresholds = new Set<number>([0, ...given]);
      for (const own of sorted.values()) {
        for (const score of new Set(own.scores)) {
          if (sorted.get(lastAround(sets, score, 'open')) !== own) continue;
          thresholds.add(score);
          const [from, above] = [shareIn(own, score), shareIn(own, nextUp(score))];
          if (above.probability > 0 && above.probability <= (1 - ATOM) * from.probability)
            thresholds.add(nextUp(score));
        }
      }
      return [...thresholds].sort((a, b) => a - b).map(pointAt);
    },
  };
}

function sort(set: ScoredSet, observables: readonly number[]): Sorted {
  const count = set.scores.length;
  const width = set.observables.length / count;
  const order = Array.from(set.scores.keys()).sort((a, b) => set.scores[b]! - set.scores[a]! || a - b);
  const running = (of: (i: number) => number): Float64Array => {
    const sums = new Float64Array(count + 1);
    order.forEach((i, n) => {
      sums[n + 1] = sums[n]! + of(i);
    });
    return sums;
  };
  const weightOf = (i: number): number => set.weights?.[i] ?? 1;
  return {
    set,
    scores: Float64Array.from(order, (i) => set.scores[i]!).reverse(),
    weights: running(weightOf),
    sums: observables.map((o) => running((i) => weightOf(i) * set.observables[i * width + o]!)),
  };
}

/** Index of the first of ascending scores that is at least `threshold`. */
function firstAtLeast(ascending: Float64Array, threshold: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! >= threshold) high = middle;
    else low = middle + 1;
  }
  return low;
}
