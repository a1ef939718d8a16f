import { InvariantError } from '../../base/errors.js';

/**
 * The individuals of an island grouped by equal fitness, classes in ascending order of fitness.
 *
 * Schemes see fitness only through this: so individuals of equal fitness get exactly the same share, and relabelling
 * individuals permutes their shares exactly, all sums running over classes.
 */
export interface TieClasses {
  /** N, the number of individuals. */
  readonly size: number;
  /** `[class]`, strictly ascending. */
  readonly fitness: readonly number[];
  /** `[class]`: individuals in the class. */
  readonly count: readonly number[];
  /** `[class]`: individuals in all lower classes. */
  readonly below: readonly number[];
  /** `[individual]` */
  readonly classOf: Int32Array;
}

export function tieClasses(fitness: Float64Array): TieClasses {
  const fault = fitness.findIndex((value) => !Number.isFinite(value));
  if (fault >= 0)
    throw new InvariantError(`individual ${fault} has fitness ${fitness[fault]}; expected a finite number`);
  const size = fitness.length;
  const ascending = Int32Array.from({ length: size }, (_, i) => i).sort((a, b) => fitness[a]! - fitness[b]!);
  const classes = { fitness: [] as number[], count: [] as number[], below: [] as number[] };
  const classOf = new Int32Array(size);
  ascending.forEach((individual, place) => {
    const value = fitness[individual]!;
    if (place === 0 || value !== classes.fitness.at(-1)) {
      classes.fitness.push(value);
      classes.count.push(0);
      classes.below.push(place);
    }
    const last = classes.count.length - 1;
    classes.count[last]!++;
    classOf[individual] = last;
  });
  return { size, ...classes, classOf };
}
