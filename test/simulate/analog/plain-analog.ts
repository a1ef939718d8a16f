import type { AnalogSpec } from '../../../src/scenario/scenario.js';
import type { AnalogReading } from '../../../src/simulate/analog/analog-evaluator.js';
import type { AnalogStimulus } from '../../../src/simulate/analog/analog-stimulus.js';
import type { System } from '../../../src/system/system.js';

/**
 * The slow twin: one sample and one unit at a time, all units at all ticks, whether or not they reach what is read; moments
 * by their definition, in two passes. Pairs outside the cone have no noise, since nothing reads them.
 *
 * @returns `[reading][cell]` of the genotype whose parameters are given
 */
export function plainAnalog(
  system: System,
  readings: readonly AnalogReading[],
  parameters: Float32Array,
  stimulus: AnalogStimulus,
): number[][] {
  const { lattice, cone, genome } = system;
  const { unitCount, neighbourCount, ticks } = lattice;
  const { activation, noise } = system.units as AnalogSpec;
  const { samples } = stimulus;
  const functions = { tanh: Math.tanh, relu: (x: number) => (x < 0 ? 0 : x), linear: (x: number) => x };

  const rollOut = (sample: number, flip: number | null): number[][] => {
    const held = lattice.held.map((plane, index) => {
      const value =
        plane.kind === 'zero'
          ? 0
          : plane.kind === 'port'
            ? stimulus.elements[plane.element * samples + sample]!
            : stimulus.borders[plane.index * samples + sample]!;
      return index === flip ? -value : value;
    });
    const units = Array.from({ length: unitCount }, (_, unit) => unit);
    let state = units.map((unit) => (lattice.start === 'zero' ? 0 : stimulus.starts[unit * samples + sample]!));
    const history = [state];
    for (let tick = 1; tick <= ticks; tick++) {
      const readable = [...state, ...held];
      state = units.map((unit) => {
        const first = genome.locusOfUnit[unit]! * genome.wordsPerLocus;
        let sum = 0;
        for (let j = 0; j < neighbourCount; j++) {
          sum += parameters[first + j]! * readable[lattice.sources[unit * neighbourCount + j]!]!;
        }
        const output = functions[activation](sum + parameters[first + neighbourCount]!);
        const position = cone.units[tick]!.indexOf(unit);
        if (noise === 0 || position === -1) return output;
        return output + noise * stimulus.noise[(cone.firstPair[tick]! + position) * samples + sample]!;
      });
      history.push(state);
    }
    return history;
  };

  const every = Array.from({ length: samples }, (_, sample) => sample);
  const histories = every.map((sample) => rollOut(sample, null));
  return readings.map((reading) => {
    if (reading.kind === 'change') {
      const changed = every.filter((sample) => {
        const flipped = rollOut(sample, reading.flip)[ticks]!;
        return reading.units.some((unit) => flipped[unit]! >= 0 !== histories[sample]![ticks]![unit]! >= 0);
      });
      return [changed.length];
    }
    const states = reading.units.map((unit) => every.map((sample) => histories[sample]![reading.tick]![unit]!));
    if (reading.kind === 'values') return states.flat();
    const outside = reading.source.map((element) =>
      every.map((sample) => stimulus.elements[element * samples + sample]!),
    );
    const variables = [...outside, ...states];
    const means = variables.map((values) => values.reduce((sum, value) => sum + value, 0) / samples);
    const products = variables.flatMap((a, i) =>
      variables
        .slice(i)
        .map((b, j) => every.reduce((sum, s) => sum + (a[s]! - means[i]!) * (b[s]! - means[i + j]!), 0) / samples),
    );
    return [...means, ...products];
  });
}
