import { ridgeSolve } from '../base/ridge-solve.js';
import { type LeastTilt, tieWidth } from './channel-bits.js';

/** Newton's method takes about six; a mean at an oblique edge, one for each factor e that the rest is to shrink by. */
const MOST_ITERATIONS = 60;

/** A step that promises less than this part of the dual is not taken. */
const PRECISION = 1e-12;

/** Of the largest variance: far above rounding, far below what distinguishes two traits. */
const RIDGE = 1e-12;

/** Halvings of a step before it is given up: the step then promises less than rounding. */
const MOST_HALVINGS = 40;

/**
 * Rounding of a value of the dual in units of its largest exponent: it is taken off every value, so that none is too large.
 * Two traits that are collinear but for rounding would promise ever more at ever larger λ of opposite signs, where exponents
 * cancel and what is left is rounding.
 */
const ROUNDING = 16 * Number.EPSILON;

/** Part of the gain promised by the slope that a step must bring (Armijo 1966). */
const SUFFICIENT = 1e-4;

/**
 * The least bits of selection, per parent draw, that move the means of all traits at once as selection moved them:
 * min D(q ‖ uniform) subject to E_q[z_c] = Σ p z_c for every c, by the maximum over λ of the concave dual
 * λ · E_p[z] − ln mean e^(λ · z) (Csiszár 1975), by Newton's method from the best single tilt.
 *
 * What is reported is a value of the dual: never more than the minimum, hence never more than Σ p log2(N p), and never
 * less than the bits of any trait alone. Exactly 0 for uniform parentage. Traits may be constant, equal or collinear.
 * Where all parents have the largest or smallest value of a trait, the problem is restricted to the individuals that
 * have it, at log2(N / their number). Means on an oblique edge of the values (possible only where some individuals have
 * p = 0) have their maximum at infinity, and are given up to some 1e-6 bits less.
 *
 * @param traits `[trait]`, each `Float64Array [individual]` of one island
 * @param parentage p, `Float64Array [individual]`, Σ p = 1
 * @param tilts `[trait]`: each trait's own least tilt
 */
export function jointBits(
  traits: readonly Float64Array[],
  parentage: Float64Array,
  tilts: readonly LeastTilt[],
): number {
  const single = tilts.reduce((most, { bits }) => Math.max(most, bits), 0);
  // Traits whose means all stay are best served by the uniform law; a single trait has nothing to be joined with.
  if (traits.length < 2 || tilts.every(({ direction }) => direction === 0)) return single;
  const face = smallestFace(traits, parentage);
  const dual = standardise(traits, parentage, face);
  const ascent = ascend(dual, bestStart(dual, tilts));
  return Math.max(single, (Math.log(parentage.length / face.length) + ascent) / Math.LN2);
}

/** The individuals that share every extreme value that all parents share: no law with these means leaves them. */
function smallestFace(traits: readonly Float64Array[], parentage: Float64Array): Int32Array {
  let face = Int32Array.from(parentage.keys());
  if (parentage.every((p) => p > 0)) return face;
  for (let restricted = true; restricted; ) {
    restricted = false;
    const parents = face.filter((i) => parentage[i]! > 0);
    for (const z of traits) {
      const { low, high, tie } = extremes(z, face);
      const ofParents = extremes(z, parents);
      const edge = low >= ofParents.high - tie ? low : high <= ofParents.low + tie ? high : null;
      if (high - low <= tie || edge === null) continue;
      face = face.filter((i) => Math.abs(z[i]! - edge) <= tie);
      restricted = true;
    }
  }
  return face;
}

function extremes(z: Float64Array, members: Int32Array): { low: number; high: number; tie: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const i of members) {
    if (z[i]! < low) low = z[i]!;
    if (z[i]! > high) high = z[i]!;
  }
  return { low, high, tie: tieWidth(low, high) };
}

/** The dual on a face, in traits of mean 0 and variance 1 under the uniform law there. */
interface Dual {
  readonly size: number;
  /** `[dimension]`: index of the trait; those that are constant on the face are left out. */
  readonly trait: readonly number[];
  /** `[dimension]`: standard deviation of the trait on the face, in its own unit. */
  readonly deviation: readonly number[];
  /** `Float64Array [individual of the face][dimension]`, row-major. */
  readonly values: Float64Array;
  /** `[dimension]`: the largest of the values, without its sign. */
  readonly largest: readonly number[];
  /** `[dimension]`: means that selection gives. */
  readonly target: Float64Array;
}

