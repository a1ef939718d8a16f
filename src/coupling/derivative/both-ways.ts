import type { Products } from './halves.js';
import { type BlockSums, type Ratio, type SlopeEstimate, slopeEstimate } from './ratio.js';

/** κ(U ← I) and κ(I ← U), bits per bit. */
export interface CouplingDerivative {
  /** dE[U]/dE[I] under weak selection for I: Cov(U, I) / Var(I). */
  readonly forward: SlopeEstimate;
  /** dE[I]/dE[U] under weak selection for U: Cov(U, I) / Var(U), of the same sign. */
  readonly reverse: SlopeEstimate;
}

/** Most bits that the two channels can carry: the sites of the narrower of source and sink. */
export interface Most {
  readonly unintended: number;
  readonly intended: number;
}

/** What both slopes have in common beside their sums. */
export interface Setting {
  /** See Ratio. */
  readonly products: number | null;
  readonly most: Most;
  /** Of what a trait is the variation, beside itself, for the reasons. */
  readonly over: string;
}

/** The slope of U by I, and that of I by U, from what individuals (or genotypes) add and from the sums over blocks. */
export function bothWays(
  shares: Products,
  sums: { readonly [Name in keyof Products]: BlockSums },
  { products, most, over }: Setting,
): CouplingDerivative {
  const by = (trait: 'intended' | 'unintended', other: 'intended' | 'unintended'): Ratio => ({
    ...{ numerator: sums.cross, denominator: sums[trait] },
    ...{ shares: shares[trait], crossShares: shares.cross, otherShares: shares[other] },
    ...{ products, most: most[trait], varying: `the ${trait} channel${over}` },
  });
  return {
    forward: slopeEstimate(by('intended', 'unintended')),
    reverse: slopeEstimate(by('unintended', 'intended')),
  };
}
