import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/base/errors.js';
import { lawInformation } from '../../src/information/law-information.js';
import { cellOffsets, type JointReading, type Reading } from '../../src/simulate/evaluator.js';
import type { ExactMethod } from '../../src/simulate/exact/choose-law.js';
import { exactEvaluator } from '../../src/simulate/exact/exact.js';
import type { System } from '../../src/system/system.js';
import { type Sketch, systemOf } from '../system/scenario-of.js';
import { bruteForceLaws, fullStateLaws } from './exact-twins.js';
import { handSystem, held, port, randomLoci } from './hand-system.js';
import { randomSketchSystem, runReadings } from './random-sketch.js';
import { randomSystem } from './random-system.js';

const NONE = new Uint32Array(0);

function lawsOf(
  system: System,
  readings: readonly Reading[],
  loci: Uint32Array = NONE,
  methods?: readonly ExactMethod[],
): Float64Array {
  const laws = new Float64Array(cellOffsets(readings).at(-1)!).fill(7);
  exactEvaluator(system, readings, methods).evaluate(loci, 0, 1, laws);
  return laws;
}

/** Largest difference of two laws, NaN where one of them has one. */
const difference = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), a.length === b.length ? 0 : Number.NaN);

const jointReading = (source: readonly number[], units: readonly number[], tick: number): JointReading => ({
  kind: 'joint',
  source,
  units,
  tick,
});

/** Bits between element 0 and the last unit of a hand-made lattice. */
function strengthOf(system: System, loci?: Uint32Array): number {
  const { ticks, unitCount } = system.lattice;
  return lawInformation(lawsOf(system, [jointReading([0], [unitCount - 1], ticks)], loci), 0, 2, 2);
}

/** The first write port against the first read port. */
const channel = (system: System): Reading[] => [
  jointReading(system.ports.write[0]!.elements, system.ports.read[0]!.units, system.lattice.ticks),
];

const COPY = 0b10;

const wire = (units: number, noise: number): System =>
  handSystem({
    reads: Array.from({ length: units }, (_, unit) => [unit === 0 ? held(0) : unit - 1]),
    held: [port(0)],
    readUnits: [units - 1],
    ticks: units,
    fixed: Object.fromEntries(Array.from({ length: units }, (_, unit) => [unit, COPY])),
    noise,
    start: 'random',
  });

/** One unit that reads elements 0 and 1. */
const gate = (table: number): System =>
  handSystem({ reads: [[held(0), held(1)]], held: [port(0), port(1)], readUnits: [0], ticks: 1, fixed: { 0: table } });

