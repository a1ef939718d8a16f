import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repeatableGeneration } from '../../src/bench/compare/generation.js';
import { benchSizes } from '../../src/bench/sizes.js';
import { startKernelProcesses } from '../../src/bench/threads/kernel-processes.js';
import { startKernelThreads } from '../../src/bench/threads/kernel-threads.js';
import { prepare, variantNames } from '../../src/bench/variants.js';
import { comparedPopulations, type Population } from '../../src/bench/work/populations.js';
import { lineScenario, tangleScenario } from '../../src/bench/work/scenarios.js';
import { denseUpdates } from '../../src/bench/work/work.js';
import { drawBlueprint } from '../../src/run/engine.js';
import { TINY_SIZES, tinyTools } from './tiny.js';

const tools = tinyTools();
let random: Population;
let evolved: Population;
beforeAll(async () => {
  [random, evolved] = (await comparedPopulations('reference', tools)) as [Population, Population];
});
afterAll(tools.remove);

const systemOf = (...[size, overrides = []]: [Parameters<typeof lineScenario>[0], string[]?]) =>
  drawBlueprint(lineScenario(size, overrides)).system;

describe('the benchmarked lattices', () => {
  it('are the ones that the tables speak of', () => {
    const line = systemOf(benchSizes.line);
    // One unit reads the source's row alone, three a tick earlier, and so on until the line is as wide as the map.
    expect([line.lattice.unitCount, line.lattice.ticks, line.cone.pairCount]).toEqual([120, 24, 1 + 3 + 22 * 5]);
    expect(systemOf(benchSizes.generation).cone.pairCount).toBe(256);
    expect(systemOf(benchSizes.memory).lattice.unitCount).toBe(1024);
    expect([benchSizes.line.genotypes, benchSizes.generation.genotypes]).toEqual([500, 2000]);
    expect([benchSizes.generation.samples, benchSizes.memory.genotypes]).toEqual([[8192, 1024], 100_000]);
  });

  it('vary units and ticks one without the other', () => {
    for (const [units, ticks] of [
      [16, 16],
      [64, 16],
      [16, 64],
    ] as const) {
      const { lattice, cone } = drawBlueprint(tangleScenario(units, ticks, [])).system;
      expect([lattice.unitCount, lattice.ticks]).toEqual([units, ticks]);
      // Within a few ticks of its end the cone is nearly every unit.
      expect(cone.pairCount).toBeGreaterThan(0.6 * units * ticks);
    }
  });
});

describe('the work of all contenders', () => {
  it('is one population: every evaluator gives the same counts on it', () => {
    for (const { work } of [random, evolved]) {
      const expected = prepare('plain', work);
      expected.run(1);
      for (const name of variantNames) {
        const prepared = prepare(name, work);
        prepared.run(2);
        expect(prepared.counts, name).toEqual(expected.counts);
      }
    }
  });

  it('is as many dense updates as genotypes, pairs and samples make', () => {
    const { genotypes, samples } = TINY_SIZES.line;
    expect(denseUpdates(random.work)).toBe(genotypes * random.line.pairs * samples);
    expect(prepare('wasm dense', random.work).updatesDone()).toBe(denseUpdates(random.work));
    expect(prepare('wasm all', random.work).updatesDone()).toBeLessThanOrEqual(denseUpdates(random.work));
    expect(prepare('reference', random.work).updatesDone()).toBe(null);
  });

  it('is the same population wherever and however it is made', async () => {
    const again = (await comparedPopulations('wasm', { ...tools, cores: 1 })) as [Population, Population];
    expect(again[0].loci).toEqual(random.loci);
    expect(again[1].loci).toEqual(evolved.loci);
    expect(evolved.line.generation).toBeGreaterThan(0);
    expect(evolved.loci).not.toEqual(random.loci);
    expect(random.line).toMatchObject({ generation: 0, distinct: TINY_SIZES.line.genotypes });
  });

  it('repeats a generation without changing what it starts from', async () => {
    const { rows, columns, row } = TINY_SIZES.line;
    const overrides = ['population.size=6', 'population.islands=1', 'measure.samples=128'];
    const blueprint = drawBlueprint(lineScenario({ rows, columns, row }, overrides));
    const once = await repeatableGeneration(blueprint, 0, 'reference', 2);
    const again = await repeatableGeneration(blueprint, 0, 'reference', 2);
    await again.run(3);
    const children = again.children.loci.slice();
    await again.run(1);
    expect(children).toEqual(once.children.loci);
  });

  it('runs in threads over shared memory and in processes of their own', async () => {
    const threads = startKernelThreads(random.work, 'wasm dense', 2);
    const { scenario } = random.blueprint;
    const data = { scenario, loci: random.loci, generation: 0, variant: 'wasm dense' } as const;
    const processes = await startKernelProcesses(data, 2);
    try {
      await threads.share(2);
      await threads.repeat(2);
      await processes.repeat(2);
      await processes.repeat(1);
    } finally {
      processes.close();
      await threads.close();
    }
  });
});
