import { gaussianInformation } from '../../information/gaussian-information.js';
import { type JointInformation, symbolInformation } from '../../information/joint-information.js';
import { quantileCells, symbolsOf } from '../../information/quantile-cells.js';
import type { AnalogSpec } from '../../scenario/scenario.js';
import type { AnalogReading } from '../../simulate/analog/analog-evaluator.js';
import type { AnalogStimulus } from '../../simulate/analog/analog-stimulus.js';
import type { Reading } from '../../simulate/evaluator.js';
import { realElements } from '../../system/environment/gaussian.js';
import type { System } from '../../system/system.js';

/** How the information of joint readings is found from what an evaluator of analog units measures. */
export interface Strengths {
  /** What the evaluator is asked for, changes first in the order of the readings. */
  readonly asked: readonly AnalogReading[];
  /** Looks at a stimulus whose samples the following measures are of. */
  readonly meet: (stimulus: AnalogStimulus) => void;
  /**
   * Looks at one genotype's cells, which start at `base`, those of asked reading i at `offsets[i]` beyond.
   *
   * @returns `[reading]`: its information; null where a value was not finite, and of readings that are of changes
   */
  readonly of: (cells: Float64Array, base: number, offsets: readonly number[]) => (JointInformation | null)[];
  /** `[reading]`: the asked reading of a change or of moments; −1 where it has none of its own. */
  readonly place: readonly number[];
}

export function createStrengths(system: System, readings: readonly Reading[], samples: number): Strengths {
  const { strength } = system.units as AnalogSpec;
  return strength === 'gaussian'
    ? gaussianStrengths(readings, samples)
    : binnedStrengths(system, readings, samples, strength.bins);
}

/** From covariances. */
function gaussianStrengths(readings: readonly Reading[], samples: number): Strengths {
  const asked = readings.map((reading): AnalogReading => {
    return reading.kind === 'change' ? reading : { ...reading, kind: 'moments' };
  });
  return {
    asked,
    place: readings.map((_, r) => r),
    meet() {},
    of: (cells, base, offsets) =>
      readings.map((reading, r) => {
        const at = base + offsets[r]!;
        if (reading.kind === 'change' || !Number.isFinite(cells[at])) return null;
        return gaussianInformation(cells, at, reading.source.length, reading.units.length, samples);
      }),
  };
}

/** Symbols of every sample, and how many different ones there could be. */
interface Symbols {
  readonly symbols: Uint16Array;
  readonly count: number;
}

/** From counts: real numbers and states are cut at their own quantiles in the samples, a bit is two cells of its own. */
function binnedStrengths(system: System, readings: readonly Reading[], samples: number, bins: number): Strengths {
  const real = realElements(system.environment);
  const asked: AnalogReading[] = [];
  const places = new Map<string, number>();
  const placeOf = (reading: AnalogReading): number => {
    const key = JSON.stringify(reading);
    const known = places.get(key) ?? asked.push(reading) - 1;
    places.set(key, known);
    return known;
  };
  // Different sources at one sink look at the same states, which are cut once.
  const place = readings.map((reading) =>
    reading.kind === 'change'
      ? placeOf(reading)
      : placeOf({ kind: 'values', units: reading.units, tick: reading.tick }),
  );
  const sources = new Map<string, readonly number[]>();
  for (const reading of readings) if (reading.kind === 'joint') sources.set(reading.source.join(), reading.source);
  const outside = new Map<string, Symbols>();
  let counts = new Uint32Array(0);

  const cut = (variables: readonly Float32Array[] | readonly Float64Array[], cells: readonly number[]): Symbols => ({
    symbols: symbolsOf(
      variables.map((values, v) => quantileCells(values, cells[v]!)),
      cells,
      samples,
    ),
    count: cells.reduce((product, n) => product * n, 1),
  });
  const plane = <Numbers extends Float32Array | Float64Array>(numbers: Numbers, index: number, from = 0): Numbers =>
    numbers.subarray(from + index * samples, from + (index + 1) * samples) as Numbers;

  return {
    asked,
    place,
    meet({ elements }) {
      for (const [key, source] of sources) {
        const planes = source.map((element) => plane(elements, element));
        const cells = source.map((element) => (real[element] ? bins : 2));
        outside.set(key, cut(planes, cells));
      }
    },
    of(cells, base, offsets) {
      const inside = asked.map((reading, i): Symbols | null => {
        if (reading.kind !== 'values') return null;
        const states = reading.units.map((_, u) => plane(cells, u, base + offsets[i]!));
        if (!states.every((values) => values.every(Number.isFinite))) return null;
        return cut(
          states,
          states.map(() => bins),
        );
      });
      return readings.map((reading, r) => {
        const sink = reading.kind === 'joint' ? inside[place[r]!]! : null;
        if (reading.kind !== 'joint' || sink === null) return null;
        const source = outside.get(reading.source.join())!;
        const size = source.count * sink.count;
        if (counts.length < size) counts = new Uint32Array(size);
        counts.fill(0, 0, size);
        for (let s = 0; s < samples; s++) counts[source.symbols[s]! + sink.symbols[s]! * source.count]!++;
        return symbolInformation(counts, 0, source.count, sink.count, samples);
      });
    },
  };
}
