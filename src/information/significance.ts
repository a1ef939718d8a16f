import chiSquareQuantile from '@stdlib/stats-base-dists-chisquare-quantile';
import { chiSquareUpperTail } from './chi-square-tail.js';
import type { JointInformation } from './joint-information.js';

/** Information counts as seen where its G-test has a p-value below this. */
export const SIGNIFICANCE = 0.001;

/**
 * p-value of a G-test of independence: the probability of a G at least this large where nothing is carried; 1 where one
 * symbol is constant (0 degrees of freedom). The χ² law holds for S ≥ 5 × cells; it is evaluated to a relative 1e-11.
 */
export function gTestPValue(g: number, degreesOfFreedom: number): number {
  return chiSquareUpperTail(g, degreesOfFreedom);
}

const criticalValues = new Map<number, Map<number, number>>();

/**
 * The G above which p < alpha, so that significance is one comparison: the 1 − alpha quantile of χ², 10.8276 for one
 * degree of freedom at 0.001; infinite for none, since then nothing can be significant. Computed once for each pair.
 */
export function criticalG(degreesOfFreedom: number, alpha = SIGNIFICANCE): number {
  if (degreesOfFreedom === 0) return Number.POSITIVE_INFINITY;
  let ofAlpha = criticalValues.get(alpha);
  if (ofAlpha === undefined) criticalValues.set(alpha, (ofAlpha = new Map()));
  let critical = ofAlpha.get(degreesOfFreedom);
  if (critical === undefined)
    ofAlpha.set(degreesOfFreedom, (critical = chiSquareQuantile(1 - alpha, degreesOfFreedom)));
  return critical;
}

/** Detection floor: the plug-in information, in bits, above which S samples show it at p < alpha. */
export function detectionFloorBits(samples: number, degreesOfFreedom: number, alpha = SIGNIFICANCE): number {
  return criticalG(degreesOfFreedom, alpha) / (2 * Math.LN2 * samples);
}

/** Whether information is there beyond chance, at p < 0.001. */
export function isSignificant(information: JointInformation): boolean {
  return information.g > criticalG(information.degreesOfFreedom);
}

/**
 * The information that fitness counts, in bits: the plug-in value where it is significant, and otherwise exactly 0, a
 * tie. Without the tie, schemes that look at ranks would select for being not constant: a constant scores exactly 0, and
 * noise scores above it.
 */
export function payingBits(information: JointInformation): number {
  return isSignificant(information) ? information.plugIn : 0;
}
