import { describe, expect, it } from 'vitest';
import { DeviceError, UserError } from '../../src/base/errors.js';
import { cellOffsets, type Reading } from '../../src/simulate/evaluator.js';
import { defaultEvaluator, evaluatorNamed } from '../../src/simulate/evaluators.js';
import { plainEvaluator } from '../../src/simulate/plain.js';
import { referenceEvaluator } from '../../src/simulate/reference/reference.js';
import { allocateWords, createSharedMemory, PAGE_BYTES } from '../../src/simulate/shared-memory.js';
import { type Stimulus, stimulusOver, stimulusWords } from '../../src/simulate/stimulus.js';
import { kernelObstacle, requireKernel } from '../../src/simulate/wasm/kernel.js';
import { ALL_SAVINGS, NO_SAVINGS } from '../../src/simulate/wasm/savings.js';
import { wasmEvaluator, wasmEvaluatorWith } from '../../src/simulate/wasm/wasm.js';
import { Workspace } from '../../src/simulate/wasm/workspace.js';
import type { System } from '../../src/system/system.js';
import { handSystem, held, port, randomLoci, randomStimulus, wordStream } from './hand-system.js';
import { allReadings, randomSystem } from './random-system.js';

const COPY = 0b10;
const NOT = 0b01;

/** A row of free units of which the first reads element 0, read at its end. */
const row = (units: number): System =>
  handSystem({
    reads: Array.from({ length: units }, (_, unit) => [unit === 0 ? held(0) : unit - 1]),
    held: [port(0)],
    readUnits: [units - 1],
    ticks: units,
  });

const through = (system: System): Reading[] => [
  { kind: 'joint', source: [0], units: [system.lattice.unitCount - 1], tick: system.lattice.ticks },
];

const lattice = (seed: number, neighbourCount: number): System =>
  randomSystem({ seed, unitCount: 9, neighbourCount, ticks: 5, noisy: true, start: 'random' });

/** Genotypes of a family: each is the one before with one table drawn anew, or left as it is. */
function family(system: System, genotypes: number, seed: number): Uint32Array {
  const { locusCount, bitsPerLocus } = system.genome;
  const stream = wordStream(seed);
  const loci = randomLoci(system, genotypes, seed);
  for (let genotype = 1; genotype < genotypes; genotype++) {
    loci.copyWithin(genotype * locusCount, (genotype - 1) * locusCount, genotype * locusCount);
    const locus = genotype * locusCount + stream.nextBelow(locusCount);
    if (genotype % 3 > 0) loci[locus] = stream.nextWord() >>> (32 - bitsPerLocus);
  }
  return loci;
}

/** Index of the first element that differs, −1 where none does: quicker than a report of all. */
const firstDifference = (found: Uint32Array, expected: Uint32Array): number =>
  found.findIndex((count, index) => count !== expected[index]);

function shuffledRows(loci: Uint32Array, length: number, seed: number): Uint32Array {
  const stream = wordStream(seed);
  const rows = Array.from({ length: loci.length / length }, (_, i) => loci.slice(i * length, (i + 1) * length));
  const left = [...rows];
  return Uint32Array.from(rows.flatMap(() => [...left.splice(stream.nextBelow(left.length), 1)[0]!]));
}

/** The same arrays in a shared memory. */
function inSharedMemory(system: System, loci: Uint32Array, stimulus: Stimulus) {
  const { home, arrays } = allocateWords([7, loci.length, 1, stimulusWords(system, stimulus.samples)]);
  arrays[1]!.set(loci);
  const moved = stimulusOver(arrays[3]!, system, stimulus.samples);
  for (const kind of ['elements', 'borders', 'starts', 'noise'] as const) moved[kind].set(stimulus[kind]);
  return { home: home!, arrays, loci: arrays[1]!, stimulus: moved };
}

