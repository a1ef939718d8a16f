import { influence } from '../../information/influence.js';
import { lawInformation } from '../../information/law-information.js';
import { cellOffsets } from '../../simulate/evaluator.js';
import { exactEvaluator } from '../../simulate/exact/exact.js';
import type { System } from '../../system/system.js';
import { sides } from '../counts.js';
import { channelReadings } from '../readings.js';
import { type LatticeMeasure, weightedReadings } from './lattice-score.js';

/**
 * The exact twin of createCountedMeasure: nothing is drawn, corrected or tested, so a score observed once more is the
 * score, and what scores 0 carries nothing that could order it. Influences out of reach are NaN.
 *
 * @throws UserError where a law is out of reach
 */
export function createExactMeasure(system: System, channel: string | null): LatticeMeasure {
  const asked = weightedReadings(system, channel);
  const seen = channelReadings(system);
  const scorer = exactEvaluator(system, asked.readings);
  const observer = exactEvaluator(system, seen.all);
  const scoreOffsets = cellOffsets(asked.readings);
  const offsets = cellOffsets(seen.all);
  const askedLaws = new Float64Array(scoreOffsets.at(-1)!);
  const laws = new Float64Array(offsets.at(-1)!);
  const channels = system.channels.length;

  const scoreOf = (genotypes: Uint32Array, i: number): number => {
    scorer.evaluate(genotypes, i, 1, askedLaws);
    let score = 0;
    for (const { reading, weight } of asked.terms) {
      score += weight * lawInformation(askedLaws, scoreOffsets[reading]!, ...sides(asked.readings[reading]!));
    }
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
        const at = i * (1 + 2 * channels);
        out[at] = scoreOf(genotypes, i);
        observer.evaluate(genotypes, i, 1, laws);
        for (let c = 0; c < channels; c++) {
          const reading = seen.strength[c]!;
          out[at + 1 + c] = lawInformation(laws, offsets[reading]!, ...sides(seen.readings[reading]!));
          const changed = seen.changes[c]!.map((change) => laws[offsets[change]!]!);
          out[at + 1 + channels + c] = influence(changed, 1);
        }
      }
    },
  };
}
