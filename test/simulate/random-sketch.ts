import { UserError } from '../../src/base/errors.js';
import { footprintReadings, stepReadings, surveyReadings } from '../../src/run/readings.js';
import type { GenomeSpec, Scenario } from '../../src/scenario/scenario.js';
import type { Reading } from '../../src/simulate/evaluator.js';
import type { System } from '../../src/system/system.js';
import { type Sketch, systemOf } from '../system/scenario-of.js';
import { wordStream } from './hand-system.js';

/** What enters and what is asked for: variables that share information, one of them at two ports, a vector, targets. */
const ENVIRONMENT: Scenario['environment'] = {
  x: { kind: 'fair', length: null },
  z: { kind: 'copy', of: 'x', flip: 0.2 },
  v: { kind: 'markov', length: 2, flip: 0.3 },
  t: { kind: 'xor', of: ['x', 'v.1'] },
  b: { kind: 'biased', probability: 0.3 },
};

const PORTS: Scenario['ports'] = {
  A: { kind: 'write', variable: 'x' },
  C: { kind: 'write', variable: 'v' },
  E: { kind: 'write', variable: 'x' },
  F: { kind: 'write', variable: 'b' },
  B: { kind: 'read', target: 'z' },
  D: { kind: 'read', target: 't' },
};

export interface SketchShape {
  readonly rows: number;
  readonly columns: number;
  readonly noise: number;
  /** All neighbours one column west, or anywhere. */
  readonly west: boolean;
}

/** The lattices of a shape that a seed stands for; null where they have no path to measure. */
export function randomSketchSystem(seed: number, { rows, columns, noise, west }: SketchShape): System | null {
  const stream = wordStream(seed);
  const pick = <T>(list: readonly T[]): T => list[stream.nextBelow(list.length)]!;
  const cells = Array.from({ length: rows * columns }, () => pick(['.', '.', 's', 's', 'g', '#']));
  const place = (letter: string, times: number): void => {
    for (let n = 0; n < times; ) {
      const cell = stream.nextBelow(cells.length);
      if (/[A-F]/.test(cells[cell]!)) continue;
      cells[cell] = letter;
      n++;
    }
  };
  for (const [letter, times] of [
    ['A', 1],
    ['C', 2],
    ['E', 1],
    ['F', 1],
    ['B', 1],
    ['D', 1 + stream.nextBelow(2)],
  ] as const) {
    place(letter, times);
  }
  const all = Array.from({ length: 15 }, (_, i) => [Math.floor(i / 3) - 2, (i % 3) - 1] as const);
  const candidates = all.filter(([, right]) => !west || right === -1);
  const offsets: (readonly [number, number])[] = [];
  const count = 1 + stream.nextBelow(3);
  while (offsets.length < count) {
    const offset = pick(candidates);
    if (!offsets.includes(offset)) offsets.push(offset);
  }
  const sketch: Sketch = {
    map: Array.from({ length: rows }, (_, row) => cells.slice(row * columns, (row + 1) * columns).join(' ')).join('\n'),
    lattice: {
      neighbours: offsets,
      noise,
      ticks: 1 + stream.nextBelow(5),
      border: pick(['random', 'zero', 'wrap']),
      start: pick(['random', 'zero']),
    },
    environment: ENVIRONMENT,
    ports: PORTS,
    channels: {
      through: { from: 'A', to: 'B', reward: 1 },
      pair: { from: 'C', to: 'D', reward: 2 },
      leak: { from: 'F', to: 'B', reward: null },
    },
    genome: {
      fixed: { g: { kind: 'table', table: stream.nextWord() % 2 ** (2 ** count) } },
      shared: pick<GenomeSpec['shared']>([[], [['s']], [['D', 's']], [['B', 's'], ['D']]]),
    },
  };
  try {
    return systemOf(sketch);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** All that a run reads: channels and rewards, every write port to every read port with flips, and the footprints. */
export function runReadings(system: System): Reading[] {
  return [...stepReadings(system).readings, ...surveyReadings(system).readings, ...footprintReadings(system).readings];
}
