import digamma from '@stdlib/math-base-special-digamma';
import { type JointInformation, NOTHING } from './joint-information.js';
import { criticalG, SIGNIFICANCE } from './significance.js';

/**
 * A variable whose variance beside those before it is less than this share of its own is a combination of them, or a
 * constant: what doubles of some thousand samples cannot tell. So one sink variable tells at most 22 bits.
 */
export const RESOLUTION = 2 ** -44;

/**
 * Information between source and sink variables from their sample covariance, as if all were jointly Gaussian:
 * ½ log₂(det Σx det Σy / det Σxy) bits. Of other variables it says how well one side is predicted from the other by sums,
 * ½ log₂ 1/(1 − R²) for single ones, which may be more or less than their information.
 *
 * `corrected` is without its bias, which for Gaussian samples is known exactly ({@link gaussianBias}); `g` is Bartlett's
 * statistic (n − 1 − (dx + dy + 1)/2) · −ln Λ of Wilks' Λ = det Σxy / (det Σx det Σy), nearly χ² with dx·dy degrees of
 * freedom under independence (Bartlett 1938, Proc. Camb. Phil. Soc. 34, 33; Anderson 2003, An Introduction to Multivariate
 * Statistical Analysis, section 8.5).
 *
 * A variable that is constant, or a sum of multiples of those before it on its own side, adds nothing and is left out: the
 * information is that of what the others span, and so are the dimensions d. Not finite moments are {@link NOTHING}.
 *
 * @param moments from `offset` on the means of source and sink variables, then the upper triangle of centred second moments
 * @param samples n, more than dx + dy
 */
export function gaussianInformation(
  moments: Float64Array,
  offset: number,
  sources: number,
  sinks: number,
  samples: number,
): JointInformation {
  const whole = whiten(moments, offset, sources, sinks);
  if (whole === null) return NOTHING;
  const { dx, dy, nats } = whole;
  if (dx === 0 || dy === 0) return NOTHING;
  return {
    plugIn: nats / Math.LN2,
    corrected: (nats - gaussianBias(dx, dy, samples)) / Math.LN2,
    g: bartlett(dx, dy, samples) * nats,
    degreesOfFreedom: dx * dy,
  };
}

/**
 * Standard error in bits of the plug-in Gaussian information: √(Σ ρᵢ² / n) nats, ρ the canonical correlations, since Σ ρᵢ²
 * is the variance of the log-likelihood ratio of jointly Gaussian variables (the delta method, as for joint counts). 0
 * where nothing is carried, where it does not describe the scatter.
 */
export function gaussianStandardError(
  moments: Float64Array,
  offset: number,
  sources: number,
  sinks: number,
  samples: number,
): number {
  const whole = whiten(moments, offset, sources, sinks);
  return whole === null ? 0 : Math.sqrt(whole.squaredCorrelations / samples) / Math.LN2;
}

/** Detection floor: the plug-in Gaussian information, in bits, above which n samples show it at p < alpha. */
export function gaussianFloorBits(samples: number, dx: number, dy: number, alpha = SIGNIFICANCE): number {
  return criticalG(dx * dy, alpha) / (bartlett(dx, dy, samples) * Math.LN2);
}

/**
 * The first variable that is constant, or a combination of those before it, by moments of `count` variables from `offset`
 * on; null where there is none.
 */
export function dependentVariable(moments: Float64Array, offset: number, count: number): number | null {
  const { at, varies } = covarianceOf(moments, offset, count);
  const side = new Side(at);
  for (let a = 0; a < count; a++) if (!varies(a) || side.add(a) === 0) return a;
  return null;
}

/** What the information in nats is multiplied with to be χ². */
const bartlett = (dx: number, dy: number, samples: number): number => 2 * (samples - 1 - (dx + dy + 1) / 2);

const biases = new Map<string, number>();

/**
 * Expected plug-in minus true Gaussian information in nats, exactly, whatever the truth is:
 * ½ [Σ_{i≤dx} ψ((n−i)/2) + Σ_{i≤dy} ψ((n−i)/2) − Σ_{i≤dx+dy} ψ((n−i)/2)], since E ln det of a Wishart matrix of n − 1
 * degrees of freedom is ln det Σ + Σ ψ((n−i)/2) + a constant times d (Anderson 2003, section 7.5).
 */