describe('the wasm evaluator on shared memory', () => {
  it('finds the same where genomes and stimulus lie in the memory as where it has to copy them', () => {
    const system = lattice(1, 3);
    const readings = allReadings(system);
    const cells = cellOffsets(readings).at(-1)!;
    const loci = family(system, 20, 2);
    const stimulus = randomStimulus(system, 384, 3);
    const expected = new Uint32Array(20 * cells);
    plainEvaluator(system, readings).evaluate(loci, 0, 20, stimulus, expected);
    const shared = inSharedMemory(system, loci, stimulus);
    const evaluator = wasmEvaluator(system, readings, shared.home);
    for (const [tables, planes] of [
      [shared.loci, shared.stimulus],
      [loci, stimulus],
      [shared.loci, stimulus],
      [loci, shared.stimulus],
    ] as const) {
      const counts = new Uint32Array(20 * cells);
      evaluator.evaluate(tables, 0, 20, planes, counts);
      expect(counts).toEqual(expected);
    }
  });

  it('leaves what others keep in the memory as it was', () => {
    const system = lattice(4, 2);
    const readings = allReadings(system);
    const shared = inSharedMemory(system, family(system, 10, 5), randomStimulus(system, 256, 6));
    for (const guard of [0, 2]) shared.arrays[guard]!.fill(0xdeadbeef);
    const before = shared.arrays.map((array) => array.slice());
    const counts = new Uint32Array(10 * cellOffsets(readings).at(-1)!);
    wasmEvaluator(system, readings, shared.home).evaluate(shared.loci, 0, 10, shared.stimulus, counts);
    shared.arrays.forEach((array, index) => {
      expect(array).toEqual(before[index]);
    });
  });

  it('lets evaluators of several systems take turns in one workspace, with stimuli of several lengths', () => {
    const turns = [lattice(7, 3), lattice(8, 5), lattice(9, 1)].map((system, index) => {
      const readings = allReadings(system);
      return { system, readings, evaluator: wasmEvaluator(system, readings), loci: family(system, 6, 10 + index) };
    });
    for (const samples of [128, 640, 128, 4096]) {
      for (const { system, readings, evaluator, loci } of turns) {
        const stimulus = randomStimulus(system, samples, samples);
        const cells = cellOffsets(readings).at(-1)!;
        const [found, expected] = [new Uint32Array(6 * cells), new Uint32Array(6 * cells)];
        evaluator.evaluate(loci, 0, 6, stimulus, found);
        wasmEvaluatorWith(NO_SAVINGS)(system, readings).evaluate(loci, 0, 6, stimulus, expected);
        expect(found).toEqual(expected);
      }
    }
  });

  it('holds all arrays, each on a line of the cache, unless they exceed 4 GiB together', () => {
    const { home, arrays } = allocateWords([3, 5]);
    expect(arrays.map((array) => [array.length, array.byteOffset % 64])).toEqual([
      [3, 0],
      [5, 0],
    ]);
    expect(arrays.every((array) => array.buffer === home!.buffer)).toBe(true);
    expect(createSharedMemory(2 ** 32 / PAGE_BYTES)).toBe(undefined);
  });
});

describe('a workspace', () => {
  it('keeps its contents until it grows or another one uses it, and never overlaps another', () => {
    const memory = new WebAssembly.Memory({ initial: 2, maximum: 100, shared: true });
    const [mine, other] = [new Workspace(memory), new Workspace(memory)];
    const [one, two] = [{}, {}];
    expect(mine.claim(one, 1000)).toEqual({ base: 2 << 16, lost: true });
    expect(mine.claim(one, 1 << 16)).toEqual({ base: 2 << 16, lost: false });
    expect(mine.claim(two, 10)).toEqual({ base: 2 << 16, lost: true });
    // Nobody came in between: the region grows where it is.
    expect(mine.claim(two, 3 << 16)).toEqual({ base: 2 << 16, lost: true });
    expect(other.claim(one, 1)).toEqual({ base: 5 << 16, lost: true });
    // The other one lies behind it now: it moves.
    const moved = mine.claim(two, 4 << 16);
    expect(moved.lost).toBe(true);
    expect(moved.base).toBeGreaterThanOrEqual(6 << 16);
    expect(moved.base + (4 << 16)).toBeLessThanOrEqual(memory.buffer.byteLength);
  });

  it('says how to go on where the memory is full', () => {
    const workspace = new Workspace(new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true }));
    expect(() => workspace.claim({}, 10 << 16)).toThrow(DeviceError);
    expect(() => workspace.claim({}, 10 << 16)).toThrow(/--evaluator reference/);
  });
});

