import { jackknife } from '../../base/statistics.js';

/** The denominator has to be so many of its standard errors away from 0. */
const LEAST_ERRORS = 3;
/** And rest on so many individuals. */
const LEAST_EFFECTIVE = 20;
/** And be so much of what one individual with all that the channel can carry would bring. */
const LEAST_SHARE = 0.5;
/** Below so many coincidences expected by chance the error is not below what chance gives. */
const ENOUGH_COINCIDENCES = 5;
/** Degrees of freedom are not taken to be fewer: with t of 1 or 2 an interval says nothing any more. */
const LEAST_DEGREES = 3;

/** A slope in bits per bit that is defined. */
export interface Slope {
  readonly value: number;
  readonly standardError: number;
  /** Of the standard error, for intervals by Student's t; not an integer, at least 3. */
  readonly degreesOfFreedom: number;
}

/** A slope with what it rests on; `slope` is null where it is not defined, and `reason` says why. */
export interface SlopeEstimate {
  readonly slope: Slope | null;
  /** Effective number of individuals (Σd)²/Σd², d their shares in the denominator; 0 where nothing varies. */
  readonly effective: number;
  readonly defined: boolean;
  /** Null where it is defined. */
  readonly reason: string | null;
}

/** Sums over blocks with those without each block in turn, as the jackknife needs them. */
export interface BlockSums {
  readonly whole: number;
  /** `[block]` */
  readonly without: Float64Array;
}

/** A ratio of sums of products: U·I over I·I, each taken twice, once with either half first. */
export interface Ratio {
  readonly numerator: BlockSums;
  readonly denominator: BlockSums;
  /** `[individual]`, or `[genotype]` for mutants: what each adds to the denominator, to the numerator, and to the sum of U·U. */
  readonly shares: Float64Array;
  readonly crossShares: Float64Array;
  readonly otherShares: Float64Array;
  /**
   * Products in each sum: more than there are shares where a genotype has several mutants. Null where individuals are kin:
   * errors then come from blocks alone.
   */
  readonly products: number | null;
  /** Most bits that the trait of the denominator can differ by. */
  readonly most: number;
  /** What the denominator is the variation of, for the reason. */
  readonly varying: string;
}

/**
 * The ratio of two sums, each a sum over blocks: its plug-in value, and the error by leaving out each block in turn (Efron &
 * Stein 1981). The value is not corrected for the bias of the ratio, of the order of (error of the denominator)², which is
 * below a tenth of its value where it is defined; the correction adds more scatter than it takes away of that.
 *
 * Strengths are carried by rare genotypes, and a sample that has missed them looks well and is wrong. So a slope is not
 * defined unless the whole variation is at least half of what a single individual with all that the channel can carry would
 * bring: enough on the lattices that were enumerated. And where two rare things would coincide a few times only, a sample without a coincidence shows no scatter: the error is
 * then not below that of independent traits, √(Var U / (n Var I)).
 */
export function slopeEstimate(ratio: Ratio): SlopeEstimate {
  const { numerator, denominator, shares, varying } = ratio;
  const effective = effectiveNumber(shares);
  const blocks = numerator.without.length;
  const not = (reason: string): SlopeEstimate => ({ slope: null, effective, defined: false, reason });
  if (blocks < 2) return not('an error needs at least two that could be left out, such as two islands');
  if (shares.every((share) => share === 0)) return not(`${varying} does not vary`);
  const error = jackknife(0, denominator.without).standardError;
  if (!(denominator.whole >= LEAST_ERRORS * error) || denominator.whole <= 0) {
    return not(`the variation of ${varying} is within ${LEAST_ERRORS} standard errors of 0`);
  }
  if (effective < LEAST_EFFECTIVE) {
    return not(`the variation of ${varying} is carried by too few: an effective number below ${LEAST_EFFECTIVE}`);
  }
  // Every product stands in the sums twice.
  if (denominator.whole / 2 < LEAST_SHARE * ratio.most ** 2) {
    return not(`the variation of ${varying} is less in all than half of what one with the whole channel would bring`);
  }
  const without = numerator.without.map((sum, block) => sum / denominator.without[block]!);
  const value = numerator.whole / denominator.whole;
  const slope: Slope = {
    value,
    standardError: Math.max(jackknife(0, without).standardError, chanceError(ratio)),
    degreesOfFreedom: Math.max(LEAST_DEGREES, Math.min(blocks, effective, carryingError(ratio, value)) - 1),
  };
  return { slope, effective, defined: true, reason: null };
}

/** The error of independent traits where few of their coincidences are to be expected; 0 where many are. */
function chanceError({ products, shares, otherShares, denominator }: Ratio): number {
  const coincidences = (effectiveNumber(shares) * effectiveNumber(otherShares)) / shares.length;
  if (products === null || coincidences >= ENOUGH_COINCIDENCES) return 0;
  const other = otherShares.reduce((sum, share) => sum + share, 0);
  return Math.sqrt(Math.max(0, other) / (products * denominator.whole));
}

/** Effective number of individuals that carry the error; infinite where there is none. */
function carryingError({ products, shares, crossShares }: Ratio, slope: number): number {
  const residuals = crossShares.map((cross, n) => (cross - slope * shares[n]!) ** 2);
  return products === null || residuals.every((square) => square === 0)
    ? Number.POSITIVE_INFINITY
    : effectiveNumber(residuals);
}

/** (Σd)²/Σd²: n for n equal shares, 1 where one individual has them all; 0 where all are 0. */
export function effectiveNumber(shares: Float64Array): number {
  const sum = shares.reduce((total, share) => total + share, 0);
  const squares = shares.reduce((total, share) => total + share * share, 0);
  return squares === 0 ? 0 : (sum * sum) / squares;
}
