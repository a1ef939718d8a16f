import type { Key } from '../../base/streams.js';
import { influence } from '../../information/influence.js';
import { payingBits } from '../../information/significance.js';
import { fillContextStimuli } from '../../simulate/fill-stimulus.js';
import { allocateWords } from '../../simulate/shared-memory.js';
import { contextStimuliOver, contextStimuliWords } from '../../simulate/stimulus.js';
import type { System } from '../../system/system.js';
import { createMeter, type Evaluating } from '../create-meter.js';
import type { Measured } from '../meter.js';
import { channelReadings } from '../readings.js';
import { type Asked, type LatticeMeasure, weightedReadings } from './lattice-score.js';

/**
 * Scores on one stimulus, by which particles are selected, and observes on a second one that selection never saw. Both
 * belong to a repeat: generations 0 and 1 under its key.
 *
 * Where information does not pay because its test sees nothing, the score is exactly 0 and the plug-in values, untested,
 * order what has it.
 */
export function createSampledMeasure(
  system: System,
  samples: number,
  evaluating: Evaluating,
  question: Asked | null,
): LatticeMeasure {
  const asked = weightedReadings(system, question);
  const seen = channelReadings(system);
  const words = contextStimuliWords(system, samples);
  const { home, arrays } = allocateWords([words, words]);
  const selecting = contextStimuliOver(arrays[0]!, system, samples);
  const observing = contextStimuliOver(arrays[1]!, system, samples);
  const scoreMeter = createMeter(system, asked.readings, samples, evaluating, home);
  const observeMeter = createMeter(system, [...seen.all, ...asked.readings], samples, evaluating, home);
  const channels = system.channels.length;
  const traits = system.contexts.length * channels;
  const observableCount = 1 + 2 * traits;
  let prepared: Key | null = null;

  /** What a context adds to a genotype's score; `first` is the place of the first reading asked for. */
  const scoreIn = (context: number, { information }: Measured, first: number) => {
    let score = 0;
    let refined = 0;
    for (const { reading, weight } of asked.terms[context]!) {
      const found = information[first + reading]!;
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
        scoreMeter.each(genotypes, 0, count, stimulus, (i, measured) => {
          const found = scoreIn(context, measured, 0);
          score[i]! += found.score;
          refined[i]! += found.refined;
        });
      });
    },
    observe(genotypes, count, out) {
      out.fill(0, 0, count * observableCount);
      observing.forEach((stimulus, context) => {
        observeMeter.each(genotypes, 0, count, stimulus, (i, measured) => {
          const at = i * observableCount;
          out[at]! += scoreIn(context, measured, seen.all.length).score;
          for (let c = 0; c < channels; c++) {
            const trait = context * channels + c;
            out[at + 1 + trait] = measured.information[seen.strength[c]!]!.corrected;
            const changed = seen.changes[c]!.map((change) => measured.changed[change]!);
            out[at + 1 + traits + trait] = influence(changed, samples);
          }
        });
      });
    },
  };
}
