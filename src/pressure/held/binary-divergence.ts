/** −q log2 q − (1 − q) log2(1 − q), in bits; 0 at 0 and 1. */
export function binaryEntropy(q: number): number {
  const part = (p: number): number => (p === 0 ? 0 : -p * Math.log2(p));
  return part(q) + part(1 - q);
}

/**
 * d(q ‖ π) = q log2(q/π) + (1 − q) log2((1 − q)/(1 − π)): bits by which the law of one event of probability q diverges from
 * one of probability π. 0 only for q = π; −log2 π at q = 1, −log2(1 − π) at q = 0; infinite where the event is sure to
 * happen, or not to, under π and not under q.
 *
 * By the data-processing inequality it is at most the divergence of any two laws that give the event these probabilities.
 *
 * @param priorBits −log2 π, so that an event too rare for a double's range is as good as another
 */
export function binaryDivergence(q: number, priorBits: number): number {
  // log2(1 − π) without cancellation for small π.
  const missBits = -Math.log1p(-(2 ** -priorBits)) / Math.LN2;
  const happens = q === 0 ? 0 : q * (Math.log2(q) + priorBits);
  const fails = q === 1 ? 0 : (1 - q) * (Math.log2(1 - q) + missBits);
  return happens + fails;
}

/** The derivative of {@link binaryDivergence} by `priorBits`, q − (1 − q) π/(1 − π): for the error of π. */
export function divergenceSlope(q: number, priorBits: number): number {
  const prior = 2 ** -priorBits;
  return q === 1 ? 1 : q - ((1 - q) * prior) / (1 - prior);
}

/**
 * q·needed − h(q) in bits, needed = −log2 π of the same event: at most d(q ‖ π), so at most what is held (it leaves out
 * (1 − q) log2(1/(1 − π)) ≥ 0). Needed itself is a bound on what is held only where q = 1.
 */
export function leastHeldFor(q: number, neededBits: number): number {
  return q * neededBits - binaryEntropy(q);
}