describe('the exact law of a known lattice', () => {
  it('carries 1 − h((1 − (1 − 2ε)^n) / 2) bits over a wire of n units', () => {
    const expected = [0.91920686, 0.85968388, 0.76316336, 0.61707276, 0.42075582];
    [1, 2, 4, 8, 16].forEach((length, i) => {
      expect(strengthOf(wire(length, 0.01)), `${length} units`).toBeCloseTo(expected[i]!, 8);
    });
    expect(strengthOf(wire(16, 0))).toBe(1);
    expect(strengthOf(wire(3, 0.5))).toBe(0);
  });

  it('carries 2 − ¾ log₂ 3 … = 0.311278 bits through AND and exactly none through XOR', () => {
    expect(strengthOf(gate(0b1000))).toBeCloseTo(1.5 - 0.75 * Math.log2(3), 12);
    expect(strengthOf(gate(0b0110))).toBe(0);
    expect([...lawsOf(gate(0b0110), [jointReading([0], [0], 1), jointReading([0, 1], [0], 1)])]).toEqual([
      ...[0.25, 0.25, 0.25, 0.25],
      ...[0.25, 0, 0, 0.25, 0, 0.25, 0.25, 0],
    ]);
  });

  it('gives the enumerated means of a gap unit between two channels', () => {
    const system = systemOf({
      map: 'A # B\n# . #\nC # D',
      lattice: { neighbours: 'west3', border: 'zero' },
      environment: { x: { kind: 'fair', length: null }, z: { kind: 'fair', length: null } },
      ports: {
        A: { kind: 'write', variable: 'x' },
        C: { kind: 'write', variable: 'z' },
        B: { kind: 'read', target: 'x' },
        D: { kind: 'read', target: null },
      },
      channels: { through: { from: 'A', to: 'B', reward: 1 }, leak: { from: 'C', to: 'D', reward: null } },
      genome: { fixed: { B: { kind: 'copy', input: 2 }, D: { kind: 'copy', input: 0 } } },
    });
    const readings = system.channels.map(({ from, to }) =>
      jointReading(system.ports.write[from]!.elements, system.ports.read[to]!.units, system.lattice.ticks),
    );
    const tables = Uint32Array.from({ length: 256 }, (_, table) => table);
    const laws = new Float64Array(256 * 8);
    exactEvaluator(system, readings).evaluate(tables, 0, 256, laws);
    // In code-point order of their names: leak, then through.
    const drawn = Array.from({ length: 256 }, (_, g) => ({
      u: lawInformation(laws, 8 * g, 2, 2),
      i: lawInformation(laws, 8 * g + 4, 2, 2),
    }));
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const meanI = mean(drawn.map(({ i }) => i));
    const meanU = mean(drawn.map(({ u }) => u));
    expect([meanI, meanU].map((value) => value.toFixed(6))).toEqual(['0.280639', '0.280639']);
    const covariance = mean(drawn.map(({ i, u }) => (i - meanI) * (u - meanU)));
    expect(covariance / mean(drawn.map(({ i }) => (i - meanI) ** 2))).toBeCloseTo(-0.320115, 6);
    expect(mean(drawn.filter(({ i }) => i >= 0.3112).map(({ u }) => u))).toBeCloseTo(0.249022, 6);
    expect(mean(drawn.filter(({ i }) => i === 1).map(({ u }) => u))).toBe(0);
  });

  it('knows a start state that is read before any tick, and one that is read again', () => {
    // Unit 0 keeps its state, unit 1 copies it; the element enters nowhere.
    const keep = (start: 'random' | 'zero'): System =>
      handSystem({ reads: [[0], [0]], held: [], readUnits: [0, 1], ticks: 2, fixed: { 0: COPY, 1: COPY }, start });
    const readings = [jointReading([1], [0], 0), jointReading([], [0, 1], 2)];
    expect([...lawsOf(keep('random'), readings)]).toEqual([0.25, 0.25, 0.25, 0.25, 0.5, 0, 0, 0.5]);
    expect([...lawsOf(keep('zero'), readings)]).toEqual([0.5, 0.5, 0, 0, 1, 0, 0, 0]);
  });

  it('is a multiple of 2^-n where n fair bits enter and nothing is noisy', () => {
    const rows = ['# . . . . . . .', 'A . . . . . . .', '# . . . . . . B'];
    const system = systemOf({ map: rows.join('\n'), lattice: { neighbours: 'west3' } });
    const random = system.lattice.held.length;
    for (let seed = 0; seed < 20; seed++) {
      const laws = lawsOf(system, channel(system), randomLoci(system, 1, seed));
      expect(laws.reduce((sum, p) => sum + p, 0)).toBe(1);
      for (const p of laws) expect(Number.isInteger(p * 2 ** random)).toBe(true);
    }
  });
});

describe('a flip in the exact law', () => {
  it('changes the parity surely and an AND half of the time, however noisy the gate', () => {
    const flip: Reading[] = [{ kind: 'change', flip: 0, units: [0] }];
    for (const noise of [0, 0.2]) {
      const noisy = (table: number): System => ({ ...gate(table), lattice: { ...gate(table).lattice, noise } });
      expect([...lawsOf(noisy(0b0110), flip)]).toEqual([1]);
      expect(lawsOf(noisy(0b1000), flip)[0]).toBeCloseTo(0.5, 15);
    }
  });

  it('is of one plane alone: another plane that shows the same element stays', () => {
    const system = handSystem({
      reads: [[held(0), held(1)]],
      held: [port(0), port(0)],
      readUnits: [0],
      ticks: 1,
      fixed: { 0: 0b1001 },
    });
    expect([...lawsOf(system, [jointReading([0], [0], 1), { kind: 'change', flip: 1, units: [0] }])]).toEqual([
      ...[0, 0, 0.5, 0.5],
      1,
    ]);
  });
});

