import { describe, expect, it } from 'vitest';
import { mean, standardDeviation } from '../../src/base/statistics.js';
import { rootKey } from '../../src/base/streams.js';
import { jointInformation } from '../../src/information/joint-information.js';
import { lawInformation } from '../../src/information/law-information.js';
import { informationStandardError } from '../../src/information/standard-error.js';
import { cellOffsets, type JointReading, type Reading } from '../../src/simulate/evaluator.js';
import { exactEvaluator } from '../../src/simulate/exact/exact.js';
import { fillStimulus } from '../../src/simulate/fill-stimulus.js';
import { referenceEvaluator } from '../../src/simulate/reference/reference.js';
import { stimulusOver, stimulusWords } from '../../src/simulate/stimulus.js';
import { randomLoci, wordStream } from './hand-system.js';
import { randomSketchSystem, runReadings } from './random-sketch.js';

const SAMPLES = 1 << 14;

/** Everything that was sampled and computed of one genotype of one random lattice. */
interface Comparison {
  readonly readings: readonly Reading[];
  readonly offsets: readonly number[];
  readonly counts: Uint32Array;
  readonly laws: Float64Array;
}

/** Independent lattices, each with its own genotype and stimulus. */
function compare(lattices: number): Comparison[] {
  const found: Comparison[] = [];
  for (let seed = 1000; found.length < lattices; seed++) {
    const noise = [0, 0.02, 0.2][seed % 3]!;
    const system = randomSketchSystem(seed, { rows: 4, columns: 5, noise, west: seed % 4 !== 0 });
    if (system === null) continue;
    const readings = runReadings(system);
    const offsets = cellOffsets(readings);
    const loci = randomLoci(system, 1, seed);
    const laws = new Float64Array(offsets.at(-1)!);
    exactEvaluator(system, readings).evaluate(loci, 0, 1, laws);
    const stimulus = stimulusOver(new Uint32Array(stimulusWords(system, SAMPLES)), system, SAMPLES);
    fillStimulus(stimulus, system, rootKey(seed), 0);
    const counts = new Uint32Array(offsets.at(-1)!);
    referenceEvaluator(system, readings).evaluate(loci, 0, 1, stimulus, counts);
    found.push({ readings, offsets, counts, laws });
  }
  return found;
}

const comparisons = compare(500);

/** One reading of each lattice that `usable` lets through, drawn by the lattice's number: readings of one are not independent. */
function oneOfEach(usable: (comparison: Comparison, reading: number) => boolean): [Comparison, number][] {
  return comparisons.flatMap((comparison, number): [Comparison, number][] => {
    const indices = comparison.readings.flatMap((_, r) => (usable(comparison, r) ? [r] : []));
    return indices.length === 0 ? [] : [[comparison, indices[wordStream(number).nextBelow(indices.length)]!]];
  });
}

/** Mean within four standard errors of 0, variance within four of 1; `kurtosis` is that of what is expected. */
function expectStandard(values: readonly number[], kurtosis: number): void {
  expect(values.length).toBeGreaterThan(100);
  expect(Math.abs(mean(values)) * Math.sqrt(values.length)).toBeLessThan(4);
  const variance = standardDeviation(values) ** 2;
  expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt((kurtosis - 1) / values.length));
}

const sidesOf = (reading: JointReading): [number, number] => [1 << reading.source.length, 1 << reading.units.length];

describe('what is sampled', () => {
  it('never falls where the exact law has nothing', () => {
    for (const { counts, laws } of comparisons) {
      laws.forEach((p, cell) => {
        if (p === 0) expect(counts[cell]).toBe(0);
        if (p === 1) expect(counts[cell]).toBe(SAMPLES);
      });
    }
  });

  it('falls into the cells as often as the exact law says', () => {
    const expected = (comparison: Comparison, r: number): number[] =>
      [...comparison.laws.subarray(comparison.offsets[r]!, comparison.offsets[r + 1]!)].map((p) => p * SAMPLES);
    const drawn = oneOfEach(
      (comparison, r) =>
        comparison.readings[r]!.kind === 'joint' &&
        expected(comparison, r).every((n) => n === 0 || n >= 10) &&
        expected(comparison, r).filter((n) => n > 0).length > 1,
    );
    const standardised = drawn.map(([comparison, r]) => {
      let chiSquare = 0;
      let cells = 0;
      expected(comparison, r).forEach((n, cell) => {
        if (n === 0) return;
        chiSquare += (comparison.counts[comparison.offsets[r]! + cell]! - n) ** 2 / n;
        cells++;
      });
      return (chiSquare - (cells - 1)) / Math.sqrt(2 * (cells - 1));
    });
    // χ² has kurtosis 3 + 12 / degrees of freedom, 15 at most.
    expectStandard(standardised, 15);
  });

  it('gives strengths that scatter around the exact ones as their standard error says', () => {
    const found = (comparison: Comparison, r: number) => {
      const reading = comparison.readings[r] as JointReading;
      const offset = comparison.offsets[r]!;
      const exact = lawInformation(comparison.laws, offset, ...sidesOf(reading));
      const sampled = jointInformation(comparison.counts, offset, ...sidesOf(reading), SAMPLES);
      const error = informationStandardError(comparison.counts, offset, ...sidesOf(reading), SAMPLES);
      return { exact, sampled, error };
    };
    // Twenty errors above 0: nearer to independence the plug-in is no longer normal. A noiseless wire with even counts
    // has no error to speak of.
    const drawn = oneOfEach((comparison, r) => {
      if (comparison.readings[r]!.kind !== 'joint') return false;
      const { exact, error } = found(comparison, r);
      return error > 1e-4 && exact > 20 * error;
    });
    const standardised = drawn.map(([comparison, r]) => {
      const { exact, sampled, error } = found(comparison, r);
      return (sampled.corrected - exact) / error;
    });
    expectStandard(standardised, 3);
  });

  it('gives G the law of chance where the exact strength is 0', () => {
    const drawn = oneOfEach((comparison, r) => {
      const reading = comparison.readings[r]!;
      if (reading.kind !== 'joint' || reading.source.length > 1 || reading.units.length > 1) return false;
      const from = comparison.offsets[r]!;
      return (
        lawInformation(comparison.laws, from, 2, 2) === 0 &&
        comparison.laws.subarray(from, from + 4).every((p) => p * SAMPLES > 100)
      );
    });
    // G is χ² with one degree of freedom: mean 1, variance 2, kurtosis 15.
    const standardised = drawn.map(([comparison, r]) => {
      const { g } = jointInformation(comparison.counts, comparison.offsets[r]!, 2, 2, SAMPLES);
      return (g - 1) / Math.SQRT2;
    });
    expectStandard(standardised, 15);
  });

  it('changes with a flip as often as the exact probability says', () => {
    const drawn = oneOfEach((comparison, r) => {
      const p = comparison.laws[comparison.offsets[r]!]!;
      return comparison.readings[r]!.kind === 'change' && p > 0.001 && p < 0.999;
    });
    const standardised = drawn.map(([comparison, r]) => {
      const p = comparison.laws[comparison.offsets[r]!]!;
      return (comparison.counts[comparison.offsets[r]!]! - SAMPLES * p) / Math.sqrt(SAMPLES * p * (1 - p));
    });
    expectStandard(standardised, 3);
  });
});
