import { InvariantError } from '../../base/errors.js';
import { sumsOverBlocks, sumsOverIndividuals } from './block-sums.js';
import { type Halves, products } from './halves.js';
import { type BlockSums, type SlopeEstimate, slopeEstimate } from './ratio.js';

/** κ(U ← I) and κ(I ← U), bits per bit. */
export interface CouplingDerivative {
  /** dE[U]/dE[I] under weak selection for I: Cov(U, I) / Var(I). */
  readonly forward: SlopeEstimate;
  /** dE[I]/dE[U] under weak selection for U: Cov(U, I) / Var(U), of the same sign. */
  readonly reverse: SlopeEstimate;
}

/**
 * The coupling derivative of an unintended channel U by an intended one I over some individuals:
 *
 *     κ(U ← I) = [Cov(U¹, I²) + Cov(U², I¹)] / [2 Cov(I¹, I²)],
 *
 * the response of the mean of U, per bit by which the mean of I moves, to weak selection p ∝ e^{λI} (Robertson 1966; Price
 * 1970). Halves are crossed since the two strengths of one individual on the same samples share their noise, which would
 * couple what is not coupled, and a strength with itself, which would attenuate κ.
 *
 * @param island `[individual]`, the island of each: deviations are then from the island's own mean, since selection acts
 *   within islands, and errors are by leaving out islands. Null for independent individuals: deviations from the mean of
 *   all, and errors by leaving out individuals. For kin the latter is an error "of this population" only
 */
export function couplingDerivative(
  unintended: Halves,
  intended: Halves,
  island: ArrayLike<number> | null,
): CouplingDerivative {
  const count = intended.first.length;
  if ([unintended.first, unintended.second, intended.second].some(({ length }) => length !== count)) {
    throw new InvariantError('traits of different numbers of individuals; expected the same individuals in all halves');
  }
  const islands = island === null ? 1 : Array.from(island).reduce((most, i) => Math.max(most, i + 1), 0);
  const deviations = (halves: Halves): Halves => ({
    first: deviationsOf(halves.first, island, islands),
    second: deviationsOf(halves.second, island, islands),
  });
  const { cross, intended: ii, unintended: uu } = products(deviations(unintended), deviations(intended));
  const sums = (values: Float64Array): BlockSums =>
    island === null ? sumsOverIndividuals(values) : sumsOverBlocks(values, island, islands);
  return {
    forward: slopeEstimate(sums(cross), sums(ii), ii, 'the intended channel'),
    reverse: slopeEstimate(sums(cross), sums(uu), uu, 'the unintended channel'),
  };
}

function deviationsOf(values: Float64Array, island: ArrayLike<number> | null, islands: number): Float64Array {
  const sums = new Float64Array(islands);
  const counts = new Float64Array(islands);
  values.forEach((value, n) => {
    sums[island?.[n] ?? 0]! += value;
    counts[island?.[n] ?? 0]!++;
  });
  return values.map((value, n) => value - sums[island?.[n] ?? 0]! / counts[island?.[n] ?? 0]!);
}
