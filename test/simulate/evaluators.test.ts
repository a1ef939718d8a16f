import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError, UserError } from '../../src/base/errors.js';
import { popcount } from '../../src/base/planes.js';
import { cellCount, cellOffsets, type EvaluatorFactory, type Reading } from '../../src/simulate/evaluator.js';
import { evaluatorNamed, evaluators } from '../../src/simulate/evaluators.js';
import { plainEvaluator } from '../../src/simulate/plain.js';
import { type Stimulus, stimulusOver, stimulusWords } from '../../src/simulate/stimulus.js';
import { NO_SAVINGS } from '../../src/simulate/wasm/savings.js';
import { wasmEvaluatorWith } from '../../src/simulate/wasm/wasm.js';
import type { System } from '../../src/system/system.js';
import { border, handSystem, held, port, randomLoci, randomStimulus, zero } from './hand-system.js';
import { allReadings, type RandomShape, randomLattice, randomSystem } from './random-system.js';

const SAMPLES = 128;

/** Tables by index Σ state(neighbour j) << j. */
const COPY = 0b10;
const NOT = 0b01;

function countsOf(
  factory: EvaluatorFactory,
  system: System,
  readings: readonly Reading[],
  stimulus: Stimulus,
  loci: Uint32Array = new Uint32Array(0),
  first = 0,
  count = 1,
): Uint32Array {
  const cells = cellOffsets(readings).at(-1)!;
  // Counts of something else are there before: an evaluator must overwrite them.
  const counts = new Uint32Array(count * cells).fill(0xdeadbeef);
  factory(system, readings).evaluate(loci, first, count, stimulus, counts);
  return counts;
}

/** Number of 1 bits of a plane. */
const ones = (plane: ArrayLike<number>): number => Array.from(plane).reduce((sum, word) => sum + popcount(word), 0);

const planeOf = (planes: Uint32Array, plane: number, { words }: Stimulus): Uint32Array =>
  planes.subarray(plane * words, (plane + 1) * words);

/** Joint counts of two planes, by the definition. */
function jointOf(x: Uint32Array, y: Uint32Array): number[] {
  const cells = [0, 0, 0, 0];
  for (let s = 0; s < x.length * 32; s++) {
    const bit = (plane: Uint32Array): number => (plane[s >> 5]! >>> (s & 31)) & 1;
    cells[bit(x) + 2 * bit(y)]! += 1;
  }
  return cells;
}

/** A row of copy units of which the first reads element 0. */
const wire = (units: number, ticks: number, more: { noise?: number; start?: 'random' | 'zero'; table?: number } = {}) =>
  handSystem({
    reads: Array.from({ length: units }, (_, unit) => [unit === 0 ? held(0) : unit - 1]),
    held: [port(0)],
    readUnits: [units - 1],
    ticks,
    fixed: Object.fromEntries(Array.from({ length: units }, (_, unit) => [unit, more.table ?? COPY])),
    ...more,
  });

/** Source element 0 against unit `unit` at the last tick. */
const through = (system: System, unit: number): Reading[] => [
  { kind: 'joint', source: [0], units: [unit], tick: system.lattice.ticks },
];

/** The units of `system` in another order: unit u becomes unit `to[u]`, and so do its planes and its locus. */
function relabelled(
  shape: RandomShape,
  to: readonly number[],
): { system: System; move: (loci: Uint32Array) => Uint32Array } {
  const lattice = randomLattice(shape);
  const original = handSystem(lattice);
  const from = to.map((_, label) => to.indexOf(label));
  const system = handSystem({
    ...lattice,
    reads: from.map((unit) => lattice.reads[unit]!.map((source) => (source < 0 ? source : to[source]!))),
    readUnits: lattice.readUnits.map((unit) => to[unit]!),
    fixed: Object.fromEntries(Object.entries(lattice.fixed!).map(([unit, table]) => [to[Number(unit)]!, table])),
    shared: lattice.shared!.map((group) => group.map((unit) => to[unit]!)),
  });
  const move = (loci: Uint32Array): Uint32Array => {
    const moved = new Uint32Array(loci.length);
    const { locusCount } = original.genome;
    for (let start = 0; start < loci.length; start += locusCount) {
      original.genome.locusOfUnit.forEach((locus, unit) => {
        if (locus >= 0) moved[start + system.genome.locusOfUnit[to[unit]!]!] = loci[start + locus]!;
      });
    }
    return moved;
  };
  return { system, move };
}

