import { influence } from '../../information/influence.js';
import { lawInformation } from '../../information/law-information.js';
import { cellOffsets, type Reading } from '../../simulate/evaluator.js';
import { exactEvaluator } from '../../simulate/exact/exact.js';
import { inContext } from '../../simulate/in-context.js';
import type { System } from '../../system/system.js';
import { sides } from '../counts.js';
import { channelReadings } from '../readings.js';
import { type Asked, type LatticeMeasure, weightedReadings } from './lattice-score.js';

/**
 * The exact twin of createSampledMeasure: nothing is drawn, corrected or tested, so a score observed once more is the
 * score, and what scores 0 carries nothing that could order it. Influences out of reach are NaN.
 *
 * @throws UserError where a law is out of reach
 */
export function createExactMeasure(system: System, question: Asked | null): LatticeMeasure {
  const asked = weightedReadings(system, question);
  const seen = channelReadings(system);
  const evaluators = (readings: readonly Reading[]) =>
    system.contexts.map((context) => exactEvaluator(inContext(system, context), readings));
  const scorers = evaluators(asked.readings);
  const observers = evaluators(seen.all);
  const scoreOffsets = cellOffsets(asked.readings);
  const offsets = cellOffsets(seen.all);
  const askedLaws = new Float64Array(scoreOffsets.at(-1)!);
  const laws = new Float64Array(offsets.at(-1)!);
  const channels = system.channels.length;
  const traits = system.contexts.length * channels;

  const scoreOf = (genotypes: Uint32Array, i: number): number => {
    let score = 0;
    scorers.forEach((scorer, context) => {
      const terms = asked.terms[context]!;
      if (terms.length === 0) return;
      scorer.evaluate(genotypes, i, 1, askedLaws);
      for (const { reading, weight } of terms) {
        score += weight * lawInformation(askedLaws, scoreOffsets[reading]!, ...sides(asked.readings[reading]!));
      }
    });
    return score;
  };

  return {
    prepare() {},
    score(genotypes, count, score, refined) {
      for (let i = 0; i < count; i++) score[i] = scoreOf(genotypes, i);
      refined.fill(0);
    },
    observe(genotypes, count, out) {
      for (let i = 0; i < count; i++) {
        const at = i * (1 + 2 * traits);
        out[at] = scoreOf(genotypes, i);
        observers.forEach((observer, context) => {
          observer.evaluate(genotypes, i, 1, laws);
          for (let c = 0; c < channels; c++) {
            const trait = context * channels + c;
            const reading = seen.strength[c]!;
            out[at + 1 + trait] = lawInformation(laws, offsets[reading]!, ...sides(seen.readings[reading]!));
            const changed = seen.changes[c]!.map((change) => laws[offsets[change]!]!);
            out[at + 1 + traits + trait] = influence(changed, 1);
          }
        });
      }
    },
  };
}
