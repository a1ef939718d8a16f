import { describe, expect, it } from 'vitest';
import { rootKey } from '../../src/base/streams.js';
import { bitsPerParent, parentBits } from '../../src/evolution/bits.js';
import {
  type BreedAndEvaluate,
  type BreedRequest,
  type EvolutionRules,
  init,
  type PopulationState,
  type StepInfo,
  step,
} from '../../src/evolution/evolution.js';
import { expectedParentage } from '../../src/evolution/schemes/expected-parentage.js';

const key = rootKey('evolution');
const islands = 3;
const size = 5;
const individuals = islands * size;

const rules: EvolutionRules = {
  population: { size, islands, migration: { every: 2, rate: 0.4 } },
  selection: { scheme: 'tournament', size: 2 },
  variation: { mutation: { perGenome: 0 }, crossover: { kind: 'uniform', rate: 0.5 }, drive: null, copying: null },
};

/** One locus to an individual, a number that children inherit from their first parent; fitness its last digits. */
const fitnessOf = (loci: Uint32Array, generation: number): Float64Array =>
  Float64Array.from(loci, (locus) => ((locus * 7 + generation * 3) % 11) / 10);

const breedAndEvaluate: BreedAndEvaluate = async ({ generation, parentLoci, first, second }) => {
  const loci = Uint32Array.from(first, (parent, child) => {
    const other = second[child]! < 0 ? 0 : parentLoci[second[child]!]!;
    return (parentLoci[parent]! * 3 + other + child) % 1000;
  });
  return { loci, fitness: fitnessOf(loci, generation) };
};

const begin = (): Promise<PopulationState> =>
  init(async ({ generation }) => {
    const loci = Uint32Array.from({ length: individuals }, (_, i) => i * i + 1);
    return { loci, fitness: fitnessOf(loci, generation) };
  });

/** Runs a few steps, keeping every state and info. */
async function history(steps: number, followed = rules) {
  const states = [await begin()];
  const infos: StepInfo[] = [];
  const requests: BreedRequest[] = [];
  for (let t = 0; t < steps; t++) {
    const { state, info } = await step(states[t]!, followed, key, (request) => {
      requests.push(request);
      return breedAndEvaluate(request);
    });
    states.push(state);
    infos.push(info);
  }
  return { states, infos, requests };
}

describe('init', () => {
  it('asks for generation 0 and starts every line of descent at 0 bits', async () => {
    const state = await begin();
    expect(state.generation).toBe(0);
    expect(state.loci[3]).toBe(10);
    expect(state.descentBits).toEqual(new Float64Array(individuals));
  });
});

describe('step', () => {
  it('is the same again from the same state, and leaves that state alone', async () => {
    const state = await begin();
    const copy = structuredClone(state);
    const once = await step(state, rules, key, breedAndEvaluate);
    const again = await step(state, rules, key, breedAndEvaluate);
    expect(again).toEqual(once);
    expect(state).toEqual(copy);
    expect((await step(state, rules, rootKey('other'), breedAndEvaluate)).info.parents).not.toEqual(once.info.parents);
  });

  it('asks for children of the next generation, whose parents it names by their place in the loci it hands over', async () => {
    const { states, infos, requests } = await history(4);
    requests.forEach((request, t) => {
      expect(request.generation).toBe(t + 1);
      expect(request.parentLoci).toBe(states[t]!.loci);
      const { arrival, parents } = infos[t]!;
      const source = (place: number): number => (place < 0 ? -1 : (arrival?.[place] ?? place));
      expect(Array.from(request.first)).toEqual(Array.from(parents.first, source));
      expect(Array.from(request.second)).toEqual(Array.from(parents.second, source));
      expect(states[t + 1]!.generation).toBe(t + 1);
    });
  });

  it('turns fitness after migration into expected parentage, island by island', async () => {
    const { states, infos } = await history(4);
    infos.forEach(({ parentage, arrival, bitsPerParent: bits }, t) => {
      // Two of five individuals move at generation 2, before selection.
      expect(arrival === null).toBe(t !== 2);
      for (let island = 0; island < islands; island++) {
        const places = Array.from({ length: size }, (_, i) => island * size + i);
        const fitness = Float64Array.from(places, (place) => states[t]!.fitness[arrival?.[place] ?? place]!);
        const p = expectedParentage(fitness, rules.selection);
        expect(parentage.subarray(island * size, (island + 1) * size)).toEqual(p);
        expect(bits[island]).toBe(bitsPerParent(p));
      }
    });
    expect(Array.from(infos[2]!.arrival!.subarray(0, 7))).toEqual([10, 11, 2, 3, 4, 0, 1]);
  });

  it('carries the bits along every line of descent, through migration and two parents', async () => {
    const { states, infos } = await history(7);
    /** Looks the whole ancestry up again from what happened in each step. */
    const naive = (individual: number, generation: number): number => {
      if (generation === 0) return 0;
      const { parentage, parents, arrival } = infos[generation - 1]!;
      const through = (place: number): number =>
        naive(arrival?.[place] ?? place, generation - 1) + parentBits(parentage[place]!, size);
      const first = parents.first[individual]!;
      const second = parents.second[individual]!;
      return second < 0 ? through(first) : (through(first) + through(second)) / 2;
    };
    expect(infos.flatMap((info) => Array.from(info.parents.second)).some((parent) => parent >= 0)).toBe(true);
    expect(infos.flatMap((info) => Array.from(info.parents.second)).some((parent) => parent < 0)).toBe(true);
    const last = states.at(-1)!;
    expect(Array.from(last.descentBits)).toEqual(Array.from({ length: individuals }, (_, i) => naive(i, 7)));
    expect(Array.from(last.descentBits).every((bits) => Number.isFinite(bits) && bits !== 0)).toBe(true);
  });

  it('books exactly no bits without selection', async () => {
    const { states, infos } = await history(5, { ...rules, selection: { scheme: 'none' } });
    for (const info of infos) expect(Array.from(info.bitsPerParent)).toEqual([0, 0, 0]);
    expect(Array.from(states.at(-1)!.descentBits)).toEqual(new Array(individuals).fill(0));
  });

  it('breeds asexually where there is no crossover, whatever its rate', async () => {
    const variation = {
      mutation: { perGenome: 0 },
      crossover: { kind: 'none' as const, rate: 0.5 },
      drive: null,
      copying: null,
    };
    const { infos } = await history(2, { ...rules, variation });
    for (const { parents } of infos) expect(parents.second.every((parent) => parent === -1)).toBe(true);
  });

  it('goes on from a state of any origin as from its own', async () => {
    const { states } = await history(3);
    const given: PopulationState = structuredClone(states[2]!);
    expect((await step(given, rules, key, breedAndEvaluate)).state).toEqual(states[3]);
  });
});
