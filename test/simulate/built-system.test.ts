import { describe, expect, it } from 'vitest';
import { rootKey } from '../../src/base/streams.js';
import type { LatticeSpec, Scenario } from '../../src/scenario/scenario.js';
import { cellOffsets, type Reading } from '../../src/simulate/evaluator.js';
import { evaluators } from '../../src/simulate/evaluators.js';
import { fillStimulus } from '../../src/simulate/fill-stimulus.js';
import { stimulusOver, stimulusWords } from '../../src/simulate/stimulus.js';
import { buildSystem } from '../../src/system/build-system.js';
import { randomLoci } from './hand-system.js';
import { allReadings } from './random-system.js';

const SAMPLES = 256;

/** A map with ports of one and of three sites, a hole, a fixed region and no symmetry. */
function scenarioWith(lattice: Partial<LatticeSpec>): Scenario {
  return {
    name: 'contract',
    description: '',
    seed: 7,
    lattice: {
      map: 'A . . g B\nC . # . B\nC . . . .\nC # . . B',
      neighbours: [
        [-1, -1],
        [0, -1],
        [2, -1],
      ],
      ticks: 'auto',
      noise: 0,
      border: 'random',
      start: 'random',
      ...lattice,
    },
    units: { kind: 'lut' },
    contexts: { all: { set: {}, weight: 1 } },
    environment: {
      a: { kind: 'fair', length: null },
      c: { kind: 'markov', length: 3, flip: 0.2 },
      d: { kind: 'xor', of: ['a', 'c.1'] },
      e: { kind: 'biased', probability: 0.3 },
    },
    ports: {
      A: { kind: 'write', variable: 'a' },
      B: { kind: 'read', target: 'c' },
      C: { kind: 'write', variable: 'c' },
    },
    channels: { leak: { from: 'A', to: 'B', reward: null }, through: { from: 'C', to: 'B', reward: 1 } },
    genome: {
      prior: { bit: 0.5 },
      begin: 'prior',
      ties: [],
      shared: [],
      fixed: { g: { kind: 'xor', inputs: [0, 1] } },
    },
    demons: {},
    population: { size: 4, islands: 1, migration: null },
    selection: { scheme: 'none' },
    variation: { mutation: { perGenome: 1 }, crossover: { kind: 'none', rate: 0 }, drive: null, copying: null },
    phases: [],
    pressure: null,
    measure: { samples: SAMPLES, every: 1, stimulus: 'fresh', prior: 4 },
    stop: { generations: 1, when: null },
  };
}

const cases: Partial<LatticeSpec>[] = [
  {},
  { border: 'zero', start: 'zero' },
  { border: 'wrap', noise: 0.1 },
  { border: 'wrap', start: 'zero', ticks: 9 },
  { ticks: 1, noise: 0.02 },
  { neighbours: 'west', noise: 0.3 },
  { neighbours: 'von-neumann', ticks: 6 },
  { neighbours: 'von-neumann+self', ticks: 5, noise: 0.1 },
  { neighbours: { random: 2, radius: 'all' }, ticks: 5 },
];

describe('a lattice built from a scenario', () => {
  it.each(cases.map((lattice) => [JSON.stringify(lattice), lattice] as const))(
    'counts the same under every evaluator with %s',
    (_, lattice) => {
      const key = rootKey(7);
      const system = buildSystem(scenarioWith(lattice), key);
      const stimulus = stimulusOver(new Uint32Array(stimulusWords(system, SAMPLES)), system, SAMPLES);
      fillStimulus(stimulus, system, key, 2);
      const channels = system.channels.map(
        ({ from, to }): Reading => ({
          kind: 'joint',
          source: system.ports.write[from]!.elements,
          units: system.ports.read[to]!.units,
          tick: system.lattice.ticks,
        }),
      );
      const readings = [...channels, ...allReadings(system)];
      const loci = randomLoci(system, 2, 8);
      const found = Object.values(evaluators).map((factory) => {
        const counts = new Uint32Array(2 * cellOffsets(readings).at(-1)!);
        factory(system, readings).evaluate(loci, 0, 2, stimulus, counts);
        return counts;
      });
      for (const counts of found) expect(counts).toEqual(found[0]);
      expect(found[0]!.some((count) => count > 0 && count < SAMPLES)).toBe(true);
    },
  );
});