describe('the exact laws of random lattices', () => {
  const shapes = Array.from({ length: 150 }, (_, seed) => ({
    seed,
    shape: { rows: 3, columns: 4, noise: seed % 2 === 0 ? 0.1 : 0, west: seed % 3 === 0 },
  }));

  it('are those of going through every value of every random bit', () => {
    const compared = { silent: 0, noisy: 0 };
    for (let seed = 0; seed < 280; seed++) {
      const noise = seed % 2 === 0 ? 0.1 : 0;
      // Noise takes a bit for every unit and tick: the lattice must be tiny.
      const shape = noise > 0 ? { rows: 2, columns: 5 } : { rows: 3, columns: 4 };
      const system = randomSketchSystem(seed, { ...shape, noise, west: seed % 3 === 0 });
      if (system === null) continue;
      const { unitCount, ticks, start, held: planes } = system.lattice;
      const borders = planes.filter(({ kind }) => kind === 'border').length;
      const starts = start === 'random' ? unitCount : 0;
      if (borders + starts + (noise > 0 ? unitCount * ticks : 0) > (noise > 0 ? 8 : 5)) continue;
      const readings = runReadings(system);
      const loci = randomLoci(system, 1, seed);
      expect(difference(lawsOf(system, readings, loci), bruteForceLaws(system, readings, loci))).toBeLessThan(1e-12);
      compared[noise > 0 ? 'noisy' : 'silent']++;
    }
    expect(compared.silent).toBeGreaterThan(12);
    expect(compared.noisy).toBeGreaterThan(12);
  });

  it('are those of a chain over the states of all units', () => {
    let compared = 0;
    for (const { seed, shape } of shapes) {
      const system = randomSketchSystem(seed, shape);
      if (system === null || system.lattice.unitCount + system.lattice.held.length > 12) continue;
      const readings = runReadings(system).filter(({ kind }) => kind === 'joint');
      const loci = randomLoci(system, 1, seed);
      expect(difference(lawsOf(system, readings, loci), fullStateLaws(system, readings, loci))).toBeLessThan(1e-12);
      compared++;
    }
    expect(compared).toBeGreaterThan(50);
  });

  it('are the same by sweep and by enumeration where nothing is noisy', () => {
    let compared = 0;
    for (let seed = 0; seed < 60; seed++) {
      const system = randomSketchSystem(seed, { rows: 4, columns: 5, noise: 0, west: seed % 2 === 0 });
      if (system === null) continue;
      const readings = runReadings(system);
      const loci = randomLoci(system, 1, seed);
      let enumerated: Float64Array;
      try {
        enumerated = lawsOf(system, readings, loci, ['enumeration']);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        continue;
      }
      const swept = lawsOf(system, readings, loci, ['sweep']);
      swept.forEach((p, cell) => {
        if (!Number.isNaN(p)) expect(p).toBeCloseTo(enumerated[cell]!, 14);
      });
      compared++;
    }
    expect(compared).toBeGreaterThan(20);
  });

  it('sum to 1, with feedback, repeated neighbours, shared elements and five neighbours', () => {
    for (let seed = 0; seed < 40; seed++) {
      const system = randomSystem({
        ...{ seed, unitCount: 1 + (seed % 9), neighbourCount: 1 + (seed % 5), ticks: 1 + (seed % 6) },
        ...{ noisy: seed % 3 === 0, start: seed % 2 === 0 ? ('random' as const) : ('zero' as const) },
      });
      const readings = [jointReading([5, 0, 3], system.ports.read[0]!.units, system.lattice.ticks)];
      const loci = randomLoci(system, 1, seed);
      const laws = lawsOf(system, readings, loci);
      expect(laws.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 13);
      expect(difference(laws, fullStateLaws(system, readings, loci))).toBeLessThan(1e-12);
    }
  });

  it('of a batch are those of its genotypes, wherever they lie', () => {
    const system = randomSketchSystem(4, { rows: 4, columns: 4, noise: 0.1, west: true })!;
    const readings = runReadings(system);
    const loci = randomLoci(system, 5, 3);
    const { locusCount } = system.genome;
    const cells = cellOffsets(readings).at(-1)!;
    const laws = new Float64Array(3 * cells).fill(5);
    exactEvaluator(system, readings).evaluate(loci, 2, 3, laws);
    for (let g = 0; g < 3; g++) {
      const alone = loci.slice((g + 2) * locusCount, (g + 3) * locusCount);
      expect(laws.slice(g * cells, (g + 1) * cells)).toEqual(lawsOf(system, readings, alone));
    }
  });
});

