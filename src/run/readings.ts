import type { JointReading, Reading } from '../simulate/evaluator.js';
import { lastTickReaching } from '../system/last-tick-reaching.js';
import type { System } from '../system/system.js';

/** What is counted for every individual in every generation: all that fitness and channel strength need. */
export interface StepReadings {
  readonly readings: readonly JointReading[];
  /** `[channel]`: the reading of source against sink. */
  readonly strength: readonly number[];
  /** `[channel]`: the reading of target against sink; null for a channel without reward. */
  readonly rewarded: readonly (number | null)[];
}

/** Equal readings are counted once: an intended channel whose target is its own source needs only one. */
export function stepReadings(system: System): StepReadings {
  const readings: JointReading[] = [];
  const keys = new Map<string, number>();
  const indexOf = (source: readonly number[], units: readonly number[]): number => {
    const key = `${source.join()} ${units.join()}`;
    const known = keys.get(key);
    if (known !== undefined) return known;
    keys.set(key, readings.length);
    readings.push({ kind: 'joint', source, units, tick: system.lattice.ticks });
    return readings.length - 1;
  };
  const strength: number[] = [];
  const rewarded: (number | null)[] = [];
  for (const channel of system.channels) {
    const sink = system.ports.read[channel.to]!;
    strength.push(indexOf(system.ports.write[channel.from]!.elements, sink.units));
    rewarded.push(channel.reward === null ? null : indexOf(sink.target!, sink.units));
  }
  return { readings, strength, rewarded };
}

/** What is counted for a genotype whose channels are looked at in both ways: strength and influence. */
export interface ChannelReadings extends StepReadings {
  readonly all: readonly Reading[];
  /** `[channel]`: the change readings, one for each site of its write port; indices into `all`. */
  readonly changes: readonly (readonly number[])[];
}

/** The step's readings, which come first in `all`, and those of every channel's influence; equal ones counted once. */
export function channelReadings(system: System): ChannelReadings {
  const step = stepReadings(system);
  const all: Reading[] = [...step.readings];
  const keys = new Map<string, number>();
  const changes = system.channels.map(({ from, to }) => {
    const { units } = system.ports.read[to]!;
    return system.ports.write[from]!.held.map((flip) => {
      const key = `${flip} ${units.join()}`;
      const index = keys.get(key) ?? all.push({ kind: 'change', flip, units }) - 1;
      keys.set(key, index);
      return index;
    });
  });
  return { ...step, all, changes };
}

/** What is counted for every individual where the tables get rows: every write port against every read port. */
export interface SurveyReadings {
  readonly readings: readonly Reading[];
  /** `[pair]`, pair = write port × read ports + read port: the joint reading. */
  readonly joint: readonly number[];
  /** `[pair]`: the change readings, one for each site of the write port. */
  readonly changes: readonly (readonly number[])[];
}

export function surveyReadings(system: System): SurveyReadings {
  const readings: Reading[] = [];
  const joint: number[] = [];
  const changes: number[][] = [];
  for (const source of system.ports.write) {
    for (const sink of system.ports.read) {
      joint.push(
        readings.push({ kind: 'joint', source: source.elements, units: sink.units, tick: system.lattice.ticks }) - 1,
      );
      changes.push(source.held.map((flip) => readings.push({ kind: 'change', flip, units: sink.units }) - 1));
    }
  }
  return { readings, joint, changes };
}

/** What is counted for a channel's footprint: its source against every unit that can reach its sink. */
export interface FootprintReadings {
  readonly readings: readonly JointReading[];
  /** `[reading]`: the channel and the unit it belongs to; in the order of channels, then units (row-major). */
  readonly places: readonly { readonly channel: number; readonly unit: number }[];
}

export function footprintReadings(system: System): FootprintReadings {
  const readings: JointReading[] = [];
  const places: { channel: number; unit: number }[] = [];
  system.channels.forEach((channel, index) => {
    const source = system.ports.write[channel.from]!.elements;
    const lastTicks = lastTickReaching(system, system.ports.read[channel.to]!.units);
    lastTicks.forEach((tick, unit) => {
      if (tick < 1) return;
      readings.push({ kind: 'joint', source, units: [unit], tick });
      places.push({ channel: index, unit });
    });
  });
  return { readings, places };
}
