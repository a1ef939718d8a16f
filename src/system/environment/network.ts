import type { Environment } from '../system.js';
import type { Factor } from './factor.js';
import { families } from './families.js';

/** The joint law of all elements, up to a constant: the product of the factors. */
export interface Network {
  readonly factors: readonly Factor[];
  /** `[element]`: what its law depends on directly; in an undirected field, its neighbours. */
  readonly before: readonly (readonly number[])[];
}

export function factorNetwork(environment: Environment): Network {
  const factors = environment.variables.flatMap((variable) =>
    families[variable.spec.kind].factors(variable, variable.spec),
  );
  const before: number[][] = environment.elements.map(() => []);
  for (const { elements, child } of factors) {
    for (const element of elements) {
      if (child === null || element === child) before[element]!.push(...elements);
    }
  }
  return { factors, before };
}

/**
 * All that some elements are computed from, themselves included, ascending: what follows from an element says nothing
 * about it and can be left out ("barren" nodes; Shachter 1986). An undirected field comes as a whole.
 *
 * Two elements whose sets are disjoint are independent.
 */
export function ancestralSet({ before }: Network, elements: readonly number[]): number[] {
  const set = new Set(elements);
  // A Set iterates over what is added while it is being iterated over.
  for (const member of set) for (const earlier of before[member]!) set.add(earlier);
  return [...set].sort((a, b) => a - b);
}

/** The factors of the joint law of an ancestral set, up to a constant. */
export function factorsWithin({ factors }: Network, closed: readonly number[]): Factor[] {
  const members = new Set(closed);
  return factors.filter(({ elements, child }) => members.has(child ?? elements[0]!));
}
