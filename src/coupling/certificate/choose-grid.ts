import { nextUp } from '../../base/next-up.js';
import { leastProbabilityBetween } from './bounds.js';

/** What a pilot found at one candidate for a threshold. */
export interface PilotPoint {
  readonly threshold: number;
  /** π(F ≥ t) */
  readonly probability: number;
  /** `[claim]`: E[U; F ≥ t] */
  readonly inside: readonly number[];
}

/** A threshold follows another at least so far, as a ratio of probabilities: a finer grid costs more than it gives… */
const LEAST_STEP = 0.98;
/** …and at most so far, so that the place where a mean is largest is not stepped over. */
const LARGEST_STEP = 0.5;

/**
 * Thresholds for a certificate by splitting, from a pilot that is left out of it: as few as can be, since errors are
 * divided by their number, and as many as needed for the bound on what lies between two of them to stay below the margin
 * (see leastProbabilityBetween), with half of the room that the pilot's rise leaves. A claim that even the smallest step
 * would not serve asks for nothing there.
 *
 * @param pilot candidates, ascending, at least one; the first holds all of π. Of a value that many genotypes share also
 *   the next number above it, so that nothing lies between
 * @param claims `margin` δ and `most` U_max of each
 */
export function chooseGrid(
  pilot: readonly PilotPoint[],
  claims: readonly { readonly margin: number; readonly most: number }[],
): number[] {
  const prior = pilot[0]!;
  const serves = (from: PilotPoint, to: PilotPoint, c: number): boolean => {
    const { margin, most } = claims[c]!;
    const priorMean = prior.inside[c]! / prior.probability;
    const rise = Math.max(0, from.inside[c]! / from.probability - priorMean);
    const between = from.inside[c]! / leastProbabilityBetween(from.inside[c]!, to.inside[c]!, to.probability, most);
    return between - priorMean <= (rise + margin) / 2;
  };
  const grid = [prior.threshold];
  for (let k = 0; k < pilot.length - 1; ) {
    const from = pilot[k]!;
    let next = k + 1;
    if (pilot[next]!.threshold !== nextUp(from.threshold)) {
      const isSmall = (j: number): boolean => pilot[j]!.probability >= LEAST_STEP * from.probability;
      while (next + 1 < pilot.length && isSmall(next + 1)) next++;
      const served = [...claims.keys()].filter((c) => serves(from, pilot[next]!, c));
      for (let j = next + 1; j < pilot.length; j++) {
        if (pilot[j]!.probability < LARGEST_STEP * from.probability) break;
        if (!served.every((c) => serves(from, pilot[j]!, c))) break;
        next = j;
      }
    }
    grid.push(pilot[next]!.threshold);
    k = next;
  }
  return grid;
}
