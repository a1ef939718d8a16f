/**
 * log₂(N p) in bits: how much likelier than chance an individual was to be a parent, −∞ for p = 0.
 *
 * Divides by 1/N instead of multiplying by N, since N · (1/N) is not always 1 in doubles: without selection it is 0
 * exactly.
 */
export function parentBits(p: number, size: number): number {
  return Math.log2(p / (1 / size));
}

/**
 * Bits of selection per parent draw, B = Σ p log₂(N p): the divergence of expected parentage from uniform, between 0
 * (exactly, for uniform p) and log₂ N.
 */
export function bitsPerParent(parentage: Float64Array): number {
  let sum = 0;
  for (const p of parentage) if (p > 0) sum += p * parentBits(p, parentage.length);
  return sum;
}
