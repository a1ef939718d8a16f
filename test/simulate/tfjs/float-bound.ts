import type { AnalogSpec } from '../../../src/scenario/scenario.js';
import type { AnalogReading } from '../../../src/simulate/analog/analog-evaluator.js';
import type { AnalogStimulus } from '../../../src/simulate/analog/analog-stimulus.js';
import type { System } from '../../../src/system/system.js';

/** Unit roundoff of float32: one operation changes its result by this share at most. */
export const ROUNDOFF = 2 ** -24;

/** Below this a device may take a number for 0. */
const SMALLEST_NORMAL = 2 ** -126;

/** Samples of a block of sums, or more: sums in pairs of so many take log2 additions one after the other. */
const BLOCK = 1024;

/** A number in doubles, and how far a float32 evaluator's may be from it. */
interface Bounded {
  readonly value: number;
  readonly error: number;
}

/** γ_n = n u / (1 − n u): the error of n roundings in a row (Higham 2002, section 3.1). */
const gamma = (roundings: number): number => (roundings * ROUNDOFF) / (1 - roundings * ROUNDOFF);

/**
 * How far the cells of a float32 evaluator may be from those of exact arithmetic, whatever the order in which it adds and
 * whether or not it contracts products and sums: a running error analysis (Wilkinson; Higham 2002, section 3.3) beside the
 * slow rollout. A state's error after a tick is at most
 *
 *   Σ |w_j| e_j + γ_{K+1} (Σ |w_j| (|x_j| + e_j) + |b|)  [the sum]  + τ  [the activation, which never spreads apart]
 *   + γ_3 |σ n| + u |y|  [noise],
 *
 * so it grows as the norm of the weights to the power of the ticks. Of a mean it is the mean of the states' errors and the
 * rounding of log2 of a block's samples and of 4 operations for each block; of a second moment, with centred values c and
 * their errors E, three times the mean of |c_a| E_b + |c_b| E_a + E_a E_b (values in blocks, means of blocks between
 * them, and what one centre costs the other), and the rounding of the sums.
 *
 * @param activationError τ: how far the evaluator's tanh may be from tanh
 * @returns `[reading][cell]`; of a change, the samples in which a state is nearer to 0 than its error
 */
