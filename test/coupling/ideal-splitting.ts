import type { Stream } from '../../src/base/streams.js';
import type { EnumeratedLaw } from '../../src/coupling/certificate/levels.js';
import type { RepeatedCurve } from '../../src/coupling/certificate/repeats.js';
import { draw } from './sample.js';

/**
 * A splitting with ideal mixing on an enumerated law: at each threshold fresh particles from π within it, the share of them
 * that lies above the next one, and their mean trait.
 */
export function idealSplitting(
  { probability, fitness, trait }: EnumeratedLaw,
  thresholds: readonly number[],
  repeats: number,
  particles: number,
  stream: Stream,
): RepeatedCurve {
  const curve = { probability: [] as number[][], mean: [] as number[][], priorMean: [] as number[] };
  for (let r = 0; r < repeats; r++) {
    const [probabilities, means]: [number[], number[]] = [[], []];
    let reached = 1;
    for (const [k, threshold] of thresholds.entries()) {
      const within = probability.map((p, g) => (fitness[g]! >= threshold ? p : 0));
      const drawn = draw(within, particles, stream);
      probabilities.push(reached);
      means.push(drawn.reduce((sum, g) => sum + trait[g]!, 0) / particles);
      const next = thresholds[k + 1];
      if (next !== undefined) reached *= drawn.filter((g) => fitness[g]! >= next).length / particles;
    }
    curve.probability.push(probabilities);
    curve.mean.push(means);
    curve.priorMean.push(means[0]!);
  }
  return { thresholds, ...curve, particles: thresholds.map(() => repeats * particles) };
}
