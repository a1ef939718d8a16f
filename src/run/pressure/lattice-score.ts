import { UserError } from '../../base/errors.js';
import type { JointReading } from '../../simulate/evaluator.js';
import type { System } from '../../system/system.js';
import { stepReadings } from '../readings.js';

/** What a score is of: one rewarded channel, in one context or (null) over all of them by their weights. */
export interface Asked {
  readonly channel: string;
  readonly context: string | null;
}

/** A sum over contexts and readings of weight × information. */
export interface WeightedReadings {
  readonly readings: readonly JointReading[];
  /** `[context]`, each in the order of the channels, which is that of the sum; none where a context has no part in it. */
  readonly terms: readonly (readonly { readonly reading: number; readonly weight: number }[])[];
}

/**
 * What is asked for: fitness, the sum over contexts and rewarded channels of the context's weight × reward × information
 * with the target, or one rewarded channel's information by itself, in bits whatever its reward.
 *
 * @param asked null for fitness
 * @throws UserError for a channel that is not there or not rewarded, where nothing is rewarded, and for an unknown context
 */
export function weightedReadings(system: System, asked: Asked | null): WeightedReadings {
  const step = stepReadings(system);
  const rewarded = system.channels.flatMap(({ name, reward }, c) =>
    reward === null ? [] : [{ name, reward, reading: step.rewarded[c]! }],
  );
  const chosen = rewarded.filter(({ name }) => asked === null || name === asked.channel);
  if (chosen.length === 0) {
    const names = rewarded.map(({ name }) => name).join(', ');
    throw new UserError(
      asked === null || names === ''
        ? 'no channel is rewarded; expected one with a reward, since selection acts through fitness alone'
        : `channel ${JSON.stringify(asked.channel)}; expected a rewarded one: ${names}`,
    );
  }
  const only = asked?.context ?? null;
  if (only !== null && !system.contexts.some(({ name }) => name === only)) {
    const names = system.contexts.map(({ name }) => name).join(', ');
    throw new UserError(`context ${JSON.stringify(only)}; expected one of ${names}`);
  }
  const used = [...new Set(chosen.map(({ reading }) => reading))];
  return {
    readings: used.map((reading) => step.readings[reading]!),
    terms: system.contexts.map((context) => {
      const share = only === null ? context.weight : context.name === only ? 1 : 0;
      if (share === 0) return [];
      return chosen.map(({ reading, reward }) => ({
        reading: used.indexOf(reading),
        weight: share * (asked === null ? reward : 1),
      }));
    }),
  };
}

/** Scores and observes genotypes for splitting; see SplittingProblem, whose functions of the same names they are. */
export interface LatticeMeasure {
  readonly prepare: (key: readonly [number, number, number, number]) => void;
  readonly score: (genotypes: Uint32Array, count: number, score: Float64Array, refined: Float64Array) => void;
  readonly observe: (genotypes: Uint32Array, count: number, out: Float64Array) => void;
}
