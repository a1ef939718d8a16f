/**
 * One trait of individuals, measured twice: on the first and on the second half of the samples, whose errors are
 * independent. Without sampling error both may be the same array.
 */
export interface Halves {
  /** `Float64Array [individual]` */
  readonly first: Float64Array;
  /** `Float64Array [individual]`, the same individuals in the same order. */
  readonly second: Float64Array;
}

/**
 * What the derivative of one trait by another is made of, individual by individual. Products are always of one half with
 * the other, so that the expectation of each sum is free of the noise that the two traits share on one half.
 */
export interface Products {
  /** `[individual]`: U¹I² + U²I¹, of deviations or changes. */
  readonly cross: Float64Array;
  /** `[individual]`: 2 I¹I² */
  readonly intended: Float64Array;
  /** `[individual]`: 2 U¹U² */
  readonly unintended: Float64Array;
}

/** Products of what is given already as deviations or changes. */
export function products(unintended: Halves, intended: Halves): Products {
  const [u1, u2, i1, i2] = [unintended.first, unintended.second, intended.first, intended.second];
  return {
    cross: u1.map((u, n) => u * i2[n]! + u2[n]! * i1[n]!),
    intended: i1.map((i, n) => 2 * i * i2[n]!),
    unintended: u1.map((u, n) => 2 * u * u2[n]!),
  };
}