function standardise(traits: readonly Float64Array[], parentage: Float64Array, face: Int32Array): Dual {
  const size = face.length;
  const kept = traits.flatMap((z, trait) => {
    const { low, high, tie } = extremes(z, face);
    if (high - low <= tie) return [];
    let sum = 0;
    for (const i of face) sum += z[i]!;
    const centre = sum / size;
    let squares = 0;
    for (const i of face) squares += (z[i]! - centre) ** 2;
    return [{ z, trait, centre, deviation: Math.sqrt(squares / size) }];
  });
  const values = new Float64Array(size * kept.length);
  const target = new Float64Array(kept.length);
  // Means as they are, not over those of the uniform law, which are 0 but for the rounding of the centres: λ would find it.
  const total = face.reduce((sum, i) => sum + parentage[i]!, 0);
  kept.forEach(({ z, centre, deviation }, k) => {
    for (let j = 0; j < size; j++) {
      const value = (z[face[j]!]! - centre) / deviation;
      values[j * kept.length + k] = value;
      target[k]! += (parentage[face[j]!]! / total) * value;
    }
  });
  return {
    size,
    trait: kept.map(({ trait }) => trait),
    deviation: kept.map(({ deviation }) => deviation),
    values,
    largest: kept.map((_, k) => {
      let most = 0;
      for (let j = k; j < values.length; j += kept.length) most = Math.max(most, Math.abs(values[j]!));
      return most;
    }),
    target,
  };
}

/** λ of the trait that is dearest alone, 0 for all others; on the face it is worth at least what it is worth outside. */
function bestStart({ trait, deviation }: Dual, tilts: readonly LeastTilt[]): Float64Array {
  const lambda = new Float64Array(trait.length);
  let best = -1;
  trait.forEach((c, k) => {
    if (Number.isFinite(tilts[c]!.lambda) && (best < 0 || tilts[c]!.bits > tilts[trait[best]!]!.bits)) best = k;
  });
  if (best >= 0) lambda[best] = tilts[trait[best]!]!.lambda * deviation[best]!;
  return lambda;
}

/** Value of the dual at λ, in nats, less what its rounding may be; leaves e^(λ · z − the largest exponent) in `weights`. */
function evaluate(
  { size, values, largest: ofValues, target }: Dual,
  lambda: Float64Array,
  weights: Float64Array,
): number {
  const d = lambda.length;
  let largest = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < size; j++) {
    let exponent = 0;
    for (let k = 0; k < d; k++) exponent += lambda[k]! * values[j * d + k]!;
    weights[j] = exponent;
    if (exponent > largest) largest = exponent;
  }
  let sum = 0;
  for (let j = 0; j < size; j++) {
    const weight = Math.exp(weights[j]! - largest);
    weights[j] = weight;
    sum += weight;
  }
  let gain = -largest - Math.log(sum / size);
  for (let k = 0; k < d; k++) gain += lambda[k]! * target[k]! - ROUNDING * Math.abs(lambda[k]!) * ofValues[k]!;
  return gain;
}

/** Gradient (target − mean) and negative Hessian (covariance, lower triangle) of the dual, from the weights at λ. */
function derivatives({ size, values, target }: Dual, weights: Float64Array) {
  const d = target.length;
  const means = new Float64Array(d);
  const covariance = new Float64Array(d * d);
  let sum = 0;
  for (let j = 0; j < size; j++) {
    const weight = weights[j]!;
    sum += weight;
    for (let k = 0; k < d; k++) {
      const weighted = weight * values[j * d + k]!;
      means[k]! += weighted;
      for (let l = 0; l <= k; l++) covariance[k * d + l]! += weighted * values[j * d + l]!;
    }
  }
  for (let k = 0; k < d; k++) means[k]! /= sum;
  for (let k = 0; k < d; k++) {
    for (let l = 0; l <= k; l++) covariance[k * d + l] = covariance[k * d + l]! / sum - means[k]! * means[l]!;
  }
  return { gradient: target.map((aim, k) => aim - means[k]!), covariance };
}

/** The largest value of the dual found, in nats. */
function ascend(dual: Dual, start: Float64Array): number {
  const d = start.length;
  let weights = new Float64Array(dual.size);
  let trialWeights = new Float64Array(dual.size);
  let lambda = start;
  let nats = evaluate(dual, lambda, weights);
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    const { gradient, covariance } = derivatives(dual, weights);
    let largestVariance = 0;
    for (let k = 0; k < d; k++) largestVariance = Math.max(largestVariance, covariance[k * d + k]!);
    if (largestVariance <= 0) break;
    const step = ridgeSolve(covariance, RIDGE * largestVariance, gradient);
    const promised = step.reduce((sum, value, k) => sum + value * gradient[k]!, 0);
    if (!(promised > 2 * PRECISION * nats)) break;
    let size = 1;
    let trial = lambda;
    let trialNats = Number.NEGATIVE_INFINITY;
    for (let halving = 0; halving < MOST_HALVINGS; halving++) {
      trial = lambda.map((value, k) => value + size * step[k]!);
      trialNats = evaluate(dual, trial, trialWeights);
      if (trialNats >= nats + SUFFICIENT * size * promised) break;
      size /= 2;
    }
    if (!(trialNats > nats)) break;
    [lambda, nats] = [trial, trialNats];
    [weights, trialWeights] = [trialWeights, weights];
  }
  return nats;
}
