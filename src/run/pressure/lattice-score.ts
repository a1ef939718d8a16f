import { UserError } from '../../base/errors.js';
import type { JointReading } from '../../simulate/evaluator.js';
import type { System } from '../../system/system.js';
import { stepReadings } from '../readings.js';

/** A sum over readings of weight × information. */
export interface WeightedReadings {
  readonly readings: readonly JointReading[];
  /** In the order of the channels, which is that of the sum. */
  readonly terms: readonly { readonly reading: number; readonly weight: number }[];
}

/**
 * What is asked for: fitness, the sum over rewarded channels of reward × information with the target, or one rewarded
 * channel's information by itself, in bits whatever its reward.
 *
 * @param channel its name; null for fitness
 * @throws UserError for a channel that is not there or not rewarded, and where nothing is rewarded
 */
export function weightedReadings(system: System, channel: string | null): WeightedReadings {
  const step = stepReadings(system);
  const rewarded = system.channels.flatMap(({ name, reward }, c) =>
    reward === null ? [] : [{ name, reward, reading: step.rewarded[c]! }],
  );
  const asked = rewarded.filter(({ name }) => channel === null || name === channel);
  if (asked.length === 0) {
    const names = rewarded.map(({ name }) => name).join(', ');
    throw new UserError(
      channel === null || names === ''
        ? 'no channel is rewarded; expected one with a reward, since selection acts through fitness alone'
        : `channel ${JSON.stringify(channel)}; expected a rewarded one: ${names}`,
    );
  }
  const used = [...new Set(asked.map(({ reading }) => reading))];
  return {
    readings: used.map((reading) => step.readings[reading]!),
    terms: asked.map(({ reading, reward }) => ({
      reading: used.indexOf(reading),
      weight: channel === null ? reward : 1,
    })),
  };
}

/** Scores and observes genotypes for splitting; see SplittingProblem, whose functions of the same names they are. */
export interface LatticeMeasure {
  readonly prepare: (key: readonly [number, number, number, number]) => void;
  readonly score: (genotypes: Uint32Array, count: number, score: Float64Array, refined: Float64Array) => void;
  readonly observe: (genotypes: Uint32Array, count: number, out: Float64Array) => void;
}
