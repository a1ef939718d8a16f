/** The slow readable twin of channel and joint bits: the law is tilted in one trait after the other till all means fit. */

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function law(traits: readonly (readonly number[])[], lambda: readonly number[]): number[] {
  const exponents = traits[0]!.map((_, i) => sum(traits.map((z, c) => lambda[c]! * z[i]!)));
  const largest = Math.max(...exponents);
  const weights = exponents.map((exponent) => Math.exp(exponent - largest));
  return weights.map((weight) => weight / sum(weights));
}

export const expectation = (p: readonly number[], z: readonly number[]): number => sum(p.map((q, i) => q * z[i]!));

/** D(q ‖ uniform) in bits, by its definition. */
export const divergenceBits = (q: readonly number[]): number =>
  sum(q.map((share) => (share === 0 ? 0 : share * Math.log2(share * q.length))));

/**
 * min D(q ‖ uniform), in bits, over the laws q with the means that p gives to the traits, by cyclic projection (Csiszár
 * 1975): each λ in turn by bisection, over and over. For means inside the range of their traits, none of them constant.
 */
export function slowLeastBits(traits: readonly (readonly number[])[], p: readonly number[], rounds = 100): number {
  const targets = traits.map((z) => expectation(p, z));
  const lambda = traits.map(() => 0);
  const meanAt = (c: number, value: number): number => {
    const tilted = lambda.with(c, value);
    return expectation(law(traits, tilted), traits[c]!);
  };
  for (let round = 0; round < rounds; round++) {
    traits.forEach((z, c) => {
      const range = Math.max(...z) - Math.min(...z);
      let [low, high] = [lambda[c]! - 1 / range, lambda[c]! + 1 / range];
      while (meanAt(c, low) > targets[c]!) low -= 2 * (high - low);
      while (meanAt(c, high) < targets[c]!) high += 2 * (high - low);
      for (let halving = 0; halving < 60; halving++) {
        const middle = (low + high) / 2;
        if (meanAt(c, middle) < targets[c]!) low = middle;
        else high = middle;
      }
      lambda[c] = (low + high) / 2;
    });
    const off = traits.map((_, c) => Math.abs(meanAt(c, lambda[c]!) - targets[c]!));
    if (Math.max(...off) < 1e-14) break;
  }
  return divergenceBits(law(traits, lambda));
}

/** The least value of a convex function between two points, by ternary search. */
export function leastConvex(f: (x: number) => number, low: number, high: number): number {
  let [from, to] = [low, high];
  for (let i = 0; i < 200; i++) {
    const [a, b] = [from + (to - from) / 3, to - (to - from) / 3];
    if (f(a) < f(b)) to = b;
    else from = a;
  }
  return f((from + to) / 2);
}
