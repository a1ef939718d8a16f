import type { System } from '../../system/system.js';

/** An intended channel and one that is not, in a context: I and U of a coupling derivative. */
export interface CoupledPair {
  /** Indices into System.channels; the first is rewarded, the second is not. */
  readonly intended: number;
  readonly unintended: number;
  /** Index into System.contexts: where U is measured. I is taken over all contexts by their weights. */
  readonly context: number;
}

/** What the coupling derivatives of a run take: decided by the system and by sizes. */
export interface CouplingPlan {
  /** In the order of the rows: by context, intended, unintended. None: nothing is computed. */
  readonly pairs: readonly CoupledPair[];
  /** Channels in their contexts, `[context][channel]`: what is measured of every genotype. */
  readonly traits: number;
  /** Genotypes of each island's sample of π. */
  readonly prior: number;
  /** Blocks of each island's sample; the genotypes of a block, and no others, meet one pair of stimuli. */
  readonly blocks: number;
  /** Genotypes of a block; the last of an island may have fewer. */
  readonly blockSize: number;
  /** Genotypes of a block that have mutants: its first ones. */
  readonly mutated: number;
  /** Mutants of each of them. */
  readonly mutants: number;
  /** Places of a block in the arena: its genotypes, then the mutants of the first, of the second … */
  readonly slots: number;
  /** Blocks whose measures are in the arena at once. */
  readonly blocksAtOnce: number;
  /** Places of the arena: for a trait on a half, as many genotypes or individuals. */
  readonly places: number;
}

/**
 * Blocks of an island's sample. Errors are found by leaving out blocks, and their own errors are about 1/√(2 × blocks) of
 * them: 11 % for one island.
 */
const BLOCKS = 40;

/** Genotypes of a block, at most: more would save little, and take memory. */
const MOST_IN_BLOCK = 1024;

/** Genotypes of an island that have mutants, at most, and mutants of each. */
const MOST_MUTATED = 800;
const MUTANTS = 8;

/** Places of the arena, at least, if there is so much to do. */
const LEAST_PLACES = 1 << 15;

export function planCoupling(system: System, islands: number, individuals: number, prior: number): CouplingPlan {
  const { channels, contexts } = system;
  const having = (rewarded: boolean): number[] =>
    channels.flatMap(({ reward }, c) => ((reward !== null) === rewarded ? [c] : []));
  const pairs = contexts.flatMap((_, context) =>
    having(true).flatMap((intended) => having(false).map((unintended) => ({ intended, unintended, context }))),
  );
  const blockSize = Math.min(MOST_IN_BLOCK, Math.ceil(prior / BLOCKS));
  const blocks = Math.ceil(prior / blockSize);
  const mutated = Math.min(blockSize, Math.ceil(MOST_MUTATED / blocks));
  const slots = blockSize + mutated * MUTANTS;
  const blocksAtOnce = Math.min(islands * blocks, Math.max(1, Math.floor(Math.max(LEAST_PLACES, individuals) / slots)));
  return {
    ...{ pairs, traits: contexts.length * channels.length },
    ...{ prior, blocks, blockSize, mutated, mutants: MUTANTS, slots, blocksAtOnce },
    places: pairs.length === 0 ? 0 : Math.max(individuals, blocksAtOnce * slots),
  };
}

/** Genotypes of a block and how many of them have mutants. */
export function blockContent(plan: CouplingPlan, block: number): { genotypes: number; mutated: number } {
  const before = (block % plan.blocks) * plan.blockSize;
  const genotypes = Math.min(plan.blockSize, plan.prior - before);
  return { genotypes, mutated: Math.min(plan.mutated, genotypes) };
}

/** Genotypes and mutants of all islands' samples; 0 where nothing is computed. */
export function sampleSizes(plan: CouplingPlan, islands: number): { genotypes: number; mutants: number } {
  if (plan.pairs.length === 0) return { genotypes: 0, mutants: 0 };
  let mutated = 0;
  for (let block = 0; block < plan.blocks; block++) mutated += blockContent(plan, block).mutated;
  return { genotypes: islands * plan.prior, mutants: islands * mutated * plan.mutants };
}
