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
  const classes = { fitness: [] as number[], count: [] as number[], below: [] as number[] };
  // Sorted as plain doubles, without a comparison function: this runs on the main thread in every generation.
  const ascending = fitness.slice().sort();
  const classOfFitness = new Map<number, number>();
  for (let place = 0; place < ascending.length; place++) {
    const value = ascending[place]!;
    if (place === 0 || value !== ascending[place - 1]) {
      // A Map takes 0 and -0 for the same key, as the comparison does.
      classOfFitness.set(value, classes.count.length);
      classes.fitness.push(value);
      classes.count.push(0);
      classes.below.push(place);
    }
    classes.count[classes.count.length - 1]!++;
  }
  const classOf = Int32Array.from(fitness, (value) => classOfFitness.get(value)!);
  return { size: fitness.length, ...classes, classOf };
}
