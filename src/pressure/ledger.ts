import type { StepInfo } from '../evolution/evolution.js';
import type { Parents } from '../evolution/parents.js';

/**
 * Price's decomposition of one step (Price 1970, extended by expected parentage): for any trait z, on every island,
 *
 *     z̄' − z̄ = migration + selection + drift + transmission
 *
 * exactly. Each term is computed by a formula of its own, none as what the others leave, so that the identity is a test
 * of all four. All in the unit of the trait.
 */
export interface ParentTerms {
  /** `[island]`: change of the mean by exchange with other islands. */
  readonly migration: Float64Array;
  /** `[island]`: Σ (p − 1/N) z, what expected parentage does. */
  readonly selection: Float64Array;
  /** `[island]`: Σ (n/N − p) z, what the draw of parents adds to it. */
  readonly drift: Float64Array;
}

/** Who goes where in a step, and who is expected to be a parent. Places are those after migration. */
export type StepPlaces = Pick<StepInfo, 'arrival' | 'parentage' | 'parents'>;

/** n/N at each place, Σ = 1 on every island: the share of the next generation that it is parent of, two parents half each. */
export function offspringShares(parents: Parents, size: number): Float64Array {
  const { first, second } = parents;
  // Halves add up exactly, so the only rounding is one division.
  const halves = new Float64Array(first.length);
  for (let child = 0; child < first.length; child++) {
    const other = second[child]!;
    halves[first[child]!]!++;
    halves[other < 0 ? first[child]! : other]!++;
  }
  return halves.map((count) => count / (2 * size));
}

/**
 * The three terms that the parents' generation decides; `selection` is exactly 0 where parentage is exactly uniform.
 *
 * @param before z of the parents' generation before migration, `Float64Array [island][individual]`, row-major
 * @param offspring n/N by place, from {@link offspringShares}
 */
export function parentTerms(
  before: Float64Array,
  { arrival, parentage }: StepPlaces,
  offspring: Float64Array,
  islands: number,
): ParentTerms {
  const size = before.length / islands;
  const uniform = 1 / size;
  const terms = {
    migration: new Float64Array(islands),
    selection: new Float64Array(islands),
    drift: new Float64Array(islands),
  };
  for (let island = 0; island < islands; island++) {
    let [exchanged, selected, drifted] = [0, 0, 0];
    for (let place = island * size; place < (island + 1) * size; place++) {
      const z = before[arrival === null ? place : arrival[place]!]!;
      exchanged += z - before[place]!;
      selected += (parentage[place]! - uniform) * z;
      drifted += (offspring[place]! - parentage[place]!) * z;
    }
    terms.migration[island] = exchanged / size;
    terms.selection[island] = selected;
    terms.drift[island] = drifted;
  }
  return terms;
}

/**
 * The fourth term, `[island]`: mean over children of z − z of the parent, two parents counting by their mean: mutation,
 * recombination and a changed stimulus.
 *
 * @param before z of the parents' generation before migration
 * @param after z of the children
 */
export function transmissionTerm(
  before: Float64Array,
  after: Float64Array,
  { arrival, parents }: StepPlaces,
  islands: number,
): Float64Array {
  const { first, second } = parents;
  const size = before.length / islands;
  const traitOf = (place: number): number => before[arrival === null ? place : arrival[place]!]!;
  const term = new Float64Array(islands);
  for (let island = 0; island < islands; island++) {
    let sum = 0;
    for (let child = island * size; child < (island + 1) * size; child++) {
      const one = traitOf(first[child]!);
      const other = second[child]! < 0 ? one : traitOf(second[child]!);
      sum += after[child]! - (one + other) / 2;
    }
    term[island] = sum / size;
  }
  return term;
}
