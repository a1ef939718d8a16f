import { type Estimate, jackknife } from '../../base/statistics.js';
import type { Direction } from './level.js';
import type { LevelRecord, RepeatState } from './repeat.js';
import { isTrusted } from './trust.js';

/** The pooled curve at one threshold. */
export interface PooledPoint {
  readonly threshold: number;
  /** −log2 of the mean of the repeats' probabilities of the set under π; +Infinity where no repeat reached it. */
  readonly bits: number;
  /** By delete-one-repeat jackknife; NaN where fewer than two repeats reached the set. */
  readonly bitsError: number;
  /** `[observable]`: its mean over the set under π, and the jackknife error; NaN where they are not defined. */
  readonly observables: readonly { readonly mean: number; readonly standardError: number }[];
  readonly trusted: boolean;
  /** Repeats in which some particle lay in the set. */
  readonly reached: number;
}

/** What one repeat says of a set: `bits` +Infinity where none of its particles lay in it, and no means then. */
interface Share {
  readonly bits: number;
  readonly means: readonly number[];
}

const isIn = (score: number, threshold: number, direction: Direction): boolean =>
  direction === 'open' ? score >= threshold : score <= threshold;

/** The last level whose set holds all of {score ≥ t} (closing: ≤ t). */
export function lastAround<Level extends Pick<LevelRecord, 'from' | 'inner'>>(
  levels: readonly Level[],
  threshold: number,
  direction: Direction,
): Level {
  let last = levels[0]!;
  for (const level of levels.slice(1)) {
    // The set of an inner level lacks part of its own threshold's plateau, but nothing beyond.
    if (isIn(threshold, level.from, direction) && !(level.inner && threshold === level.from)) last = level;
  }
  return last;
}

function shareOf({ levels }: RepeatState, threshold: number, direction: Direction): Share {
  const { bits, scores, observables } = lastAround(levels, threshold, direction);
  const observableCount = observables.length / scores.length;
  const sums = new Array<number>(observableCount).fill(0);
  let inside = 0;
  for (let i = 0; i < scores.length; i++) {
    if (!isIn(scores[i]!, threshold, direction)) continue;
    inside++;
    for (let o = 0; o < observableCount; o++) sums[o]! += observables[i * observableCount + o]!;
  }
  return { bits: bits - Math.log2(inside / scores.length), means: sums.map((sum) => sum / inside) };
}

/** What is estimated of one repeat: −log2 of a probability. */
type Bits = Pick<Share, 'bits'>;

const leastBits = (of: readonly Bits[]): number => Math.min(...of.map(({ bits }) => bits));

/** A probability in units of 2^−least, so that hundreds of bits do not underflow. */
const weightOf = ({ bits }: Bits, least: number): number =>
  bits === Number.POSITIVE_INFINITY ? 0 : 2 ** (least - bits);

/** −log2 of the mean of the repeats' probabilities, summed in their order; +Infinity where all are 0. */
export function pooledBits(of: readonly Bits[], least = leastBits(of)): number {
  return least - Math.log2(of.reduce((sum, share) => sum + weightOf(share, least), 0) / of.length);
}

/** Standard error of an estimate from all shares, by leaving each out in turn. */
function errorOf(shares: readonly Share[], estimate: (shares: readonly Share[]) => number): Estimate {
  const without = shares.map((_, left) => estimate(shares.filter((_, r) => r !== left)));
  return { value: estimate(shares), standardError: jackknife(0, without).standardError };
}

/**
 * The curve of all repeats together at each threshold t: p̂_r(t) is the product of the fractions up to the last level that
 * holds {score ≥ t}, times the share of its particles at or above t; Ū_r their mean of an observable. Then bits = −log2 of
 * the mean p̂_r and E[U | score ≥ t] = Σ p̂_r Ū_r / Σ p̂_r. A repeat that ended or got stuck below t counts as what it
 * says: 0 where none of its particles lies above. Sums are in the order of the repeats.
 *
 * The mean of probabilities is nearly unbiased at any number of repeats; the mean of bits would not be.
 *
 * @param repeats at least one, all of the same plan
 */
export function poolRepeats(
  repeats: readonly RepeatState[],
  thresholds: readonly number[],
  direction: Direction,
): PooledPoint[] {
  return thresholds.map((threshold) => {
    const shares = repeats.map((repeat) => shareOf(repeat, threshold, direction));
    const reached = shares.filter(({ bits }) => bits < Number.POSITIVE_INFINITY);
    const least = leastBits(shares);
    const pooledMean =
      (observable: number) =>
      (of: readonly Share[]): number => {
        let sum = 0;
        let weights = 0;
        for (const share of of) {
          const weight = weightOf(share, least);
          if (weight === 0) continue;
          sum += weight * share.means[observable]!;
          weights += weight;
        }
        return sum / weights;
      };
    const bits = errorOf(shares, (of) => pooledBits(of, least));
    return {
      threshold,
      bits: bits.value,
      bitsError: bits.standardError,
      observables: shares[0]!.means.map((_, observable) => {
        const { value, standardError } = errorOf(shares, pooledMean(observable));
        return { mean: value, standardError };
      }),
      trusted: reached.length > 0 && isTrusted(bits.value, threshold, repeats[0]!.samples, direction),
      reached: reached.length,
    };
  });
}
