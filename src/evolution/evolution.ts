import type { Key } from '../base/streams.js';
import type { PopulationSpec, SelectionSpec, VariationSpec } from '../scenario/scenario.js';
import { bitsPerParent } from './bits.js';
import { descentOfChildren } from './descent.js';
import { migrationSources } from './migration.js';
import { drawParents, type Parents, sexualRate } from './parents.js';
import { expectedParentage } from './schemes/expected-parentage.js';

/** A population measured and ready to be selected: what the next step needs and what a checkpoint holds. */
export interface PopulationState {
  readonly generation: number;
  /** `Uint32Array [island][individual][locus]`, row-major. */
  readonly loci: Uint32Array;
  /** `Float64Array [island][individual]`, higher is better. */
  readonly fitness: Float64Array;
  /** `Float64Array [island][individual]`: bits of selection along each individual's line of descent. */
  readonly descentBits: Float64Array;
}

/** A population drawn or bred, and measured. */
export interface MeasuredPopulation {
  readonly loci: Uint32Array;
  readonly fitness: Float64Array;
}

/** Children to be bred and measured. */
export interface BreedRequest extends Parents {
  /** The generation that the children belong to. */
  readonly generation: number;
  /** The loci that `first` and `second` index, individual by individual. */
  readonly parentLoci: Uint32Array;
}

/** Breeds and measures children wherever the caller likes: evolution knows no backend and no thread. */
export type BreedAndEvaluate = (request: BreedRequest) => Promise<MeasuredPopulation>;

/** The parts of a scenario that a step follows. */
export interface EvolutionRules {
  readonly population: PopulationSpec;
  readonly selection: SelectionSpec;
  readonly variation: VariationSpec;
}

/** What happened in a step, to be looked at only. Places are those of the parents' generation after migration. */
export interface StepInfo {
  /** `[island]`: bits of selection per parent draw. */
  readonly bitsPerParent: Float64Array;
  /** `[place]`: expected parentage. */
  readonly parentage: Float64Array;
  /** `[child]`: the places of its parents. */
  readonly parents: Parents;
  /** `[place]`: index in the state before the step of the individual that migration put there; null without migration. */
  readonly arrival: Int32Array | null;
}

/** The first generation, drawn (or given) and measured by the caller; nothing has been selected yet. */
export async function init(
  drawAndEvaluate: (request: { generation: number }) => Promise<MeasuredPopulation>,
): Promise<PopulationState> {
  const { loci, fitness } = await drawAndEvaluate({ generation: 0 });
  return { generation: 0, loci, fitness, descentBits: new Float64Array(fitness.length) };
}

/** Parentage island by island, since individuals compete only with those of their own island. */
function parentageOfIslands(fitness: Float64Array, rules: EvolutionRules) {
  const { islands, size } = rules.population;
  const parentage = new Float64Array(fitness.length);
  const bits = new Float64Array(islands);
  for (let island = 0; island < islands; island++) {
    const p = expectedParentage(fitness.subarray(island * size, (island + 1) * size), rules.selection);
    parentage.set(p, island * size);
    bits[island] = bitsPerParent(p);
  }
  return { parentage, bits };
}

/**
 * One generation: migration, selection as expected parentage, parents drawn from it, children bred and measured.
 *
 * A pure function of state, rules and key, given that `breedAndEvaluate` is one. The state may be of any origin, not only
 * of {@link init}.
 *
 * @param whileBreeding called once the parents are drawn, while others breed: for what needs nothing of the children
 */
export async function step(
  state: PopulationState,
  rules: EvolutionRules,
  key: Key,
  breedAndEvaluate: BreedAndEvaluate,
  whileBreeding: (info: StepInfo) => void = () => {},
): Promise<{ state: PopulationState; info: StepInfo }> {
  const { population, variation } = rules;
  const generation = state.generation + 1;
  const arrival = migrationSources(population, state.generation);
  const afterMigration = (values: Float64Array): Float64Array =>
    arrival === null ? values : Float64Array.from(arrival, (source) => values[source]!);

  const { parentage, bits } = parentageOfIslands(afterMigration(state.fitness), rules);
  const parents = drawParents(parentage, population.islands, sexualRate(variation), key, generation);
  const breeding = breedAndEvaluate({
    generation,
    parentLoci: state.loci,
    first: arrival === null ? parents.first : parents.first.map((place) => arrival[place]!),
    second: arrival === null ? parents.second : parents.second.map((place) => (place < 0 ? -1 : arrival[place]!)),
  });
  // While others breed: who the parents are is all that this needs.
  const descentBits = descentOfChildren(afterMigration(state.descentBits), parentage, parents, population.size);
  const info = { bitsPerParent: bits, parentage, parents, arrival };
  whileBreeding(info);
  const children = await breeding;
  return { state: { generation, loci: children.loci, fitness: children.fitness, descentBits }, info };
}