export function gaussianBias(dx: number, dy: number, samples: number): number {
  const key = `${dx} ${dy} ${samples}`;
  let bias = biases.get(key);
  if (bias === undefined) {
    const sum = (d: number): number => {
      let total = 0;
      for (let i = 1; i <= d; i++) total += digamma((samples - i) / 2);
      return total;
    };
    bias = (sum(dx) + sum(dy) - sum(dx + dy)) / 2;
    biases.set(key, bias);
  }
  return bias;
}

/**
 * Cholesky's decomposition of the correlations of all variables that are kept, sources before sinks, and of the sinks by
 * themselves. The information is the sum over sinks of half the logarithm of how much of their variance the sources take.
 * Null where some moment is not finite.
 */
function whiten(moments: Float64Array, offset: number, sources: number, sinks: number) {
  const d = sources + sinks;
  const cells = d + (d * (d + 1)) / 2;
  for (let cell = offset; cell < offset + cells; cell++) if (!Number.isFinite(moments[cell])) return null;
  const { at, varies } = covarianceOf(moments, offset, d);
  const side = (from: number, count: number): Side => {
    const own = new Side(at);
    for (let a = from; a < from + count; a++) if (varies(a)) own.add(a);
    return own;
  };
  const xs = side(0, sources);
  const ys = side(sources, sinks);
  const both = new Side(at);
  for (const x of xs.kept) both.add(x);
  let nats = 0;
  ys.kept.forEach((y, i) => {
    // Held at the resolution: a sink that the sources tell all of is not told more than that.
    nats += Math.log(ys.pivots[i]! / both.add(y, true)) / 2;
  });
  return {
    ...{ dx: xs.kept.length, dy: ys.kept.length },
    nats: Math.max(0, nats),
    squaredCorrelations: squaredCorrelations(xs.kept.length, ys, both),
  };
}

/** The covariance of two variables, and whether one varies beyond the rounding of its mean. */
function covarianceOf(moments: Float64Array, offset: number, variables: number) {
  const second = offset + variables;
  const at = (a: number, b: number): number => {
    const [i, j] = a < b ? [a, b] : [b, a];
    return moments[second + i * variables - (i * (i - 1)) / 2 + j - i]!;
  };
  return { at, varies: (a: number): boolean => at(a, a) > (RESOLUTION * moments[offset + a]!) ** 2 };
}

/** Variables taken one after the other: rows of Cholesky's factor of their correlations, and what each adds. */
class Side {
  readonly kept: number[] = [];
  /** Variance of each that those before it do not explain, of 1. */
  readonly pivots: number[] = [];
  /** `[variable][earlier or own]` */
  readonly rows: number[][] = [];

  constructor(private readonly covariance: (a: number, b: number) => number) {}

  /** Takes a variable in, where it is not a combination of the others, or `always`; returns its pivot. */
  add(variable: number, always = false): number {
    const row: number[] = [];
    let rest = 1;
    this.kept.forEach((earlier, i) => {
      let sum = this.correlation(variable, earlier);
      for (let k = 0; k < i; k++) sum -= row[k]! * this.rows[i]![k]!;
      row.push(sum / this.rows[i]![i]!);
      rest -= row[i]! ** 2;
    });
    if (rest <= RESOLUTION && !always) return 0;
    const pivot = Math.max(rest, RESOLUTION);
    row.push(Math.sqrt(pivot));
    this.kept.push(variable);
    this.pivots.push(pivot);
    this.rows.push(row);
    return pivot;
  }

  private correlation(a: number, b: number): number {
    const { covariance } = this;
    return covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b));
  }
}

/** Σ ρᵢ²: of the sinks' whitened covariance with whitened sources, the sum of squares. */
function squaredCorrelations(dx: number, ys: Side, both: Side): number {
  let total = 0;
  for (let x = 0; x < dx; x++) {
    // Solves L_y w = the sinks' covariances with this whitened source.
    const whitened: number[] = [];
    ys.rows.forEach((row, i) => {
      let sum = both.rows[dx + i]![x]!;
      for (let k = 0; k < i; k++) sum -= row[k]! * whitened[k]!;
      whitened.push(sum / row[i]!);
      total += whitened[i]! ** 2;
    });
  }
  return total;
}
