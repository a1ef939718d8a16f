import { init, step } from '../../evolution/evolution.js';
import { rulesAt } from '../../evolution/rules-at.js';
import { type Blueprint, createEngine, drawBlueprint } from '../../run/engine.js';
import { type Figure, summarise, summariseRatio } from '../arithmetic/figure.js';
import { interleave } from '../interleave.js';
import type { GenerationLine } from '../report.js';
import { startKernelThreads } from '../threads/kernel-threads.js';
import { rhythmFor, type Tools } from '../tools.js';
import { prepare, type VariantName } from '../variants.js';
import { lineScenario } from '../work/scenarios.js';
import { denseUpdates, type Work, workOn } from '../work/work.js';

/** One generation that can be run again and again, and the population that it makes. */
interface Repeatable {
  readonly run: (times: number) => Promise<void>;
  /** The children, on the stimulus that they meet. */
  readonly children: Work;
  readonly close: () => Promise<void>;
}

/**
 * A generation after `before` others: selection, parents, breeding, stimulus, measuring. A step is a pure function of
 * the state, and the engine leaves the parents where they are, so the same one can be timed many times.
 */
export async function repeatableGeneration(
  blueprint: Blueprint,
  workers: number,
  evaluator: string,
  before: number,
): Promise<Repeatable> {
  const engine = createEngine(blueprint, workers, evaluator);
  const { scenario, key } = blueprint;
  let state = await init(engine.drawFirst);
  const next = async () => {
    const rules = rulesAt(scenario, state.generation);
    return (await step(state, rules, key, engine.breedAndEvaluate)).state;
  };
  for (let g = 0; g < before; g++) state = await next();
  const { loci, generation } = await next();
  return {
    async run(times) {
      for (let i = 0; i < times; i++) await next();
    },
    children: workOn(blueprint, loci, generation),
    close: engine.close,
  };
}

/** Kernels alone on a population, on as many cores as the generation has. */
function kernelsAlone(work: Work, variant: VariantName, threads: number) {
  if (threads === 1) {
    const { run } = prepare(variant, work);
    return { run: (times: number) => run(times), close: async () => {} };
  }
  const { share, close } = startKernelThreads(work, variant, threads);
  return { run: share, close };
}

/** Whole generations beside the kernels alone, on one core and on all, at each number of samples. */
export async function compareGeneration(evaluator: string, tools: Tools): Promise<GenerationLine[]> {
  const { genotypes, samples, generationsBefore, ...line } = tools.sizes.generation;
  const cores = tools.cores > 1 ? [1, tools.cores] : [1];
  const lines: GenerationLine[] = [];
  for (const count of samples) {
    const blueprint = drawBlueprint(
      lineScenario(line, [`population.size=${genotypes}`, 'population.islands=1', `measure.samples=${count}`]),
    );
    for (const threads of cores) {
      tools.onNote(`whole generation: ${count} samples, ${threads} ${threads === 1 ? 'core' : 'cores'}`);
      const whole = await repeatableGeneration(blueprint, threads === 1 ? 0 : threads, evaluator, generationsBefore);
      const { children } = whole;
      const kernels = kernelsAlone(children, 'wasm all', threads);
      const dense = kernelsAlone(children, 'wasm dense', threads);
      const contenders = [
        { name: 'generation', run: whole.run },
        { name: 'kernels', run: kernels.run },
        { name: 'dense kernels', run: dense.run },
      ];
      const rhythm = rhythmFor(tools, contenders.length * cores.length * samples.length);
      try {
        const seconds = await interleave(contenders, rhythm, tools.clock);
        const updates = denseUpdates(children);
        const [generation, alone, denseAlone] = seconds.map((rounds) =>
          summarise(
            rounds.map((s) => updates / s),
            'updates/s',
          ),
        ) as [Figure, Figure, Figure];
        lines.push({
          ...{ samples: count, genotypes, pairs: blueprint.system.cone.pairCount, threads },
          ...{ generation, kernels: alone, denseKernels: denseAlone },
          ratio: summariseRatio(seconds[1]!, seconds[0]!),
          denseRatio: summariseRatio(seconds[2]!, seconds[0]!),
        });
      } finally {
        await Promise.all([whole.close(), kernels.close(), dense.close()]);
      }
    }
  }
  return lines;
}
