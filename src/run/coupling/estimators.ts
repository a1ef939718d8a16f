import { type Blocks, eachItsOwn } from '../../coupling/derivative/block-sums.js';
import type { CouplingDerivative, Most } from '../../coupling/derivative/both-ways.js';
import { couplingDerivative } from '../../coupling/derivative/derivative.js';
import type { Halves } from '../../coupling/derivative/halves.js';
import { type LocalSlopes, mutationalDerivative, slopeFloor } from '../../coupling/derivative/mutational.js';
import { typicalBits } from '../../system/most-bits.js';
import type { Engine } from '../engine.js';
import type { CoupledPair } from './plan.js';
import type { PriorSample } from './prior-sample.js';

/** A derivative over mutants has the slopes of single genotypes beside it. */
export type Derivative = CouplingDerivative & { readonly local?: LocalSlopes };

/** Finds the derivative of a pair on an island, or (null) on all of them together. */
export type Estimator = (pair: CoupledPair, island: number | null) => Derivative;

/** Over the population whose halves the engine's arena holds. */
export function ofPopulation(engine: Engine): Estimator {
  const { individuals, islands, coupling } = engine.arena.shape;
  const size = individuals / islands;
  const { traits: count, places } = coupling;
  const half = (trait: number): Float64Array => engine.arena.halves.slice(trait * places, trait * places + individuals);
  const traits = Array.from({ length: count }, (_, t): Halves => ({ first: half(t), second: half(count + t) }));
  const ofPair = traitsOf(engine, traits);
  const islandOf: Blocks = {
    blockOf: Uint32Array.from({ length: individuals }, (_, n) => Math.floor(n / size)),
    count: islands,
  };
  const alone = eachItsOwn(size);
  return (pair, island) => {
    const { unintended, intended, most } = ofPair(pair);
    if (island === null) return couplingDerivative(unintended, intended, { kind: 'islands', blocks: islandOf }, most);
    const own = (halves: Halves): Halves => part(halves, island * size, (island + 1) * size);
    return couplingDerivative(own(unintended), own(intended), { kind: 'sample', blocks: alone }, most);
  };
}

/** Over genotypes drawn from π. */
export function ofPrior(engine: Engine, sample: PriorSample): Estimator {
  const { prior, blocks } = engine.arena.shape.coupling;
  const ofPair = traitsOf(engine, sample.strengths);
  return (pair, island) => {
    const { unintended, intended, most } = ofPair(pair);
    const [from, to] = island === null ? [0, intended.first.length] : [island * prior, (island + 1) * prior];
    const own = island === null ? sample.blockOfGenotype : blocksOf(sample.blockOfGenotype, from, to, blocks);
    const sampling = { kind: 'sample', blocks: own } as const;
    return couplingDerivative(part(unintended, from, to), part(intended, from, to), sampling, most);
  };
}

/** Over one-change mutants of such genotypes. */
export function ofMutants(engine: Engine, sample: PriorSample): Estimator {
  const { islands, samples, coupling } = engine.arena.shape;
  const ofPair = traitsOf(engine, sample.changes);
  const { genotypeOfMutant: genotypeOf, blockOfMutant: blocks } = sample;
  const [genotypes, pairs] = [genotypeOf.count / islands, blocks.blockOf.length / islands];
  return (pair, island) => {
    const { unintended, intended, most } = ofPair(pair);
    const floor = slopeFloor(engine.exact ? null : samples, most.intended, coupling.mutants);
    const [first, end] = island === null ? [0, intended.first.length] : [island * pairs, (island + 1) * pairs];
    const mutants = {
      genotypeOf: island === null ? genotypeOf : blocksOf(genotypeOf, first, end, genotypes),
      blocks: island === null ? blocks : blocksOf(blocks, first, end, coupling.blocks),
      floor,
    };
    return mutationalDerivative(part(unintended, first, end), part(intended, first, end), mutants, most);
  };
}

/** The places [from, to) of both halves. */
const part = ({ first, second }: Halves, from: number, to: number): Halves => ({
  ...{ first: first.subarray(from, to), second: second.subarray(from, to) },
});

/** The part [from, to) of some individuals that is of the blocks of one island, whose own count from 0. */
const blocksOf = ({ blockOf }: Blocks, from: number, to: number, blocks: number): Blocks => ({
  blockOf: Uint32Array.from({ length: to - from }, (_, n) => blockOf[from + n]! % blocks),
  count: blocks,
});

interface PairTraits {
  readonly unintended: Halves;
  readonly intended: Halves;
  readonly most: Most;
}

/** U and I of a pair, each intended channel summed over contexts once. */
function traitsOf({ blueprint }: Engine, traits: readonly Halves[]): (pair: CoupledPair) => PairTraits {
  const { channels, contexts } = blueprint.system;
  /** An intended channel over all contexts by their weights: what selection can see of it. */
  const overContexts = (channel: number, half: 'first' | 'second'): Float64Array => {
    const total = new Float64Array(traits[channel]![half].length);
    contexts.forEach(({ weight }, context) => {
      if (weight === 0) return;
      const strength = traits[context * channels.length + channel]![half];
      for (let n = 0; n < total.length; n++) total[n]! += weight * strength[n]!;
    });
    return total;
  };
  const summed = new Map<number, Halves>();
  const intendedOf = (channel: number): Halves => {
    const known = summed.get(channel) ?? {
      ...{ first: overContexts(channel, 'first'), second: overContexts(channel, 'second') },
    };
    summed.set(channel, known);
    return known;
  };
  return (pair) => ({
    unintended: traits[pair.context * channels.length + pair.unintended]!,
    intended: intendedOf(pair.intended),
    most: {
      unintended: typicalBits(blueprint.system, channels[pair.unintended]!),
      intended: typicalBits(blueprint.system, channels[pair.intended]!),
    },
  });
}
