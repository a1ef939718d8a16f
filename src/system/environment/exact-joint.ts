import type { Environment } from '../system.js';
import { eliminationOrder } from './elimination-order.js';
import { type Factor, MOST_FACTOR_ELEMENTS, normalised, sumProduct } from './factor.js';
import { ancestralSet, factorNetwork, factorsWithin, type Network } from './network.js';

/**
 * The exact joint law of some environment elements, by variable elimination (Zhang & Poole 1994) over what they are
 * computed from: `Float64Array [2^n]`, cell Σ_i value(elements[i]) << i, summing to 1.
 *
 * @param elements distinct indices into environment.elements
 * @throws RangeError where a table would exceed 2^16 entries
 */
export function exactJoint(environment: Environment, elements: readonly number[]): Float64Array {
  const law = jointLaw(factorNetwork(environment), elements);
  if (law === null) {
    throw new RangeError(
      `the joint law of ${elements.map((element) => environment.elements[element]).join(', ')} needs a table of more ` +
        `than 2^${MOST_FACTOR_ELEMENTS} entries; expected elements that fewer variables link together`,
    );
  }
  return law;
}

/** {@link exactJoint} of a network's elements; null where a table would be too large. */
export function jointLaw(network: Network, elements: readonly number[]): Float64Array | null {
  if (elements.length > MOST_FACTOR_ELEMENTS) return null;
  const closed = ancestralSet(network, elements);
  let factors: Factor[] = factorsWithin(network, closed);
  const order = eliminationOrder(
    factors.map((factor) => factor.elements),
    closed.filter((element) => !elements.includes(element)),
  );
  if (order === null) return null;
  for (const { element, rest } of order) {
    const meeting = factors.filter((factor) => factor.elements.includes(element));
    factors = factors.filter((factor) => !factor.elements.includes(element));
    factors.push(sumProduct(meeting, [element, ...rest], rest));
  }
  return normalised(sumProduct(factors, elements, elements).table);
}
