import { type Estimate, jackknife, mean } from '../../base/statistics.js';
import { binaryDivergence, divergenceSlope } from './binary-divergence.js';

/** How many individuals of an island have exactly this score. */
export interface ScoreCount {
  readonly value: number;
  readonly individuals: number;
}

/** A threshold of the pressure curve: −log2 π(score ≥ threshold) with its standard error, in bits. */
export interface PricedThreshold {
  readonly threshold: number;
  readonly bits: number;
  readonly standardError: number;
}

/** Bits earned: a lower bound of the bits held that rests on one event. */
export interface Earned {
  /** d(q ‖ π) on the evaluating islands, jackknifed over them, in bits; the error of π is in the standard error. */
  readonly bits: Estimate;
  /** The event {score ≥ threshold}, chosen on the other islands. */
  readonly threshold: number;
  /** Share of the individuals of the evaluating islands in the event. */
  readonly share: number;
  /** −log2 π of the event. */
  readonly neededBits: number;
  /** What makes the figure less than it looks; null where nothing does. */
  readonly remark: string | null;
}

/** Islands of each half, at least: a jackknife needs two. */
const LEAST_OF_HALF = 2;

/**
 * The bits earned, d(q(E) ‖ π(E)) with E = {score ≥ t}: t is the threshold of the curve for which the islands of even number
 * give most, and the islands of odd number then give the figure, so that choosing does not raise it.
 *
 * @param islands `[island]`: the scores of its individuals, as many individuals on each island
 * @param curve the trusted part of the pressure curve, any order; thresholds that cost nothing (bits ≤ 0) are passed over
 * @returns the reason as text where there is nothing to say it from
 */
export function earnedBits(
  islands: readonly (readonly ScoreCount[])[],
  curve: readonly PricedThreshold[],
): Earned | string {
  // Below the resolution of a double an event is sure: it costs nothing.
  const priced = curve.filter(({ bits }) => 2 ** -bits < 1);
  if (priced.length === 0) return 'the pressure curve has no threshold that costs more than 0 bits';
  const choosing = islands.filter((_, island) => island % 2 === 0);
  const evaluating = islands.filter((_, island) => island % 2 === 1);
  if (evaluating.length < LEAST_OF_HALF) {
    return `${islands.length} islands; one half chooses the threshold and the other needs at least ${LEAST_OF_HALF}`;
  }
  const worth = (place: PricedThreshold): number => binaryDivergence(meanShare(choosing, place.threshold), place.bits);
  const best = priced.reduce((found, place) => (worth(place) > worth(found) ? place : found));
  const shares = evaluating.map((scores) => shareAbove(scores, best.threshold));
  const share = mean(shares);
  const without = shares.map((_, out) => binaryDivergence(mean(shares.filter((_, i) => i !== out)), best.bits));
  const overIslands = jackknife(binaryDivergence(share, best.bits), without);
  const errorOfPrior = divergenceSlope(share, best.bits) * best.standardError;
  return {
    bits: {
      value: overIslands.value,
      standardError: Math.hypot(overIslands.standardError, errorOfPrior),
    },
    threshold: best.threshold,
    share,
    neededBits: best.bits,
    remark: remarkOn(share, best, priced, evaluating),
  };
}

function remarkOn(
  share: number,
  best: PricedThreshold,
  priced: readonly PricedThreshold[],
  evaluating: readonly (readonly ScoreCount[])[],
): string | null {
  if (share === 0) return 'no individual of the evaluating islands reaches the threshold that the others chose';
  const last = Math.max(...priced.map(({ threshold }) => threshold));
  const beyond = evaluating.some((scores) => scores.some(({ value }) => value > last));
  if (best.threshold === last && beyond) {
    return 'the population goes beyond the end of the (trusted) pressure curve: more may have been earned';
  }
  return share === 1 ? 'every individual is in the event: earned is what it needs' : null;
}

function meanShare(islands: readonly (readonly ScoreCount[])[], threshold: number): number {
  return mean(islands.map((scores) => shareAbove(scores, threshold)));
}

function shareAbove(scores: readonly ScoreCount[], threshold: number): number {
  let all = 0;
  let above = 0;
  for (const { value, individuals } of scores) {
    all += individuals;
    if (value >= threshold) above += individuals;
  }
  return above / all;
}
