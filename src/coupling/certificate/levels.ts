import { InvariantError } from '../../base/errors.js';

/** All genotypes with their probability under π, what selection sees of them, and the trait that is followed. */
export interface EnumeratedLaw {
  /** `[genotype]`, of any scale: they are divided by their sum. */
  readonly probability: Float64Array;
  /** `[genotype]`: F, what is paid for. */
  readonly fitness: Float64Array;
  /** `[genotype]`: U, a strength in bits or an influence. */
  readonly trait: Float64Array;
}

/** One distinct value of F. */
export interface Level {
  /** The lowest F of the level. */
  readonly threshold: number;
  /** π(F = f) */
  readonly probability: number;
  /** m(f) = E[U | F = f] */
  readonly mean: number;
  /** π(F ≥ f) */
  readonly probabilityAbove: number;
  /** E[U | F ≥ f] */
  readonly meanAbove: number;
}

/**
 * The distinct values of F with π > 0, ascending; the first one's `meanAbove` is E_π[U].
 *
 * @param tolerance values of F are one level where they are less than this above the lowest of it: several sampling errors
 *   of F, its rounding where it is a sum of exact ones, or 0
 */
export function levelsOf({ probability, fitness, trait }: EnumeratedLaw, tolerance: number): Level[] {
  const order = [...fitness.keys()]
    .filter((g) => probability[g]! > 0)
    .sort((a, b) => fitness[a]! - fitness[b]! || a - b);
  if (order.length === 0) throw new InvariantError('no genotype has a probability above 0; expected at least one');
  const sums: { threshold: number; probability: number; trait: number }[] = [];
  for (const g of order) {
    const last = sums.at(-1);
    const f = fitness[g]!;
    const added = { threshold: f, probability: probability[g]!, trait: probability[g]! * trait[g]! };
    if (last !== undefined && (f === last.threshold || f - last.threshold < tolerance)) {
      last.probability += added.probability;
      last.trait += added.trait;
    } else sums.push(added);
  }
  const total = sums.reduce((sum, level) => sum + level.probability, 0);
  const levels: Level[] = [];
  let [above, traitAbove] = [0, 0];
  for (const level of sums.reverse()) {
    above += level.probability;
    traitAbove += level.trait;
    levels.push({
      threshold: level.threshold,
      probability: level.probability / total,
      mean: level.trait / level.probability,
      probabilityAbove: above / total,
      meanAbove: traitAbove / above,
    });
  }
  return levels.reverse();
}
