/** A fair coin thrown n times: −log2 P(heads ≥ k), and E[heads | heads ≥ k]; by summing coefficients as integers. */
export function binomialTail(n: number, k: number): { bits: number; mean: number } {
  let coefficient = 1n;
  let tail = 0n;
  let heads = 0n;
  for (let i = 0; i <= n; i++) {
    if (i >= k) {
      tail += coefficient;
      heads += coefficient * BigInt(i);
    }
    coefficient = (coefficient * BigInt(n - i)) / BigInt(i + 1);
  }
  // A hundred bits are cut to the 53 of a double: a relative error of 2^-53.
  return { bits: n - Math.log2(Number(tail)), mean: Number(heads) / Number(tail) };
}