describe('the reach of the exact evaluator', () => {
  const square = (size: number, lattice: Sketch['lattice']): System => {
    const rows = Array.from({ length: size }, (_, row) =>
      row === 0 ? `A ${'. '.repeat(size - 1)}` : '. '.repeat(size),
    );
    rows[size - 1] = `${'. '.repeat(size - 1)}B`;
    return systemOf({ map: rows.join('\n'), lattice: { neighbours: 'von-neumann+self', ticks: 6, ...lattice } });
  };
  const line = (height: number, columns: number, lattice: Sketch['lattice'] = {}): System => {
    const rows = Array.from({ length: height }, (_, row) => `${row === 1 ? 'A' : '#'} ${'. '.repeat(columns)}`);
    rows[height - 1] = `# ${'. '.repeat(columns - 1)}B`;
    return systemOf({ map: rows.join('\n'), lattice: { neighbours: 'west3', ...lattice } });
  };
  const flips = (system: System): Reading[] => [{ kind: 'change', flip: 0, units: system.ports.read[0]!.units }];

  it('takes in twelve rows of one column west, noisy, with random borders', () => {
    const system = line(12, 14, { noise: 0.05 });
    const laws = lawsOf(system, channel(system), randomLoci(system, 1, 1));
    expect(laws.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  });

  it('takes in fifteen units and a port that read each other in a ring, noisy', () => {
    const system = square(4, { border: 'wrap', noise: 0.05 });
    const laws = lawsOf(system, channel(system), randomLoci(system, 1, 1));
    expect(laws.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  });

  it('takes in any lattice without noise that few random bits enter', () => {
    const system = square(7, { border: 'zero', start: 'zero' });
    const readings = [...channel(system), ...flips(system)];
    const laws = lawsOf(system, readings, randomLoci(system, 1, 1));
    expect([...laws.slice(0, 4)].every((p) => p === 0 || p === 0.5)).toBe(true);
    expect([0, 1]).toContain(laws[4]);
  });

  it('refuses what is wider, saying where, which limit, by how much and what to do', () => {
    const system = square(6, { noise: 0.01, border: 'wrap' });
    const make = () => exactEvaluator(system, channel(system));
    expect(make).toThrow(UserError);
    expect(make).toThrow(
      /^evaluator exact: the law of the state at row, column \(5, 5\) is out of reach: it needs a table over \d+ bits at tick \d \(.*\), \d+ more than the limit of 22; and noise 0\.01; only a lattice without noise can be enumerated\. Within reach are .* use --evaluator reference$/,
    );
    const silent = square(6, { border: 'wrap' });
    expect(() => exactEvaluator(silent, channel(silent))).toThrow(
      '35 random border planes and start states and 1 environment elements to enumerate, 14 more than the limit of 22',
    );
  });

  it('gives NaN for a flip out of reach whose law is within it', () => {
    const system = square(4, { border: 'wrap', noise: 0.05 });
    const laws = lawsOf(system, [...flips(system), ...channel(system)], randomLoci(system, 1, 1));
    expect(laws[0]).toBeNaN();
    expect(laws.slice(1).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
  });

  it('refuses sources whose law the environment cannot give', () => {
    const strip = systemOf({
      map: `A B`,
      environment: { x: { kind: 'ising', rows: 12, columns: 20, coupling: 0.3 } },
      ports: { A: { kind: 'write', variable: 'x.100' }, B: { kind: 'read', target: 'x.0' } },
    });
    expect(() => exactEvaluator(strip, [jointReading([100], [0], 1)])).toThrow(
      /needs an environment that is within reach itself: the joint law of x\.100 needs a table of more than 2\^16/,
    );
    const wide = handSystem({
      reads: Array.from({ length: 5 }, (_, unit) => [held(unit), held(unit + 5)]),
      held: Array.from({ length: 10 }, (_, element) => port(element)),
      readUnits: [0, 1, 2, 3, 4],
      ticks: 1,
      elementCount: 17,
    });
    const source = [10, 11, 12, 13, 14, 15, 16];
    expect(() => exactEvaluator(wide, [jointReading(source, [0, 1, 2, 3, 4], 1)])).toThrow(
      'the joint law of 17 environment elements, 1 more than the limit of 16',
    );
  });
});
