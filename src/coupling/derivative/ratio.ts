import { jackknife } from '../../base/statistics.js';

/** The denominator has to be so many of its standard errors away from 0. */
const LEAST_ERRORS = 3;
/** And rest on so many individuals. */
const LEAST_EFFECTIVE = 20;

/** A slope in bits per bit that is defined. */
export interface Slope {
  readonly value: number;
  /** By jackknife over blocks. */
  readonly standardError: number;
  /** Of the standard error, for intervals by Student's t: one less than there are blocks, or effective ones. */
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

/**
 * The ratio of two sums, each a sum over blocks: its plug-in value, and the error by leaving out each block in turn (Efron &
 * Stein 1981). The value is not corrected for the bias of the ratio, of the order of (error of the denominator)², which is
 * below a tenth of its value where it is defined; the correction adds more scatter than it takes away of that.
 *
 * @param shares `[individual]`: what each adds to the denominator
 * @param varying what the denominator is the variation of, for the reason
 */
export function slopeEstimate(
  numerator: BlockSums,
  denominator: BlockSums,
  shares: Float64Array,
  varying: string,
): SlopeEstimate {
  const effective = effectiveNumber(shares);
  const blocks = numerator.without.length;
  const not = (reason: string): SlopeEstimate => ({ slope: null, effective, defined: false, reason });
  if (blocks < 2) return not(`${blocks} block of individuals; an error needs at least 2`);
  if (shares.every((share) => share === 0)) return not(`${varying} does not vary`);
  const error = jackknife(0, denominator.without).standardError;
  if (!(denominator.whole >= LEAST_ERRORS * error) || denominator.whole <= 0) {
    return not(`the variation of ${varying} is within ${LEAST_ERRORS} standard errors of 0`);
  }
  if (effective < LEAST_EFFECTIVE) {
    const rounded = effective.toFixed(1);
    return not(`the variation of ${varying} rests on ${rounded} effective individuals; at least ${LEAST_EFFECTIVE}`);
  }
  const without = numerator.without.map((sum, block) => sum / denominator.without[block]!);
  const { standardError } = jackknife(0, without);
  const value = numerator.whole / denominator.whole;
  const degreesOfFreedom = Math.min(blocks, effective) - 1;
  return { slope: { value, standardError, degreesOfFreedom }, effective, defined: true, reason: null };
}

/** (Σd)²/Σd²: n for n equal shares, 1 where one individual has them all; 0 where all are 0. */
export function effectiveNumber(shares: Float64Array): number {
  const sum = shares.reduce((total, share) => total + share, 0);
  const squares = shares.reduce((total, share) => total + share * share, 0);
  return squares === 0 ? 0 : (sum * sum) / squares;
}
