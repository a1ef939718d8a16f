import { UserError } from '../../../base/errors.js';
import { LEAST_REPEATS } from '../../../base/least-repeats.js';
import type { RepeatState } from '../../../pressure/splitting/repeat.js';
import { pressureOf } from '../../../scenario/pressure.js';
import { enumerateGenotypes, type Genotypes } from '../../../system/enumerate-genotypes.js';
import { createExactMeasure } from '../exact-measure.js';
import type { MeasuredGenotypes, PressureContext } from '../task.js';
import type { Enumerated } from './by-enumeration.js';
import { questionsOf } from './claims.js';

/** Genotypes that are enumerated, at most: 20 bits. */
const MOST_GENOTYPES = 2 ** 20;
/** Likewise where each is measured on many stimuli. */
const MOST_SAMPLED_GENOTYPES = 2 ** 14;

/** What a certificate is to rest on. */
export type EvidencePlan =
  | { readonly kind: 'none'; readonly reason: string }
  | { readonly kind: 'enumeration'; readonly genotypes: Genotypes }
  | { readonly kind: 'sampled'; readonly genotypes: Genotypes; readonly stimuli: number }
  | { readonly kind: 'splitting' };

/** What was found for a plan. */
export type Evidence =
  | { readonly kind: 'none'; readonly reason: string }
  | { readonly kind: 'enumeration'; readonly enumerated: Enumerated }
  | {
      readonly kind: 'sampled';
      readonly genotypes: Genotypes;
      /** `[genotype]`, under π. */
      readonly probability: Float64Array;
      /** On each stimulus, the pilot's first. */
      readonly measured: readonly MeasuredGenotypes[];
    }
  /** The curve's repeats, and one more, null where there are too few of them. */
  | { readonly kind: 'splitting'; readonly repeats: readonly RepeatState[]; readonly pilot: RepeatState | null };

/**
 * Chooses the evidence of a scenario's certificate. By itself: enumeration with exact laws where few enough table bits
 * matter and the laws are within reach, whatever evaluator the curve is made with; enumeration on several stimuli where
 * they are not; splitting otherwise.
 *
 * @throws UserError where enumeration is asked for and there are too many genotypes
 */
export function planEvidence(context: PressureContext): EvidencePlan {
  const { scenario, system } = context;
  const { direction, evidence, repeats } = pressureOf(scenario);
  if (direction === 'close')
    return { kind: 'none', reason: 'claims are about selection for the score: direction is close' };
  if (questionsOf(context).length === 0) {
    return {
      kind: 'none',
      reason: 'every channel is rewarded: none is unintended (channels.watch: all adds the others)',
    };
  }
  if (evidence === 'splitting') return { kind: 'splitting' };
  const genotypes = enumerateGenotypes(system, MOST_GENOTYPES);
  if ('tooManyBits' in genotypes) {
    if (evidence === 'auto') return { kind: 'splitting' };
    if (!Number.isFinite(genotypes.tooManyBits)) {
      throw new UserError(
        'pressure.evidence: enumeration, where parameters are numbers without end; expected look-up tables ' +
          '(units.kind: lut), or evidence: splitting',
      );
    }
    throw new UserError(
      `pressure.evidence: enumeration, where ${Math.ceil(genotypes.tooManyBits)} bits of the genotype matter; ` +
        `expected at most ${Math.log2(MOST_GENOTYPES)}: use evidence: splitting, or fix or share more units`,
    );
  }
  const { channel, context: only } = pressureOf(scenario).on ?? { channel: null, context: null };
  try {
    createExactMeasure(system, channel === null ? null : { channel, context: only });
    return { kind: 'enumeration', genotypes };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  if (genotypes.count <= MOST_SAMPLED_GENOTYPES || evidence === 'enumeration') {
    return { kind: 'sampled', genotypes, stimuli: Math.max(LEAST_REPEATS, repeats) };
  }
  return { kind: 'splitting' };
}
