import { jointInformation } from '../../information/joint-information.js';
import { lawInformation } from '../../information/law-information.js';
import { payingBits } from '../../information/significance.js';
import { cellOffsets } from '../../simulate/evaluator.js';
import { evaluatorNamed, isExact } from '../../simulate/evaluators.js';
import { exactEvaluator } from '../../simulate/exact/exact.js';
import { inContext } from '../../simulate/in-context.js';
import type { System } from '../../system/system.js';
import { arenaStimuli } from '../arena.js';
import { sides } from '../counts.js';
import type { ConstraintPlan } from './constraint-plan.js';
import type { ShardContext } from './context.js';

/** Joint counts, or laws under the exact evaluator. */
export type Measures = Uint32Array | Float64Array;

/** Finds the fitness that a context gives genotypes, in the population or not, on the generation's stimulus. */
export interface FitnessProbe {
  /** Measures of one genotype. */
  readonly cells: number;
  readonly allocate: (cells: number) => Measures;
  /** @param out `[genotype][cell]`, overwritten; of the kind that `allocate` makes */
  readonly evaluate: (loci: Uint32Array, count: number, out: Measures) => void;
  /** Fitness that the measures at `base` are worth in this context: what the population's own measuring adds up, before its weight. */
  readonly fitness: (measures: Measures, base: number) => number;
}

/** @returns `[context]` */
export function createFitnessProbes(context: ShardContext, plan: ConstraintPlan): FitnessProbe[] {
  if (!isExact(context.evaluator)) return countingProbes(context, plan);
  const { system } = context;
  return system.contexts.map((at) => exactProbe(inContext(system, at), plan));
}

function countingProbes(context: ShardContext, { readings, terms }: ConstraintPlan): FitnessProbe[] {
  const { system, arena, evaluator: name } = context;
  const offsets = cellOffsets(readings);
  const evaluator = evaluatorNamed(name, context)(system, readings, arena.home);
  const { samples } = arena.shape;
  return arenaStimuli(arena, system).map((stimulus) => ({
    cells: offsets.at(-1)!,
    allocate: (cells) => new Uint32Array(cells),
    evaluate: (loci, count, out) => evaluator.evaluate(loci, 0, count, stimulus, out as Uint32Array),
    fitness(measures, base) {
      let fitness = 0;
      for (const { reading, weight } of terms) {
        const [sourceCells, sinkCells] = sides(readings[reading]!);
        const place = base + offsets[reading]!;
        fitness +=
          weight * payingBits(jointInformation(measures as Uint32Array, place, sourceCells, sinkCells, samples));
      }
      return fitness;
    },
  }));
}

/** A probability below this is what is left of one that is 0 when laws are added and subtracted. */
const ROUNDING = 1e-14;

function exactProbe(system: System, { readings, terms }: ConstraintPlan): FitnessProbe {
  const offsets = cellOffsets(readings);
  const evaluator = exactEvaluator(system, readings);
  return {
    cells: offsets.at(-1)!,
    allocate: (cells) => new Float64Array(cells),
    evaluate: (loci, count, out) => evaluator.evaluate(loci, 0, count, out as Float64Array),
    fitness(measures, base) {
      let fitness = 0;
      for (const { reading, weight } of terms) {
        const from = base + offsets[reading]!;
        const law = (measures as Float64Array).slice(from, base + offsets[reading + 1]!);
        law.forEach((p, cell) => {
          if (Math.abs(p) < ROUNDING) law[cell] = 0;
        });
        fitness += weight * lawInformation(law, 0, ...sides(readings[reading]!));
      }
      return fitness;
    },
  };
}
