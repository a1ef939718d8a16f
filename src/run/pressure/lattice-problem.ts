import type { SplittingProblem } from '../../pressure/splitting/problem.js';
import type { DeviceLink } from '../../simulate/device/client.js';
import { isExact } from '../../simulate/evaluators.js';
import { drawGenotype, genotypeWords } from '../../system/genome.js';
import type { System } from '../../system/system.js';
import { createExactMeasure } from './exact-measure.js';
import { createProposer } from './moves/propose.js';
import { createSampledMeasure } from './sampled-measure.js';

/** What is asked of a lattice. */
export interface LatticeQuestion {
  readonly system: System;
  /** S; of no account to the exact evaluator. */
  readonly samples: number;
  /** Name of the evaluator, `exact` among them. */
  readonly evaluator: string;
  readonly device?: DeviceLink | undefined;
  /** The rewarded channel whose information is the score; null for the whole fitness. */
  readonly channel: string | null;
  /** The one context in which that channel is asked for; null, as by default: all of them by their weights. */
  readonly context?: string | null;
}

/**
 * Genomes of a lattice under π. Observables: the score on a second stimulus, then the strength of every channel in every context in
 * bits (corrected), then their influences: context by context, in the order of `system.channels`.
 *
 * @throws UserError for a channel that is not rewarded or a context that is not there; with the exact evaluator, where a law is out of its reach
 */
export function createLatticeProblem(question: LatticeQuestion): SplittingProblem {
  const { system, samples, evaluator, device, channel, context = null } = question;
  const asked = channel === null ? null : { channel, context };
  const words = genotypeWords(system.genome);
  const measure = isExact(evaluator)
    ? createExactMeasure(system, asked)
    : createSampledMeasure(system, samples, { evaluator, device }, asked);
  return {
    words,
    observableCount: 1 + 2 * system.contexts.length * system.channels.length,
    ...measure,
    draw(genotypes, count, key) {
      for (let i = 0; i < count; i++) {
        drawGenotype(genotypes.subarray(i * words, (i + 1) * words), system.genome, key, i);
      }
    },
    propose: createProposer(system),
  };
}
