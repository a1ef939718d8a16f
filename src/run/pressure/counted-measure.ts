import type { Key } from '../../base/streams.js';
import { influence } from '../../information/influence.js';
import { jointInformation } from '../../information/joint-information.js';
import { payingBits } from '../../information/significance.js';
import type { EvaluatorFactory } from '../../simulate/evaluator.js';
import { fillContextStimuli } from '../../simulate/fill-stimulus.js';
import { allocateWords } from '../../simulate/shared-memory.js';
import { contextStimuliOver, contextStimuliWords } from '../../simulate/stimulus.js';
import type { System } from '../../system/system.js';
import { Counts, sides } from '../counts.js';
import { channelReadings } from '../readings.js';
import { type Asked, type LatticeMeasure, weightedReadings } from './lattice-score.js';

/**
 * Scores on one stimulus, by which particles are selected, and observes on a second one that selection never saw. Both
 * belong to a repeat: generations 0 and 1 under its key.
 *
 * Where information does not pay because its G-test sees nothing, the score is exactly 0 and the plug-in values, untested,
 * order what has it.
 */
export function createCountedMeasure(
  system: System,
  samples: number,
  create: EvaluatorFactory,
  question: Asked | null,
): LatticeMeasure {
  const asked = weightedReadings(system, question);
  const seen = channelReadings(system);
  const words = contextStimuliWords(system, samples);
  const { home, arrays } = allocateWords([words, words]);
  const selecting = contextStimuliOver(arrays[0]!, system, samples);
  const observing = contextStimuliOver(arrays[1]!, system, samples);
  const scoreCounts = new Counts(create(system, asked.readings, home), asked.readings);
  const observeAll = [...seen.all, ...asked.readings];
  const observeCounts = new Counts(create(system, observeAll, home), observeAll);
  const askedSides = asked.readings.map(sides);
  const strengthSides = seen.readings.map(sides);
  const channels = system.channels.length;
  const traits = system.contexts.length * channels;
  const observableCount = 1 + 2 * traits;
  let prepared: Key | null = null;

  /** What a context adds to a genotype's score; `offsets[first + r]` is where reading r of those asked for starts. */
  const scoreIn = (
    context: number,
    counts: Uint32Array,
    base: number,
    offsets: readonly number[],
    first: number,
  ): { score: number; refined: number } => {
    let score = 0;
    let refined = 0;
    for (const { reading, weight } of asked.terms[context]!) {
      const [sourceCells, sinkCells] = askedSides[reading]!;
      const found = jointInformation(counts, base + offsets[first + reading]!, sourceCells, sinkCells, samples);
      score += weight * payingBits(found);
      refined += weight * found.plugIn;
    }
    return { score, refined };
  };

  return {
    prepare(key) {
      if (prepared?.every((word, i) => word === key[i])) return;
      prepared = key;
      fillContextStimuli(selecting, system, key, 0);
      fillContextStimuli(observing, system, key, 1);
    },
    score(genotypes, count, score, refined) {
      score.fill(0, 0, count);
      refined.fill(0, 0, count);
      selecting.forEach((stimulus, context) => {
        if (asked.terms[context]!.length === 0) return;
        scoreCounts.each(genotypes, 0, count, stimulus, (i, counts, base) => {
          const found = scoreIn(context, counts, base, scoreCounts.offsets, 0);
          score[i]! += found.score;
          refined[i]! += found.refined;
        });
      });
    },
    observe(genotypes, count, out) {
      const { offsets } = observeCounts;
      out.fill(0, 0, count * observableCount);
      observing.forEach((stimulus, context) => {
        observeCounts.each(genotypes, 0, count, stimulus, (i, counts, base) => {
          const at = i * observableCount;
          out[at]! += scoreIn(context, counts, base, offsets, seen.all.length).score;
          for (let c = 0; c < channels; c++) {
            const trait = context * channels + c;
            const reading = seen.strength[c]!;
            const [sourceCells, sinkCells] = strengthSides[reading]!;
            const found = jointInformation(counts, base + offsets[reading]!, sourceCells, sinkCells, samples);
            out[at + 1 + trait] = found.corrected;
            const changed = seen.changes[c]!.map((change) => counts[base + offsets[change]!]!);
            out[at + 1 + traits + trait] = influence(changed, samples);
          }
        });
      });
    },
  };
}
