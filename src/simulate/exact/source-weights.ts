import { exactJoint } from '../../system/environment/exact-joint.js';
import type { Environment } from '../../system/system.js';

/** Elements of the environment whose joint law can be had: what exactJoint takes. */
const MOST_ELEMENTS = 16;

/**
 * P(source symbol x, values u of the elements that enter the lattice), cell x + (u << source.length): the exact joint
 * law of the environment, sources that enter the lattice themselves included.
 *
 * @returns a reason in place of a law where it is out of reach
 */
export function sourceWeights(
  environment: Environment,
  source: readonly number[],
  entering: readonly number[],
): Float64Array | string {
  const distinct = [...new Set([...source, ...entering])];
  if (distinct.length > MOST_ELEMENTS) {
    return `the joint law of ${distinct.length} environment elements, ${distinct.length - MOST_ELEMENTS} more than the limit of ${MOST_ELEMENTS}`;
  }
  let joint: Float64Array;
  try {
    joint = exactJoint(environment, distinct);
  } catch (error) {
    if (error instanceof RangeError) return `an environment that is within reach itself: ${error.message}`;
    throw error;
  }
  const places = [...source, ...entering].map((element) => distinct.indexOf(element));
  const weights = new Float64Array(2 ** places.length);
  joint.forEach((p, cell) => {
    weights[places.reduce((sum, place, bit) => sum + (((cell >>> place) & 1) << bit), 0)]! += p;
  });
  return weights;
}
