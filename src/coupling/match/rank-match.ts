import { mean, standardDeviation } from '../../base/statistics.js';
import type { Stream } from '../../base/streams.js';
import { centredRanks } from './ranks.js';

/** Pairs below this many have no rank correlation worth the name: two are always in order or in reverse. */
export const LEAST_PAIRS = 3;

/** How many times pairs are shuffled for the null; the least p-value is 1 / (this + 1). */
export const SHUFFLES = 999;

/** Spearman's rank correlation of what is inside with what is outside, with the null of pairs shuffled. */
export interface RankMatch {
  /** Pearson's correlation of the mean ranks, in [−1, 1]. */
  readonly correlation: number;
  /** The same with insides dealt at random to outsides. */
  readonly shuffled: { readonly mean: number; readonly standardDeviation: number };
  /**
   * (1 + shuffles at least as large) / (1 + shuffles), one-sided (Davison & Hinkley 1997): never 0, and valid also with few
   * shuffles. It takes pairs for exchangeable; pairs that share a source or a sink are not quite.
   */
  readonly pValue: number;
}

/** Why a match is not defined. */
export interface NoMatch {
  readonly reason: string;
}

/**
 * Whether pairs that share more outside share more inside: values are compared by rank only, since a channel that is
 * built carries what it can, not what the environment would.
 *
 * @param inside `[pair]`
 * @param outside `[pair]`
 * @param stream what shuffles are drawn from, {@link SHUFFLES} × (pairs − 1) draws
 */
export function rankMatch(
  inside: readonly number[],
  outside: readonly number[],
  stream: Stream,
  shuffles = SHUFFLES,
): RankMatch | NoMatch {
  const pairs = inside.length;
  if (pairs < LEAST_PAIRS) return { reason: `${pairs} pairs; a rank correlation needs at least ${LEAST_PAIRS}` };
  const [a, b] = [centredRanks(inside), centredRanks(outside)];
  const [spreadInside, spreadOutside] = [product(a, a), product(b, b)];
  if (spreadOutside === 0) return { reason: 'all pairs share equally much outside' };
  if (spreadInside === 0) return { reason: 'all pairs share equally much inside' };
  const scale = Math.sqrt(spreadInside * spreadOutside);

  const observed = product(a, b);
  const correlations = new Float64Array(shuffles);
  let atLeast = 0;
  for (let shuffle = 0; shuffle < shuffles; shuffle++) {
    for (let last = pairs - 1; last > 0; last--) {
      const other = stream.nextBelow(last + 1);
      const kept = a[last]!;
      a[last] = a[other]!;
      a[other] = kept;
    }
    const shuffled = product(a, b);
    if (shuffled >= observed) atLeast++;
    correlations[shuffle] = shuffled / scale;
  }
  return {
    correlation: observed / scale,
    shuffled: { mean: mean(correlations), standardDeviation: standardDeviation(correlations) },
    pValue: (1 + atLeast) / (1 + shuffles),
  };
}

/** Exact for up to 10^5 pairs: below 2^53. */
function product(a: Int32Array, b: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
