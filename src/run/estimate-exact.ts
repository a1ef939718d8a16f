import { processorMs } from '../base/processor-clock.js';
import { cellOffsets, type Reading } from '../simulate/evaluator.js';
import { exactEvaluator } from '../simulate/exact/exact.js';
import { drawGenotype } from '../system/genome.js';
import type { Blueprint } from './engine.js';

/** How long the speed of each kind of reading is measured, by default. */
const CALIBRATION_MS = 150;

/**
 * Expected seconds of one thread for a run under the exact evaluator, measured on one genotype drawn from the prior.
 *
 * @param mutants genotypes that are measured beside the population
 */
export function exactSeconds(
  { system, shape, key, readings }: Blueprint,
  generations: number,
  rows: number,
  mutants: number,
  calibrationMs = CALIBRATION_MS,
): number {
  const loci = new Uint32Array(system.genome.locusCount);
  drawGenotype(loci, system.genome, key, 0);
  const secondsEach = (asked: readonly Reading[]): number => {
    const evaluator = exactEvaluator(system, asked);
    const laws = new Float64Array(cellOffsets(asked).at(-1)!);
    let evaluated = 0;
    const start = processorMs();
    do {
      evaluator.evaluate(loci, 0, 1, laws);
      evaluated++;
    } while (processorMs() - start < calibrationMs);
    return (processorMs() - start) / 1000 / evaluated;
  };
  const oneGenotype = secondsEach(readings.step.readings);
  const everyRow =
    shape.individuals * secondsEach(readings.survey.readings) +
    shape.islands * shape.footprinted * secondsEach(readings.footprint.readings);
  const contexts = system.contexts.length;
  return (contexts * (generations + 1) * shape.individuals + mutants) * oneGenotype + contexts * rows * everyRow;
}
