import type { Blueprint } from '../../run/engine.js';
import { stepReadings } from '../../run/readings.js';
import type { JointReading } from '../../simulate/evaluator.js';
import { fillStimulus } from '../../simulate/fill-stimulus.js';
import { allocateWords, type SharedMemory } from '../../simulate/shared-memory.js';
import { type Stimulus, stimulusOver, stimulusWords } from '../../simulate/stimulus.js';
import type { System } from '../../system/system.js';

/**
 * One evaluation of one population on one stimulus: the same object for every contender. Plain data over shared memory,
 * so that worker threads get the same bytes.
 */
export interface Work {
  readonly system: System;
  readonly readings: readonly JointReading[];
  /** `Uint32Array [genotype][locus]`, row-major. */
  readonly loci: Uint32Array;
  readonly count: number;
  readonly stimulus: Stimulus;
  /** The memory that loci and stimulus lie in, for kernels that work in place. */
  readonly home: SharedMemory | undefined;
}

/** Unit-sample updates of a dense evaluation: genotypes × (unit, tick) pairs of the backward cone × samples. */
export function denseUpdates({ system, count, stimulus }: Work): number {
  return count * system.cone.pairCount * stimulus.samples;
}

/** Genotypes given as loci, on the stimulus of a generation. */
export function workOn(blueprint: Blueprint, loci: Uint32Array, generation: number): Work {
  const { system, key, shape } = blueprint;
  const { home, arrays } = allocateWords([loci.length, stimulusWords(system, shape.samples)]);
  arrays[0]!.set(loci);
  const stimulus = stimulusOver(arrays[1]!, system, shape.samples);
  fillStimulus(stimulus, system, key, generation);
  const count = loci.length / system.genome.locusCount;
  return { system, readings: stepReadings(system).readings, loci: arrays[0]!, count, stimulus, home };
}

/** Number of different genotypes. */
export function distinctGenotypes({ loci, count, system }: Work): number {
  const { locusCount } = system.genome;
  return new Set(Array.from({ length: count }, (_, i) => loci.subarray(i * locusCount, (i + 1) * locusCount).join()))
    .size;
}
