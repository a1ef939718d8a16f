import { type Blueprint, drawBlueprint } from '../../run/engine.js';
import { fillStimulus } from '../../simulate/fill-stimulus.js';
import { type Stimulus, stimulusOver, stimulusWords } from '../../simulate/stimulus.js';
import { firstGenotype } from '../../system/genome.js';
import { lineScenario } from '../work/scenarios.js';
import { type Work, workOn } from '../work/work.js';
import type { GpuSizes } from './gpu-sizes.js';

/** Neighbours of the column before: 3 of them, or 5. */
const WEST: Readonly<Record<3 | 5, string>> = { 3: 'west3', 5: '[[-2, -1], [-1, -1], [0, -1], [1, -1], [2, -1]]' };

/** Stimuli that take turns: more than a device keeps, so that each evaluation uploads one, as each generation does. */
const STIMULI = 6;

export interface GpuWork {
  readonly work: Work;
  /** The stimulus of the work, then others. */
  readonly stimuli: readonly Stimulus[];
}

/** The line of the benchmarks, whose units read K of the column before. */
export function gpuBlueprint({ line }: GpuSizes, neighbours: 3 | 5, samples: number): Blueprint {
  return drawBlueprint(
    lineScenario(line, [
      `measure.samples=${samples}`,
      `lattice.neighbours=${WEST[neighbours]}`,
      'population.islands=1',
    ]),
  );
}

/** So many genotypes drawn from the prior. */
export function drawLoci({ system, key }: Blueprint, genotypes: number): Uint32Array {
  const { locusCount } = system.genome;
  const loci = new Uint32Array(genotypes * locusCount);
  for (let individual = 0; individual < genotypes; individual++) {
    const own = loci.subarray(individual * locusCount, (individual + 1) * locusCount);
    firstGenotype(own, system.genome, key, individual);
  }
  return loci;
}

export function gpuWork(blueprint: Blueprint, loci: Uint32Array): GpuWork {
  const work = workOn(blueprint, loci, 0);
  const { system, key, shape } = blueprint;
  const others = Array.from({ length: STIMULI - 1 }, (_, other) => {
    const words = new Uint32Array(new SharedArrayBuffer(4 * stimulusWords(system, shape.samples)));
    const stimulus = stimulusOver(words, system, shape.samples);
    fillStimulus(stimulus, system, key, other + 1);
    return stimulus;
  });
  return { work, stimuli: [work.stimulus, ...others] };
}