/** The same planes, laid out for the relabelled system. */
function relabelledStimulus(original: System, stimulus: Stimulus, system: System, to: readonly number[]): Stimulus {
  const { samples, words } = stimulus;
  const moved = stimulusOver(new Uint32Array(stimulusWords(system, samples)), system, samples);
  moved.elements.set(stimulus.elements);
  moved.borders.set(stimulus.borders);
  if (stimulus.starts.length > 0) {
    to.forEach((label, unit) => {
      moved.starts.set(planeOf(stimulus.starts, unit, stimulus), label * words);
    });
  }
  if (stimulus.noise.length > 0) {
    original.cone.units.forEach((units, tick) => {
      if (tick === 0) return;
      units.forEach((unit, position) => {
        const pair = system.cone.firstPair[tick]! + system.cone.units[tick]!.indexOf(to[unit]!);
        moved.noise.set(planeOf(stimulus.noise, original.cone.firstPair[tick]! + position, stimulus), pair * words);
      });
    });
  }
  return moved;
}

/** The samples of words [from, to) alone. */
function wordsOf(stimulus: Stimulus, system: System, from: number, to: number): Stimulus {
  const samples = (to - from) * 32;
  const part = stimulusOver(new Uint32Array(stimulusWords(system, samples)), system, samples);
  for (const kind of ['elements', 'borders', 'starts', 'noise'] as const) {
    for (let plane = 0; plane * stimulus.words < stimulus[kind].length; plane++) {
      part[kind].set(planeOf(stimulus[kind], plane, stimulus).subarray(from, to), plane * part.words);
    }
  }
  return part;
}

const shapes = fc.record({
  seed: fc.nat(1_000_000),
  unitCount: fc.integer({ min: 1, max: 9 }),
  neighbourCount: fc.integer({ min: 1, max: 5 }),
  ticks: fc.integer({ min: 1, max: 6 }),
  noisy: fc.boolean(),
  start: fc.constantFrom<'random' | 'zero'>('random', 'zero'),
});

/** Every evaluator that has a name, and the one with savings without them, and with each of them alone. */
const implementations: [string, EvaluatorFactory][] = [
  ...Object.entries(evaluators),
  ['wasm (dense)', wasmEvaluatorWith(NO_SAVINGS)],
  ...(['cone', 'duplicates', 'planes', 'liveness'] as const).map((saving): [string, EvaluatorFactory] => [
    `wasm (${saving})`,
    wasmEvaluatorWith({ ...NO_SAVINGS, [saving]: true }),
  ]),
];

describe.each(Object.entries(evaluators))('the %s evaluator', (name, factory) => {
  it('bears the name by which it is asked for', () => {
    expect(factory(wire(1, 1), []).name).toBe(name);
    expect(evaluatorNamed(name)).toBe(factory);
  });
});

