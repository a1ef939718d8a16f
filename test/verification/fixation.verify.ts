import { Matrix, solve } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { rootKey } from '../../src/base/streams.js';
import { createBreeder } from '../../src/evolution/breeding.js';
import { type BreedAndEvaluate, init, type PopulationState, step } from '../../src/evolution/evolution.js';
import type { VariationSpec } from '../../src/scenario/scenario.js';
import { oneLocus } from './one-locus.js';

/**
 * Fixation of a single mutant of relative fitness 1 + s among N haploid individuals (Wright 1931; Ewens 2004,
 * Mathematical Population Genetics, section 3.6): the number of mutants of the next generation is binomial with
 * probability i(1 + s) / (i(1 + s) + N − i). The absorbing chain is solved exactly.
 */
function exactFixation(size: number, advantage: number): number {
  const logChoose: number[] = [0];
  for (let j = 1; j <= size; j++) logChoose.push(logChoose[j - 1]! + Math.log((size - j + 1) / j));
  const toNext = (i: number, j: number): number => {
    const p = (i * (1 + advantage)) / (i * (1 + advantage) + size - i);
    return Math.exp(logChoose[j]! + j * Math.log(p) + (size - j) * Math.log1p(-p));
  };
  // u_i = Σ_j P(i → j) u_j over 0 < j < N, plus P(i → N).
  const transient = Matrix.zeros(size - 1, size - 1);
  const absorbed = Matrix.zeros(size - 1, 1);
  for (let i = 1; i < size; i++) {
    for (let j = 1; j < size; j++) transient.set(i - 1, j - 1, (i === j ? 1 : 0) - toNext(i, j));
    absorbed.set(i - 1, 0, toNext(i, size));
  }
  return solve(transient, absorbed).get(0, 0);
}

const variation: VariationSpec = {
  mutation: { perGenome: 0 },
  crossover: { kind: 'none', rate: 0 },
  drive: null,
  copying: null,
};

/** The islands of a state on which both types are still there, and how many the mutant has taken over. */
function setAside(state: PopulationState, size: number) {
  const islands = state.loci.length / size;
  const open: number[] = [];
  let fixed = 0;
  for (let island = 0; island < islands; island++) {
    const mutants = state.loci.subarray(island * size, (island + 1) * size).reduce((sum, bit) => sum + bit, 0);
    if (mutants === size) fixed++;
    else if (mutants > 0) open.push(island);
  }
  const keep = <T extends Uint32Array | Float64Array>(values: T): T => {
    const kept = values.slice(0, open.length * size) as T;
    open.forEach((island, i) => {
      kept.set(values.subarray(island * size, (island + 1) * size), i * size);
    });
    return kept;
  };
  const rest: PopulationState = {
    generation: state.generation,
    loci: keep(state.loci),
    fitness: keep(state.fitness),
    descentBits: keep(state.descentBits),
  };
  return { rest, open: open.length, fixed };
}

/**
 * Fraction of islands that a single mutant takes over, each island a replicate. Islands that are through are set aside:
 * a draw is addressed by generation and place, so what is left still meets draws that nobody has met before.
 */
async function simulatedFixation(size: number, advantage: number, replicates: number, seed: string) {
  const key = rootKey(seed);
  const breed = createBreeder(oneLocus, variation, key);
  const fitnessOf = (loci: Uint32Array): Float64Array => Float64Array.from(loci, (bit) => 1 + bit * advantage);
  const breedAndEvaluate: BreedAndEvaluate = async ({ generation, parentLoci, first, second }) => {
    const loci = new Uint32Array(first.length);
    for (let child = 0; child < first.length; child++) {
      breed(parentLoci, first[child]!, second[child]!, generation, child, loci.subarray(child, child + 1));
    }
    return { loci, fitness: fitnessOf(loci) };
  };
  // The mutant is not the first of its island: its place must not matter.
  const given = Uint32Array.from({ length: replicates * size }, (_, place) => (place % size === 3 ? 1 : 0));
  let state = await init(async () => ({ loci: given, fitness: fitnessOf(given) }));
  let islands = replicates;
  let fixed = 0;
  while (islands > 0) {
    const population = { size, islands, migration: null };
    state = (await step(state, { population, selection: { scheme: 'proportional' }, variation }, key, breedAndEvaluate))
      .state;
    const through = setAside(state, size);
    fixed += through.fixed;
    islands = through.open;
    state = through.rest;
  }
  return { probability: fixed / replicates, generations: state.generation };
}

describe('fixation of a single mutant', () => {
  it.each([
    { size: 50, advantage: 0.02, known: 0.04509, replicates: 60_000 },
    { size: 100, advantage: 0.05, known: 0.09355, replicates: 30_000 },
  ])('has the probability of the exact Wright–Fisher chain: N = $size, s = $advantage', async (model) => {
    const { size, advantage, known, replicates } = model;
    const exact = exactFixation(size, advantage);
    expect(exact.toFixed(5)).toBe(known.toFixed(5));
    const { probability, generations } = await simulatedFixation(size, advantage, replicates, `fixation ${size}`);
    const error = Math.sqrt((exact * (1 - exact)) / replicates);
    console.log(
      `N = ${size}, s = ${advantage}: exact ${exact.toFixed(5)}, simulated ${probability.toFixed(5)} ± ${error.toFixed(5)} ` +
        `(${((probability - exact) / error).toFixed(2)} errors; ${replicates} islands, ${generations} generations)`,
    );
    // Four binomial standard errors: about 8 and 7 per cent of what is measured; without selection it would be 1/N.
    expect(Math.abs(probability - exact)).toBeLessThan(4 * error);
    expect(exact - 1 / size).toBeGreaterThan(8 * error);
  });
});
