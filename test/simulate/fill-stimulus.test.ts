import { describe, expect, it } from 'vitest';
import { popcount } from '../../src/base/planes.js';
import { rootKey } from '../../src/base/streams.js';
import { fillStimulus } from '../../src/simulate/fill-stimulus.js';
import { type Stimulus, stimulusOver, stimulusWords } from '../../src/simulate/stimulus.js';
import type { System } from '../../src/system/system.js';
import { border, type HandLattice, handSystem, held, port, zero } from './hand-system.js';

const KEY = rootKey('stimulus');
const KINDS = ['elements', 'borders', 'starts', 'noise'] as const;

/** Unit 4 is read by nobody in time: its start state is outside the cone. */
const LATTICE: HandLattice = {
  reads: [
    [held(0), held(1)],
    [held(2), held(3)],
    [1, 2],
    [2, 0],
    [4, 3],
  ],
  held: [port(0), border(0), border(1), zero],
  readUnits: [3],
  ticks: 2,
  noise: 0.5,
  start: 'random',
};

function filled(system: System, samples: number, key = KEY, generation = 3): Stimulus {
  const stimulus = stimulusOver(new Uint32Array(stimulusWords(system, samples)), system, samples);
  fillStimulus(stimulus, system, key, generation);
  return stimulus;
}

/** The planes of one kind, each as an array of words. */
const planes = (stimulus: Stimulus, kind: (typeof KINDS)[number]): number[][] =>
  Array.from({ length: stimulus[kind].length / stimulus.words }, (_, plane) => [
    ...stimulus[kind].subarray(plane * stimulus.words, (plane + 1) * stimulus.words),
  ]);

const ones = (words: Iterable<number>): number => [...words].reduce((sum, word) => sum + popcount(word), 0);

describe('fillStimulus', () => {
  it('gives fewer samples as the first words of more', () => {
    const system = handSystem(LATTICE);
    const long = filled(system, 4096 + 128);
    const short = filled(system, 128);
    for (const kind of KINDS) {
      expect(planes(short, kind), kind).toEqual(planes(long, kind).map((words) => words.slice(0, short.words)));
    }
  });

  it('makes every plane different from every other, whatever it is for', () => {
    const system = handSystem(LATTICE);
    const stimulus = filled(system, 128);
    const all = KINDS.flatMap((kind) => planes(stimulus, kind)).filter((words) => words.some((word) => word !== 0));
    // 2 elements, 2 borders, the start of each unit in the cone, the noise of each pair.
    expect(all.length).toBe(2 + 2 + system.cone.units[0]!.length + system.cone.pairCount);
    expect(new Set(all.map((words) => words.join())).size).toBe(all.length);
  });

  it('gives the same planes again, and others in another generation or for another seed', () => {
    const system = handSystem(LATTICE);
    const stimulus = filled(system, 128);
    expect(filled(system, 128)).toEqual(stimulus);
    for (const other of [filled(system, 128, KEY, 4), filled(system, 128, rootKey('stimulus '), 3)]) {
      for (const kind of KINDS) {
        const before = planes(stimulus, kind);
        planes(other, kind).forEach((words, plane) => {
          if (words.some((word) => word !== 0)) expect(words, `${kind} ${plane}`).not.toEqual(before[plane]);
        });
      }
    }
  });

  it('draws no plane differently because of what else is drawn', () => {
    const everything = filled(handSystem(LATTICE), 128);
    const quiet = filled(handSystem({ ...LATTICE, noise: 0, start: 'zero', elementCount: 1 }), 128);
    expect(quiet.noise.length + quiet.starts.length).toBe(0);
    expect(quiet.borders).toEqual(everything.borders);
    expect(planes(quiet, 'elements')[0]).toEqual(planes(everything, 'elements')[0]);
    // One more tick moves the cone and its pairs, but a unit's start stays its own.
    const longer = handSystem({ ...LATTICE, ticks: 3 });
    const starts = planes(filled(longer, 128), 'starts');
    const both = [...longer.cone.units[0]!].filter((unit) => handSystem(LATTICE).cone.units[0]!.includes(unit));
    expect(both).not.toEqual([]);
    for (const unit of both) expect(starts[unit]).toEqual(planes(everything, 'starts')[unit]);
  });

  it('leaves the start planes of units outside the cone as they are', () => {
    const system = handSystem(LATTICE);
    const stimulus = stimulusOver(new Uint32Array(stimulusWords(system, 128)).fill(5), system, 128);
    fillStimulus(stimulus, system, KEY, 0);
    const starts = planes(stimulus, 'starts');
    const untouched = starts.flatMap((words, unit) => (words.every((word) => word === 5) ? [unit] : []));
    expect(untouched).toEqual([0, 1, 2, 3, 4].filter((unit) => !system.cone.units[0]!.includes(unit)));
    expect(untouched).toContain(4);
  });

  it.each([0.01, 0.1, 0.5, 0.9])('flips outputs with probability %d', (noise) => {
    const system = handSystem({ ...LATTICE, ticks: 8, noise });
    const { noise: words } = filled(system, 8192);
    const bits = words.length * 32;
    // Five standard errors of a frequency; the seed is fixed, and a true frequency fails this once in two million seeds.
    expect(Math.abs(ones(words) / bits - noise)).toBeLessThan(5 * Math.sqrt((noise * (1 - noise)) / bits));
  });

  it('draws fair borders and starts', () => {
    const stimulus = filled(handSystem(LATTICE), 1 << 16);
    const bits = 1 << 16;
    for (const kind of ['borders', 'starts'] as const) {
      for (const words of planes(stimulus, kind).filter((plane) => plane.some((word) => word !== 0))) {
        // Five standard errors of the frequency of a fair bit.
        expect(Math.abs(ones(words) / bits - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / bits));
      }
    }
  });
});