describe.each(implementations)('the %s evaluator', (name, factory) => {
  it('finds a wire of copy units as long as the ticks to carry every bit', () => {
    const system = wire(5, 5);
    const stimulus = randomStimulus(system, SAMPLES, 1);
    const set = ones(planeOf(stimulus.elements, 0, stimulus));
    expect([...countsOf(factory, system, through(system, 4), stimulus)]).toEqual([SAMPLES - set, 0, 0, set]);
  });

  it('finds an odd chain of NOT units to carry every bit upside down', () => {
    const system = wire(3, 3, { table: NOT });
    const stimulus = randomStimulus(system, SAMPLES, 2);
    const set = ones(planeOf(stimulus.elements, 0, stimulus));
    expect([...countsOf(factory, system, through(system, 2), stimulus)]).toEqual([0, set, SAMPLES - set, 0]);
  });

  it('finds the start state where there are fewer ticks than units, and the same bit where there are more', () => {
    const early = wire(4, 3, { start: 'random' });
    const stimulus = randomStimulus(early, SAMPLES, 3);
    const [source, start] = [planeOf(stimulus.elements, 0, stimulus), planeOf(stimulus.starts, 0, stimulus)];
    expect([...countsOf(factory, early, through(early, 3), stimulus)]).toEqual(jointOf(source, start));
    const changed: Reading[] = [{ kind: 'change', flip: 0, units: [3] }];
    expect([...countsOf(factory, early, changed, stimulus)]).toEqual([0]);

    const late = wire(4, 9, { start: 'random' });
    const sameSamples = randomStimulus(late, SAMPLES, 3);
    expect([...countsOf(factory, late, through(late, 3), sameSamples)]).toEqual(jointOf(source, source));
  });

  it('reads each unit of a wire at the tick that a footprint asks for', () => {
    const system = wire(3, 3, { start: 'random' });
    const stimulus = randomStimulus(system, SAMPLES, 4);
    const source = planeOf(stimulus.elements, 0, stimulus);
    const start = planeOf(stimulus.starts, 0, stimulus);
    const at = (unit: number, tick: number): Reading => ({ kind: 'joint', source: [0], units: [unit], tick });
    const counts = countsOf(factory, system, [at(0, 1), at(1, 2), at(2, 3)], stimulus);
    const carried = jointOf(source, source);
    expect([...counts]).toEqual([...carried, ...carried, ...carried]);
    const slow = wire(3, 2, { start: 'random' });
    expect([...countsOf(factory, slow, [at(0, 0), at(1, 1)], stimulus)]).toEqual([
      ...jointOf(source, start),
      ...jointOf(source, start),
    ]);
  });

  it('flips outputs exactly where the noise planes say', () => {
    const system = wire(3, 3, { noise: 0.25 });
    const stimulus = randomStimulus(system, SAMPLES, 5);
    const source = planeOf(stimulus.elements, 0, stimulus);
    const sink = source.map((word, i) => stimulus.noise.reduce((x, flips, j) => (j % 4 === i ? x ^ flips : x), word));
    expect([...countsOf(factory, system, through(system, 2), stimulus)]).toEqual(jointOf(source, sink));
  });

  it.each([1, 2, 3, 4, 5])('gives every output of tables of %i inputs at its own index', (inputs) => {
    const elements = Array.from({ length: inputs }, (_, element) => element);
    const system = handSystem({
      reads: [elements.map((element) => held(element))],
      held: elements.map(port),
      readUnits: [0],
      ticks: 1,
      elementCount: inputs,
    });
    // All tables where there are at most 256 of them, else 256 at random.
    const rows = 1 << inputs;
    const loci = inputs <= 3 ? Uint32Array.from({ length: 1 << rows }, (_, t) => t) : randomLoci(system, 256, 6);
    const stimulus = randomStimulus(system, SAMPLES, 7);
    const readings: Reading[] = [{ kind: 'joint', source: elements, units: [0], tick: 1 }];
    const counts = countsOf(factory, system, readings, stimulus, loci, 0, loci.length);
    const symbols = new Array<number>(rows).fill(0);
    for (let sample = 0; sample < SAMPLES; sample++) {
      const bits = elements.map((e) => (planeOf(stimulus.elements, e, stimulus)[sample >> 5]! >>> (sample & 31)) & 1);
      symbols[bits.reduce((index, bit, j) => index + bit * 2 ** j, 0)]! += 1;
    }
    loci.forEach((table, genotype) => {
      const output = (index: number): number => (table >>> index) & 1;
      const expected = [
        ...symbols.map((samples, index) => (output(index) === 0 ? samples : 0)),
        ...symbols.map((samples, index) => (output(index) === 1 ? samples : 0)),
      ];
      expect([...counts.subarray(genotype * 2 * rows, (genotype + 1) * 2 * rows)]).toEqual(expected);
    });
  });

  it('knows AND, XOR, a majority and the constants', () => {
    const system = handSystem({
      reads: [0, 1, 2, 3, 4].map(() => [held(0), held(1), held(2)]),
      held: [port(0), port(1), zero],
      readUnits: [0, 1, 2, 3, 4],
      ticks: 1,
      fixed: { 0: 0b10001000, 1: 0b10010110, 2: 0b11101000, 3: 0, 4: 0xff },
    });
    const stimulus = randomStimulus(system, SAMPLES, 8);
    const a = planeOf(stimulus.elements, 0, stimulus);
    const b = planeOf(stimulus.elements, 1, stimulus);
    const and = a.map((word, i) => word & b[i]!);
    const xor = a.map((word, i) => word ^ b[i]!);
    const readings = [0, 1, 2, 3, 4].flatMap((unit) => through(system, unit));
    expect([...countsOf(factory, system, readings, stimulus)]).toEqual([
      ...jointOf(a, and),
      ...jointOf(a, xor),
      // The majority of two bits and a zero is their AND.
      ...jointOf(a, and),
      ...jointOf(
        a,
        a.map(() => 0),
      ),
      ...jointOf(
        a,
        a.map(() => 0xffffffff),
      ),
    ]);
  });

  it('lets a NOT unit that reads itself alternate, from zero and from random starts', () => {
    for (const ticks of [1, 2, 7]) {
      for (const start of ['zero', 'random'] as const) {
        const system = handSystem({ reads: [[0]], held: [], readUnits: [0], ticks, start, fixed: { 0: NOT } });
        const stimulus = randomStimulus(system, SAMPLES, 9);
        const source = planeOf(stimulus.elements, 0, stimulus);
        const turn = ticks % 2 === 1 ? 0xffffffff : 0;
        const begin = start === 'zero' ? source.map(() => 0) : stimulus.starts;
        expect([...countsOf(factory, system, through(system, 0), stimulus)]).toEqual(
          jointOf(
            source,
            begin.map((word) => word ^ turn),
          ),
        );
      }
    }
  });

  it('reads each border position from its own plane and zero as zero', () => {
    const system = handSystem({
      reads: [[held(1)], [held(0)], [held(2)]],
      held: [border(0), border(1), zero],
      readUnits: [0, 1, 2],
      ticks: 2,
      fixed: { 0: COPY, 1: COPY, 2: COPY },
    });
    const stimulus = randomStimulus(system, SAMPLES, 10);
    const source = planeOf(stimulus.elements, 0, stimulus);
    expect([
      ...countsOf(
        factory,
        system,
        [0, 1, 2].flatMap((unit) => through(system, unit)),
        stimulus,
      ),
    ]).toEqual([
      ...jointOf(source, planeOf(stimulus.borders, 1, stimulus)),
      ...jointOf(source, planeOf(stimulus.borders, 0, stimulus)),
      ...jointOf(
        source,
        source.map(() => 0),
      ),
    ]);
  });

  it('leaves fixed units alone and gives each free unit its own locus', () => {
    const system = handSystem({
      reads: [[held(0)], [0], [1]],
      held: [port(0)],
      readUnits: [2],
      ticks: 3,
      fixed: { 1: NOT },
    });
    const stimulus = randomStimulus(system, SAMPLES, 11);
    const source = planeOf(stimulus.elements, 0, stimulus);
    const inverse = source.map((word) => ~word);
    // Genotypes (unit 0, unit 2): copy copy, copy not, not copy, constant 1 then copy.
    const loci = Uint32Array.of(COPY, COPY, COPY, NOT, NOT, COPY, 0b11, COPY);
    expect([...countsOf(factory, system, through(system, 2), stimulus, loci, 0, 4)]).toEqual([
      ...jointOf(source, inverse),
      ...jointOf(source, source),
      ...jointOf(source, source),
      ...jointOf(
        source,
        source.map(() => 0),
      ),
    ]);
  });

  it('counts as changed what a flipped plane changes, all else equal', () => {
    // Unit 0: AND of planes 0 and 1. Unit 1: XOR of planes 0 and 1. Unit 2: XOR of planes 0 and 2, which both show
    // element 0: always 0, but not once one of the two is flipped alone. Unit 3: XOR of plane 0 with itself.
    const system = handSystem({
      reads: [
        [held(0), held(1)],
        [held(0), held(1)],
        [held(0), held(2)],
        [held(0), held(0)],
      ],
      held: [port(0), port(1), port(0)],
      readUnits: [0, 1, 2, 3],
      ticks: 1,
      fixed: { 0: 0b1000, 1: 0b0110, 2: 0b0110, 3: 0b0110 },
    });
    const stimulus = randomStimulus(system, SAMPLES, 12);
    const zeroth = ones(planeOf(stimulus.elements, 0, stimulus));
    const first = ones(planeOf(stimulus.elements, 1, stimulus));
    const change = (flip: number, ...units: number[]): Reading => ({ kind: 'change', flip, units });
    const readings = [
      change(0, 0),
      change(1, 0),
      change(0, 1),
      change(0, 2),
      change(2, 2),
      change(0, 3),
      change(2, 0, 1),
      change(0, 0, 3),
      change(1, 0, 3),
    ];
    expect([...countsOf(factory, system, readings, stimulus)]).toEqual([
      first,
      zeroth,
      SAMPLES,
      SAMPLES,
      SAMPLES,
      0,
      0,
      first,
      zeroth,
    ]);
  });

  it('counts a sample as changed once, however many sites of a port differ in it', () => {
    // Sites 0 and 1 both copy; site 2 is AND with another element.
    const system = handSystem({
      reads: [
        [held(0), held(1)],
        [held(0), held(1)],
        [held(1), held(0)],
      ],
      held: [port(0), port(1)],
      readUnits: [0, 1, 2],
      ticks: 1,
      fixed: { 0: 0b1010, 1: 0b1010, 2: 0b1000 },
    });
    const stimulus = randomStimulus(system, SAMPLES, 13);
    const zeroth = ones(planeOf(stimulus.elements, 0, stimulus));
    const readings: Reading[] = [
      { kind: 'change', flip: 0, units: [0, 1, 2] },
      { kind: 'change', flip: 1, units: [2, 1, 0] },
    ];
    expect([...countsOf(factory, system, readings, stimulus)]).toEqual([SAMPLES, zeroth]);
  });

  it('sees a change pass a noisy wire untouched, since both rollouts meet the same noise', () => {
    const system = wire(4, 4, { noise: 0.25 });
    const stimulus = randomStimulus(system, SAMPLES, 14);
    expect([...countsOf(factory, system, [{ kind: 'change', flip: 0, units: [3] }], stimulus)]).toEqual([SAMPLES]);
  });

  it('agrees bit for bit with the plain evaluator on random lattices, in every reading', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const system = randomSystem(shape);
        const readings = allReadings(system);
        const stimulus = randomStimulus(system, SAMPLES, shape.seed + 1);
        const loci = randomLoci(system, 2, shape.seed + 2);
        const found = countsOf(factory, system, readings, stimulus, loci, 0, 2);
        expect(found).toEqual(countsOf(plainEvaluator, system, readings, stimulus, loci, 0, 2));
      }),
      { seed: 2026, numRuns: name === 'plain' ? 1 : 60 },
    );
  });

  it('counts every sample in just one cell of each joint reading', () => {
    const shape: RandomShape = { seed: 15, unitCount: 8, neighbourCount: 3, ticks: 4, noisy: true, start: 'random' };
    const system = randomSystem(shape);
    const readings = allReadings(system);
    const counts = countsOf(factory, system, readings, randomStimulus(system, 256, 16), randomLoci(system, 1, 17));
    const offsets = cellOffsets(readings);
    readings.forEach((reading, r) => {
      const cells = counts.subarray(offsets[r]!, offsets[r + 1]!);
      expect(cells.length).toBe(cellCount(reading));
      const total = cells.reduce((sum, samples) => sum + samples, 0);
      if (reading.kind === 'joint') expect(total).toBe(256);
      else expect(total).toBeLessThanOrEqual(256);
    });
  });

  it('puts a symbol of twelve bits into the cell that its planes spell', () => {
    const elements = Array.from({ length: 6 }, (_, element) => element);
    // Units copy the elements in another order, so that a cell mixes both.
    const order = [3, 0, 5, 1, 4, 2];
    const system = handSystem({
      reads: order.map((element) => [held(element)]),
      held: elements.map(port),
      readUnits: elements,
      ticks: 1,
      elementCount: 6,
      fixed: Object.fromEntries(elements.map((unit) => [unit, COPY])),
    });
    const stimulus = randomStimulus(system, SAMPLES, 18);
    const expected = new Uint32Array(1 << 12);
    for (let sample = 0; sample < SAMPLES; sample++) {
      const bit = (e: number): number => (planeOf(stimulus.elements, e, stimulus)[sample >> 5]! >>> (sample & 31)) & 1;
      const cell = [...elements, ...order].reduce((sum, element, i) => sum + bit(element) * 2 ** i, 0);
      expected[cell]! += 1;
    }
    const readings: Reading[] = [{ kind: 'joint', source: elements, units: elements, tick: 1 }];
    expect(countsOf(factory, system, readings, stimulus)).toEqual(expected);
  });

  it('finds the same in a batch and in its pieces, wherever the batch begins', () => {
    const system = randomSystem({ seed: 19, unitCount: 7, neighbourCount: 3, ticks: 3, noisy: true, start: 'zero' });
    const readings = allReadings(system);
    const cells = cellOffsets(readings).at(-1)!;
    const stimulus = randomStimulus(system, SAMPLES, 20);
    const loci = randomLoci(system, 9, 21);
    const whole = countsOf(factory, system, readings, stimulus, loci, 0, 9);
    const evaluator = factory(system, readings);
    for (const [first, count] of [
      [0, 1],
      [1, 5],
      [6, 3],
    ] as const) {
      const piece = new Uint32Array(count * cells);
      evaluator.evaluate(loci, first, count, stimulus, piece);
      expect(piece).toEqual(whole.subarray(first * cells, (first + count) * cells));
    }
  });

  it('writes only the counts of its own batch', () => {
    const system = wire(2, 2);
    const counts = new Uint32Array(12).fill(7);
    factory(system, through(system, 1)).evaluate(new Uint32Array(0), 0, 2, randomStimulus(system, SAMPLES, 22), counts);
    expect([...counts.subarray(8)]).toEqual([7, 7, 7, 7]);
  });

  it('finds the same whatever the order of the units', () => {
    for (const neighbourCount of [2, 3, 5]) {
      const shape: RandomShape = { seed: 23, unitCount: 7, neighbourCount, ticks: 4, noisy: true, start: 'random' };
      const original = randomSystem(shape);
      const to = [4, 2, 6, 0, 5, 1, 3];
      const { system, move } = relabelled(shape, to);
      const stimulus = randomStimulus(original, SAMPLES, 24);
      const loci = randomLoci(original, 3, 25);
      const readings = allReadings(original);
      const moved = readings.map((reading) => ({ ...reading, units: reading.units.map((unit) => to[unit]!) }));
      const before = countsOf(factory, original, readings, stimulus, loci, 0, 3);
      const after = relabelledStimulus(original, stimulus, system, to);
      expect(countsOf(factory, system, moved, after, move(loci), 0, 3)).toEqual(before);
    }
  });

  it.each([4096, 4096 + 128])('counts %i samples as the sum over their parts', (samples) => {
    // All of 120 units are read and compared with a flipped rollout, from random starts: some 360 planes at once, more
    // than a cache holds at this many samples, so a blocked evaluator needs two blocks, the second shorter.
    const unitCount = 120;
    const units = Array.from({ length: unitCount }, (_, unit) => unit);
    const system = handSystem({
      reads: units.map((unit) => [(unit * 7 + 3) % unitCount, unit % 3 === 0 ? held(0) : (unit * 11 + 1) % unitCount]),
      held: [port(0)],
      readUnits: units,
      ticks: 2,
      noise: 0.25,
      start: 'random',
    });
    const tick = system.lattice.ticks;
    const readings: Reading[] = [
      { kind: 'joint', source: [0], units: [0], tick },
      { kind: 'joint', source: [1, 0], units: [0, 11, 77], tick },
      { kind: 'change', flip: 0, units },
    ];
    const loci = randomLoci(system, 1, 27);
    const stimulus = randomStimulus(system, samples, 28);
    const sum = new Uint32Array(4 + 32 + 1);
    const cuts = [0, 4, 68, stimulus.words];
    cuts.slice(1).forEach((to, part) => {
      const found = countsOf(factory, system, readings, wordsOf(stimulus, system, cuts[part]!, to), loci);
      found.forEach((count, cell) => {
        sum[cell]! += count;
      });
    });
    expect(countsOf(factory, system, readings, stimulus, loci)).toEqual(sum);
  });

  it('refuses readings that it cannot count', () => {
    const system = wire(3, 3);
    const joint = (more: object): Reading => ({ kind: 'joint', source: [0], units: [2], tick: 3, ...more });
    expect(() => factory(system, [joint({}), joint({ tick: 2 })])).toThrow(
      new InvariantError('reading 1 (joint): unit 2 after tick 2 is outside the cone of what is read'),
    );
    expect(() => factory(system, [joint({ tick: 4 })])).toThrow(InvariantError);
    expect(() => factory(system, [joint({ source: [2] })])).toThrow('reading 0 (joint): element 2; there are 2');
    expect(() => factory(system, [joint({ source: new Array(12).fill(0) })])).toThrow('8192 cells; at most 4096');
    expect(() => factory(system, [{ kind: 'change', flip: 1, units: [2] }])).toThrow('held plane 1; the lattice has 1');
  });
});

describe('evaluatorNamed', () => {
  it('refuses unknown names, listing the legal ones', () => {
    expect(() => evaluatorNamed('refrence')).toThrow(
      new UserError(
        'evaluator "refrence"; expected one of exact, plain, reference, wasm, tfjs, tfjs:tensorflow, tfjs:webgpu, tfjs:wasm, tfjs:cpu, gpu, auto',
      ),
    );
    expect(() => evaluatorNamed('toString')).toThrow(UserError);
  });
});