describe('the savings of the wasm evaluator', () => {
  it.each([1, 2, 3, 4, 5])('change no count of a family of genotypes with %i neighbours', (neighbourCount) => {
    const system = lattice(20 + neighbourCount, neighbourCount);
    const { locusCount } = system.genome;
    const readings = allReadings(system);
    const cells = cellOffsets(readings).at(-1)!;
    // More than the 64 that are sorted by insertion.
    const loci = shuffledRows(family(system, 150, 30 + neighbourCount), locusCount, 40);
    const stimulus = randomStimulus(system, 128, 50);
    const expected = new Uint32Array(150 * cells);
    referenceEvaluator(system, readings).evaluate(loci, 0, 150, stimulus, expected);
    for (let switches = 0; switches < 16; switches++) {
      const [cone, duplicates, planes, liveness] = [1, 2, 4, 8].map((bit) => (switches & bit) !== 0);
      const savings = { cone: cone!, duplicates: duplicates!, planes: planes!, liveness: liveness! };
      const evaluator = wasmEvaluatorWith(savings)(system, readings);
      // Twice, since an evaluator learns from one batch whether liveness pays in the next.
      for (let time = 0; time < 2; time++) {
        const found = new Uint32Array(150 * cells);
        evaluator.evaluate(loci, 0, 150, stimulus, found);
        expect(firstDifference(found, expected), JSON.stringify(savings)).toBe(-1);
      }
    }
  });

  it('change no count where the samples take several blocks and the genotypes several chunks', () => {
    // 3,000 steps, each with a slot and a noise plane: a block holds 256 samples, a chunk 21 genotypes.
    const units = Array.from({ length: 500 }, (_, unit) => unit);
    const system = handSystem({
      reads: units.map((unit) => [unit === 0 ? held(0) : unit - 1, (unit * 7 + 3) % 500, (unit * 11 + 5) % 500]),
      held: [port(0)],
      readUnits: units.slice(490),
      ticks: 6,
      noise: 0.25,
      start: 'random',
    });
    const readings: Reading[] = [
      { kind: 'joint', source: [0], units: [499], tick: 6 },
      { kind: 'joint', source: [1], units: units.slice(490, 496), tick: 6 },
      { kind: 'change', flip: 0, units: units.slice(490) },
    ];
    const cells = cellOffsets(readings).at(-1)!;
    const genotypes = 90;
    const loci = shuffledRows(family(system, genotypes, 60), 500, 61);
    const stimulus = randomStimulus(system, 2048 + 128, 62);
    const [dense, saved] = [new Uint32Array(genotypes * cells), new Uint32Array(genotypes * cells)];
    wasmEvaluatorWith(NO_SAVINGS)(system, readings).evaluate(loci, 0, genotypes, stimulus, dense);
    const evaluator = wasmEvaluatorWith(ALL_SAVINGS)(system, readings);
    evaluator.evaluate(loci, 0, genotypes, stimulus, saved);
    expect(firstDifference(saved, dense)).toBe(-1);
    expect(evaluator.work.duplicates).toBeGreaterThan(genotypes / 4);
  });

  it('find every duplicate of a batch', () => {
    const system = row(6);
    const stimulus = randomStimulus(system, 128, 70);
    const different = Uint32Array.from({ length: 64 * 6 }, (_, i) => ((i / 6) >> (i % 6)) & 1);
    const loci = shuffledRows(Uint32Array.of(...different, ...different, ...different), 6, 71);
    const evaluator = wasmEvaluatorWith({ ...NO_SAVINGS, duplicates: true })(system, through(system));
    evaluator.evaluate(loci, 0, 192, stimulus, new Uint32Array(192 * 4));
    expect(evaluator.work).toEqual({ genotypes: 192, duplicates: 128, updates: 64 * 6 * 128 });
  });

  it('update the units east of what changed, and no other', () => {
    const system = row(8);
    const stimulus = randomStimulus(system, 128, 72);
    // In the order of the tables: the last unit differs, then the fifth.
    const first = [COPY, COPY, COPY, COPY, NOT, COPY, COPY, NOT];
    const second = [COPY, COPY, COPY, COPY, NOT, COPY, COPY, COPY];
    const third = [COPY, COPY, COPY, COPY, COPY, COPY, COPY, COPY];
    const loci = Uint32Array.of(...third, ...first, ...second);
    const evaluator = wasmEvaluatorWith({ ...NO_SAVINGS, planes: true })(system, through(system));
    evaluator.evaluate(loci, 0, 3, stimulus, new Uint32Array(12));
    expect(evaluator.work.updates).toBe((8 + 1 + 4) * 128);
  });

  it('update only the units that the tables let through to the sink', () => {
    // Unit 2 ignores unit 1; unit 3, which is read, ignores unit 0.
    const system = handSystem({
      reads: [
        [held(0), held(0)],
        [held(0), held(0)],
        [0, 1],
        [2, 0],
      ],
      held: [port(0)],
      readUnits: [3],
      ticks: 3,
    });
    const loci = Uint32Array.of(0b1010, 0b1010, 0b1010, 0b1010);
    const evaluator = wasmEvaluatorWith({ ...NO_SAVINGS, cone: true, liveness: true })(system, through(system));
    evaluator.evaluate(loci, 0, 1, randomStimulus(system, 128, 73), new Uint32Array(4));
    expect(evaluator.work.updates).toBe(3 * 128);
  });

  it('update every pair of the cone for every genotype where all are off', () => {
    // Nothing is read, so that nothing would be left with any saving.
    const system = lattice(80, 3);
    const evaluator = wasmEvaluatorWith(NO_SAVINGS)(system, []);
    evaluator.evaluate(randomLoci(system, 4, 81), 0, 4, randomStimulus(system, 128, 82), new Uint32Array(0));
    expect(evaluator.work).toEqual({ genotypes: 4, duplicates: 0, updates: 4 * system.cone.pairCount * 128 });
  });
});

describe('a machine without SIMD in WebAssembly', () => {
  const without = (): boolean => false;

  it('gets an error that names the way out where wasm is asked for', () => {
    expect(kernelObstacle()).toBe(null);
    const obstacle = kernelObstacle(without);
    expect(obstacle).toMatch(/WebAssembly has no 128-bit vectors/);
    expect(defaultEvaluator(obstacle)).toEqual({
      name: 'reference',
      note: `${obstacle}: evaluating by reference, several times slower`,
    });
    expect(defaultEvaluator()).toEqual({ name: 'wasm', note: null });
    expect(evaluatorNamed('wasm')).toBe(wasmEvaluator);
    expect(() => evaluatorNamed('Wasm')).toThrow(UserError);
    // Once compiled, the kernel is known to run; so this says something only while it is not.
    expect(() => requireKernel()).not.toThrow();
  });
});