export function floatBounds(
  system: System,
  readings: readonly AnalogReading[],
  parameters: Float32Array,
  stimulus: AnalogStimulus,
  activationError: number,
): number[][] {
  const { lattice, cone, genome } = system;
  const { unitCount, neighbourCount, ticks } = lattice;
  const { activation, noise } = system.units as AnalogSpec;
  const { samples } = stimulus;
  const exact = (value: number): Bounded => ({ value, error: 0 });

  const step = (words: Float32Array, read: readonly Bounded[], normal: number): Bounded => {
    let [sum, error, size] = [0, 0, 0];
    read.forEach(({ value, error: own }, j) => {
      const weight = words[j]!;
      sum += weight * value;
      error += Math.abs(weight) * own;
      size += Math.abs(weight) * (Math.abs(value) + own);
    });
    const bias = words[neighbourCount]!;
    sum += bias;
    error += gamma(neighbourCount + 1) * (size + Math.abs(bias)) + (neighbourCount + 2) * SMALLEST_NORMAL;
    const output = activation === 'tanh' ? Math.tanh(sum) : activation === 'relu' ? Math.max(0, sum) : sum;
    if (activation === 'tanh') error += activationError;
    // Surely below 0, so surely 0.
    if (activation === 'relu' && sum + error < 0) error = 0;
    if (noise === 0) return { value: output, error };
    const added = noise * normal;
    const value = output + added;
    error += gamma(3) * Math.abs(added) + ROUNDOFF * (Math.abs(value) + error) + SMALLEST_NORMAL;
    return { value, error };
  };

  const rollOut = (sample: number, flip: number | null): Bounded[][] => {
    const held = lattice.held.map((plane, index) => {
      if (plane.kind === 'zero') return exact(0);
      const planes = plane.kind === 'port' ? stimulus.elements : stimulus.borders;
      const value = planes[(plane.kind === 'port' ? plane.element : plane.index) * samples + sample]!;
      return exact(index === flip ? -value : value);
    });
    const units = Array.from({ length: unitCount }, (_, unit) => unit);
    let state = units.map((unit) => exact(lattice.start === 'zero' ? 0 : stimulus.starts[unit * samples + sample]!));
    const history = [state];
    for (let tick = 1; tick <= ticks; tick++) {
      const readable = [...state, ...held];
      state = units.map((unit) => {
        const position = cone.units[tick]!.indexOf(unit);
        // Nothing reads a pair outside the cone.
        if (position === -1) return exact(Number.NaN);
        const first = genome.locusOfUnit[unit]! * genome.wordsPerLocus;
        const sources = lattice.sources.subarray(unit * neighbourCount, (unit + 1) * neighbourCount);
        const read = Array.from(sources, (source) => readable[source]!);
        const normal = noise === 0 ? 0 : stimulus.noise[(cone.firstPair[tick]! + position) * samples + sample]!;
        return step(parameters.subarray(first, first + genome.wordsPerLocus), read, normal);
      });
      history.push(state);
    }
    return history;
  };

  const every = Array.from({ length: samples }, (_, sample) => sample);
  const histories = every.map((sample) => rollOut(sample, null));
  return readings.map((reading) => {
    if (reading.kind === 'change') {
      const near = ({ value, error }: Bounded): boolean => error > 0 && Math.abs(value) <= error;
      const doubtful = every.filter((sample) => {
        const flipped = rollOut(sample, reading.flip)[ticks]!;
        return reading.units.some((unit) => near(flipped[unit]!) || near(histories[sample]![ticks]![unit]!));
      });
      return [doubtful.length];
    }
    const states = reading.units.map((unit) => every.map((sample) => histories[sample]![reading.tick]![unit]!));
    if (reading.kind === 'values') return states.flat().map(({ error }) => error);
    const outside = reading.source.map((element) =>
      every.map((sample) => exact(stimulus.elements[element * samples + sample]!)),
    );
    return momentBounds([...outside, ...states]);
  });
}

/** @param variables `[variable][sample]` */
function momentBounds(variables: readonly (readonly Bounded[])[]): number[] {
  const samples = variables[0]!.length;
  const average = (terms: readonly number[]): number => terms.reduce((sum, term) => sum + term, 0) / samples;
  const inPairs = Math.ceil(Math.log2(Math.min(samples, BLOCK)));
  const blocks = Math.ceil(samples / BLOCK);
  const centred = variables.map((states) => {
    const mean = average(states.map(({ value }) => value));
    const largest = Math.max(...states.map(({ value, error }) => Math.abs(value) + error));
    const meanError =
      average(states.map(({ error }) => error)) +
      gamma(inPairs + 1) * average(states.map(({ value, error }) => Math.abs(value) + error)) +
      gamma(4 * blocks) * largest +
      SMALLEST_NORMAL;
    const values = states.map(({ value, error }) => {
      const centre = Math.abs(value - mean);
      return { value: centre, error: error + meanError + ROUNDOFF * centre };
    });
    return { meanError, values };
  });
  const seconds = centred.flatMap(({ values: a }, i) =>
    centred.slice(i).map(({ values: b }) => {
      const terms = a.map((x, s) => [x, b[s]!] as const);
      const first = average(terms.map(([x, y]) => x.value * y.error + y.value * x.error + x.error * y.error));
      const sizes = average(terms.map(([x, y]) => (x.value + x.error) * (y.value + y.error)));
      // Between blocks: squares of means, no larger together than the variances' geometric mean.
      const spread = Math.sqrt(average(a.map((x) => x.value ** 2)) * average(b.map((y) => y.value ** 2)));
      return 3 * first + gamma(inPairs + 3) * sizes + gamma(8 * blocks) * (spread + sizes) + SMALLEST_NORMAL;
    }),
  );
  return [...centred.map(({ meanError }) => meanError), ...seconds];
}
