import { InvariantError } from '../../base/errors.js';
import type { System } from '../../system/system.js';
import { checkReadings } from '../check-readings.js';
import type { Reading } from '../evaluator.js';
import type { AnalogStimulus } from './analog-stimulus.js';

/**
 * Moments over the samples of d variables: first the environment elements `source`, then the states of `units` after tick
 * `tick`. Cells: the d means, then the upper triangle, row-major with its diagonal, of the centred second moments
 * Σ (a − ā)(b − b̄) / samples. All of them NaN where some value is not finite.
 */
export interface MomentsReading {
  readonly kind: 'moments';
  readonly source: readonly number[];
  readonly units: readonly number[];
  readonly tick: number;
}

/** The states of `units` after tick `tick` as they are, `[unit][sample]`, infinite or NaN ones too. */
export interface ValuesReading {
  readonly kind: 'values';
  readonly units: readonly number[];
  readonly tick: number;
}

/**
 * Paired rollouts: the number of samples in which the *sign* (x ≥ 0) of any of `units` differs at the last tick once held
 * plane `flip` is negated (a bit: flipped), all else equal. One cell, NaN where some state among them is NaN.
 */
export interface SignChangeReading {
  readonly kind: 'change';
  readonly flip: number;
  readonly units: readonly number[];
}

export type AnalogReading = MomentsReading | ValuesReading | SignChangeReading;

/** Number of cells that a reading takes in the output. */
export function analogCellCount(reading: AnalogReading, samples: number): number {
  if (reading.kind === 'change') return 1;
  if (reading.kind === 'values') return reading.units.length * samples;
  const variables = reading.source.length + reading.units.length;
  return variables + (variables * (variables + 1)) / 2;
}

/** Offset of each reading's first cell in one genotype's output, and the number of all cells as the last entry. */
export function analogCellOffsets(readings: readonly AnalogReading[], samples: number): number[] {
  const offsets = [0];
  for (const reading of readings) offsets.push(offsets[offsets.length - 1]! + analogCellCount(reading, samples));
  return offsets;
}

/**
 * Rolls genotypes of analog units out on a stimulus and measures.
 *
 * At each tick every unit becomes activation(Σ_j w_j x_j + b) + noise · N(0, 1), all at once. Evaluators agree within the
 * rounding of what they compute in; the reference computes in doubles.
 */
export interface AnalogEvaluator {
  readonly name: string;
  /**
   * @param loci `Uint32Array [genotype][locus][parameter]`, row-major: K weights and the bias as bit patterns of Float32
   * @param first first genotype of the batch
   * @param count genotypes in the batch
   * @param out `Float64Array [genotype of the batch][cell]`, in the order of {@link analogCellOffsets}; overwritten
   */
  evaluate(loci: Uint32Array, first: number, count: number, stimulus: AnalogStimulus, out: Float64Array): void;
}

/** Prepares an evaluator for a system of analog units and a fixed list of readings. */
export type AnalogEvaluatorFactory = (system: System, readings: readonly AnalogReading[]) => AnalogEvaluator;

/**
 * The readings of a rollout program (../program/) that has the values of these as outputs: `bits` of a joint one are the
 * variables of moments and values, `pairs` of a change one those whose signs are compared. A complemented input plane is
 * a negated one, and a zero plane 0.
 */
export function programReadings(readings: readonly AnalogReading[]): Reading[] {
  return readings.map((reading) => {
    if (reading.kind === 'change') return reading;
    const source = reading.kind === 'moments' ? reading.source : [];
    return { kind: 'joint', source, units: reading.units, tick: reading.tick };
  });
}

/**
 * Refuses what no evaluator of analog units can measure.
 *
 * @throws InvariantError naming the reading, or the units
 */
export function checkAnalog(system: System, readings: readonly AnalogReading[]): void {
  if (system.units.kind !== 'analog') throw new InvariantError('an evaluator of analog units was given look-up tables');
  checkReadings(system, programReadings(readings));
}
