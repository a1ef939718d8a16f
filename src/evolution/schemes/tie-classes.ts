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

/**
 * Plain loops and numbers throughout: this runs on the main thread in every generation, while workers wait.
 *
 * @throws InvariantError for a fitness that is not finite
 */
export function tieClasses(fitness: Float64Array): TieClasses {
  for (let i = 0; i < fitness.length; i++) {
    if (!Number.isFinite(fitness[i]!)) {
      throw new InvariantError(`individual ${i} has fitness ${fitness[i]}; expected a finite number`);
    }
  }
  const classes = { fitness: [] as number[], count: [] as number[], below: [] as number[] };
  // As doubles, without a comparison function. Sorts -0 before 0, which the comparisons below take for equal.
  const ascending = fitness.slice().sort();
  let first = 0;
  for (let place = 1; place <= ascending.length; place++) {
    if (place < ascending.length && ascending[place] === ascending[first]) continue;
    classes.fitness.push(ascending[first]!);
    classes.count.push(place - first);
    classes.below.push(first);
    first = place;
  }
  return { size: fitness.length, ...classes, classOf: placeInClasses(fitness, classes.fitness) };
}

/** The class of each individual, found by halving. */
function placeInClasses(fitness: Float64Array, classFitness: readonly number[]): Int32Array {
  const classOf = new Int32Array(fitness.length);
  for (let i = 0; i < fitness.length; i++) {
    const value = fitness[i]!;
    let low = 0;
    let high = classFitness.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (classFitness[middle]! < value) low = middle + 1;
      else high = middle;
    }
    classOf[i] = low;
  }
  return classOf;
}
