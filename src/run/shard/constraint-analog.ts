import { Purpose, Stream } from '../../base/streams.js';
import { payingBits } from '../../information/significance.js';
import { constraintBits, MOST_REPLACEMENTS } from '../../pressure/held/constraint.js';
import { genotypeWords } from '../../system/genome.js';
import { drawParameter, type NormalPrior, parametersOf } from '../../system/prior/normal.js';
import { writeTies } from '../../system/ties.js';
import { type AnalogFound, AnalogMeter } from '../analog/meter.js';
import { arenaStimuli } from '../arena.js';
import { planConstraint, Way } from './constraint-plan.js';
import type { ShardContext } from './context.js';

const WEIGHTS = new Float64Array(MOST_REPLACEMENTS).fill(1 / MOST_REPLACEMENTS);

/**
 * The twin of createConstraint for analog units: all parameters of a locus are drawn anew from π, 256 times, the rest of the
 * champion as it is.
 */
export function createAnalogConstraint(context: ShardContext) {
  const { arena, system, key } = context;
  const { genome } = system;
  const { locusCount, wordsPerLocus, ties } = genome;
  const prior = genome.prior as NormalPrior;
  const words = genotypeWords(genome);
  const plan = planConstraint(system);
  const meter = new AnalogMeter(system, plan.readings, arena.shape.samples, context.evaluator, context.device);
  const rows = new Uint32Array(MOST_REPLACEMENTS * words);
  const found = new Float64Array(MOST_REPLACEMENTS);

  const fitnessOf = ({ information }: AnalogFound): number =>
    plan.terms.reduce((sum, { reading, weight }) => sum + weight * payingBits(information[reading]!), 0);

  /** Writes the champion with each of the replacements of a locus into `rows`. */
  const replace = (champion: Uint32Array, locus: number, stream: Stream): void => {
    const parameters = parametersOf(rows);
    for (let row = 0; row < MOST_REPLACEMENTS; row++) {
      rows.set(champion, row * words);
      for (let p = 0; p < wordsPerLocus; p++) {
        parameters[row * words + locus * wordsPerLocus + p] = drawParameter(prior, stream);
      }
      writeTies(rows, row * words, ties);
    }
  };

  return (generation: number, buffer: 0 | 1, first: number, count: number): void => {
    const { islands } = arena.shape;
    arenaStimuli(arena, system).forEach((stimulus, at) => {
      const constraint = arena.constraint.subarray(at * islands * locusCount);
      for (let place = first; place < first + count; place++) {
        const [island, locus] = [Math.floor(place / locusCount), place % locusCount];
        const individual = arena.champions[island]!;
        const champion = arena.loci[buffer].subarray(individual * words, (individual + 1) * words);
        let fitness = 0;
        meter.each(champion, 0, 1, stimulus, (_, own) => {
          fitness = fitnessOf(own);
        });
        constraint[place] = 0;
        // Nothing can keep half of nothing, or lose it.
        if (fitness === 0 || plan.ways[locus] === Way.needless) continue;
        replace(champion, locus, new Stream(key, Purpose.constraint, generation, place));
        meter.each(rows, 0, MOST_REPLACEMENTS, stimulus, (row, measured) => {
          found[row] = fitnessOf(measured);
        });
        constraint[place] = constraintBits(fitness, found, WEIGHTS) ?? Number.NaN;
      }
    });
  };
}
