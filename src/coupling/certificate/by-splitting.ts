import { InvariantError } from '../../base/errors.js';
import { LEAST_REPEATS } from '../../base/least-repeats.js';
import { nextUp } from '../../base/next-up.js';
import { mean } from '../../base/statistics.js';
import { leastProbabilityBetween, unseen } from './bounds.js';
import { type RatioInterval, ratioInterval } from './ratio-interval.js';
import type { RepeatedCurve } from './repeats.js';
import { studentT } from './student-t.js';

/** How a claim is to be judged. */
export interface Judgement {
  /** δ ≥ 0 */
  readonly margin: number;
  /** Probability of a wrong verdict, over all claims together. */
  readonly alpha: number;
  /** Claims that are judged at once. */
  readonly claims: number;
  /** The largest value U can have: the bits of the smaller port, 1 for an influence. U is at least 0. */
  readonly most: number;
}

/** What the repeats together say at one threshold. */
export interface PooledLevel {
  readonly threshold: number;
  /** −log2 of the mean p̂_r; +Infinity where none came there. */
  readonly bits: number;
  /** E[U | F ≥ t]; NaN where none came there. */
  readonly mean: number;
  /** E[U | F ≥ t] / E_π[U], printed beside the difference. */
  readonly ratio: number;
  /** Limits of E[U | F ≥ t] − E_π[U]. */
  readonly rise: RatioInterval;
  /**
   * Limits of the bound on the same for all t from here up to the next threshold; that of `rise` at the last threshold, and
   * where nothing lies between. In the upper one is what no particle may have shown.
   */
  readonly bound: RatioInterval;
}

export interface SplittingCertificate {
  readonly verdict: 'certified' | 'refuted' | 'undecided';
  /** δ − the upper limit of the largest bound; δ − the lower limit of the rise where refuted. Null where there is none. */
  readonly margin: number | null;
  /** Bits up to which the evidence reaches. */
  readonly bits: number;
  /** Index of the level that decided, or stands most in the way. */
  readonly witness: number;
  readonly levels: readonly PooledLevel[];
  /** What would decide it; null where it is decided. */
  readonly needed: string | null;
}

/**
 * Judges by repeats of a splitting whether selection through F alone raises E[U] by more than δ, for histories whose fitness
 * is constant above the last threshold.
 *
 * `refuted`: at some threshold the lower limit of E[U | F ≥ t] − E_π[U] is above δ. `certified`: everywhere the upper limit
 * of its bound is at most δ, at the thresholds and between them. Each limit is one-sided at α / (K × claims) by Student's t
 * over repeats, for the mean of A_r − ρ G_r (see {@link ratioInterval}); with G_r = p̂_r and
 *
 *     A_r = p̂_r (Ū_r − Ê_π[U]) − P̂ (E_r − Ê_π[U]),
 *
 * the error of E_π[U] is in it to first order, and its covariance with the rest. α / K is needed for `refuted`, which any one
 * threshold may bring about; for `certified`, which all must, α alone would do, and the rest makes up for the skewness that
 * 16 repeats leave.
 *
 * Scatter over repeats is of what some particles show. What none does may lie in a set as large as their number allows
 * ({@link unseen}), and is added to the upper limit.
 */
export function certifyBySplitting(curve: RepeatedCurve, judgement: Judgement): SplittingCertificate {
  const repeats = curve.probability.length;
  const count = curve.thresholds.length;
  if (repeats < LEAST_REPEATS) {
    throw new InvariantError(`${repeats} repeats; Student's t over them needs at least ${LEAST_REPEATS}`);
  }
  if (curve.thresholds.some((t, k) => k > 0 && !(t > curve.thresholds[k - 1]!))) {
    throw new InvariantError(`thresholds ${curve.thresholds.join(', ')}; expected ascending ones`);
  }
  const { margin, most } = judgement;
  const tail = judgement.alpha / (count * judgement.claims);
  const t = studentT(tail, repeats - 1);
  const levels = curve.thresholds.map((_, k) => pooledLevel(curve, k, most, t, tail));
  const bits = levels.at(-1)!.bits;

  const refuting = highest(levels, ({ rise }) => rise.lower ?? Number.NEGATIVE_INFINITY);
  const { lower } = levels[refuting]!.rise;
  if (lower !== null && lower > margin) {
    return { verdict: 'refuted', margin: margin - lower, bits, witness: refuting, levels, needed: null };
  }
  const worst = highest(levels, ({ bound }) => bound.upper ?? Number.POSITIVE_INFINITY);
  const { upper, estimate } = levels[worst]!.bound;
  const room = upper === null ? null : margin - upper;
  if (room !== null && room >= 0) {
    return { verdict: 'certified', margin: room, bits, witness: worst, levels, needed: null };
  }
  const { rise, threshold } = levels[worst]!;
  const gap = rise.estimate <= margin && estimate > margin;
  const at = (t: number): string => (t === nextUp(0) ? 'F > 0' : `F >= ${Number(t.toPrecision(4))}`);
  const needed =
    upper === null
      ? `more repeats or particles: how rare ${at(threshold)} is cannot be told`
      : gap
        ? `a margin of ${roundedUp(upper)}: between ${at(threshold)} and ${at(curve.thresholds[worst + 1]!)} nothing was looked at, and so much higher a mean is not ruled out`
        : `more repeats or particles, or a margin of ${roundedUp(upper)}: at ${at(threshold)} the limits of the rise are on both sides of the one allowed`;
  return { verdict: 'undecided', margin: room, bits, witness: worst, levels, needed };
}

/** To two digits, never below. */
function roundedUp(value: number): string {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return String(Number((Math.ceil(value / unit) * unit).toPrecision(2)));
}

function pooledLevel(curve: RepeatedCurve, k: number, most: number, t: number, tail: number): PooledLevel {
  const prior = mean(curve.priorMean);
  const p = curve.probability.map((own) => own[k]!);
  const u = inside(curve, k);
  const pooled = mean(p);
  /** Limits of Σ u / Σ g − E_π[U]. */
  const rise = (numerators: readonly number[], denominators: readonly number[]): RatioInterval => {
    const total = mean(denominators);
    const above = numerators.map((a, r) => a - prior * denominators[r]! - total * (curve.priorMean[r]! - prior));
    return ratioInterval(above, denominators, t);
  };
  const own = rise(u, p);
  const next = curve.thresholds[k + 1];
  const isGap = next !== undefined && next !== nextUp(curve.thresholds[k]!);
  let bound = own;
  if (isGap) {
    const b = inside(curve, k + 1);
    bound = rise(
      u,
      u.map((a, r) => leastProbabilityBetween(a, b[r]!, curve.probability[r]![k + 1]!, most)),
    );
  }
  // The mean over all of π is its own measure: it has risen by 0, whatever it is.
  if (bound.upper !== null && (k > 0 || isGap)) {
    bound = { ...bound, upper: bound.upper + unseen(curve.particles[k]!, tail, most) };
  }
  const above = mean(u) / pooled;
  return {
    threshold: curve.thresholds[k]!,
    bits: -Math.log2(pooled),
    mean: above,
    ratio: above / prior,
    rise: own,
    bound,
  };
}

/** `[repeat]`: E[U; F ≥ t] of each. */
function inside({ probability, mean: means }: RepeatedCurve, k: number): number[] {
  return probability.map((own, r) => (own[k] === 0 ? 0 : own[k]! * means[r]![k]!));
}

function highest<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((best, item, i) => (of(item) > of(items[best]!) ? i : best), 0);
}
