import { mean } from '../../base/statistics.js';
import { type Blueprint, createEngine, drawBlueprint } from '../../run/engine.js';
import { evolve } from '../../run/evolve.js';
import type { PopulationLine } from '../report.js';
import type { BenchSizes } from '../sizes.js';
import type { Tools } from '../tools.js';
import { lineScenario } from './scenarios.js';
import { distinctGenotypes, type Work, workOn } from './work.js';

/** A population that evaluators are compared on. */
export interface Population {
  readonly line: PopulationLine;
  readonly blueprint: Blueprint;
  /** `Uint32Array [genotype][locus]` */
  readonly loci: Uint32Array;
  readonly work: Work;
  /** The first few genotypes on few samples, for the plain evaluator. */
  readonly small: Work;
}

/** The scenario of the compared populations: one island, one channel along a line. */
function lineBlueprint({ line }: BenchSizes, genotypes: number, samples: number, generations: number): Blueprint {
  const { rows, columns, row, untilBits } = line;
  const overrides = [
    ...[`population.size=${genotypes}`, 'population.islands=1', `measure.samples=${samples}`],
    ...[`stop.generations=${generations}`, `stop.when={through: ${untilBits}}`],
  ];
  return drawBlueprint(lineScenario({ rows, columns, row }, overrides));
}

/** The line's population as it is drawn, and as selection has made it once the channel is open: the same anywhere. */
export async function comparedPopulations(evaluator: string, tools: Tools): Promise<Population[]> {
  const { sizes, cores, onNote } = tools;
  const { genotypes, samples, mostGenerations } = sizes.line;
  const make = async (name: PopulationLine['name'], generations: number): Promise<Population> => {
    const blueprint = lineBlueprint(sizes, genotypes, samples, generations);
    const engine = createEngine(blueprint, cores === 1 ? 0 : cores, evaluator);
    const { loci, generation, fitness } = (await evolve(engine).finally(engine.close)).resumable();
    const { lattice, cone } = blueprint.system;
    const work = workOn(blueprint, loci, generation);
    const plain = lineBlueprint(sizes, sizes.plain.genotypes, sizes.plain.samples, 0);
    const few = loci.slice(0, sizes.plain.genotypes * plain.system.genome.locusCount);
    return {
      line: {
        ...{ name, genotypes, distinct: distinctGenotypes(work), samples, generation, fitness: mean(fitness) },
        ...{ units: lattice.unitCount, ticks: lattice.ticks, pairs: cone.pairCount },
        coneFactor: (lattice.unitCount * lattice.ticks) / cone.pairCount,
      },
      ...{ blueprint, loci, work },
      small: workOn(plain, few, generation),
    };
  };
  const random = await make('random', 0);
  onNote(`evolving ${genotypes} genotypes until the channel carries ${sizes.line.untilBits} bits`);
  return [random, await make('evolved', mostGenerations)];
}
