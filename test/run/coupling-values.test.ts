import { beforeAll, describe, expect, it } from 'vitest';
import type { Cell } from '../../src/base/table.js';
import { type Blueprint, createEngine, drawBlueprint } from '../../src/run/engine.js';
import { type Evolved, evolve, type Resumable } from '../../src/run/evolve.js';
import type { TableName } from '../../src/run/results/tables.js';
import { loadScenario } from '../../src/scenario/load.js';
import { couplingByHand, populationRowsByHand } from './coupling-by-hand.js';

// Two intended channels of unequal rewards and two unintended ones, in contexts of unequal weights: A is silent in `off`,
// so that what is intended from there varies only through `on`. 256 samples leave much noise, 59 genotypes an island are
// 30 blocks of two, of which the last has one, and some table bits of D are copies of B's.
const SCENARIO = `
name: coupled
seed: 5
lattice:
  map: |
    A B
    C D
  neighbours: [[0, -1], [-1, -1], [1, -1]]
  noise: 0.02
environment:
  s: {biased: 0.3}
  y: {biased: 0.6}
  x: {and: [s, y]}
  z: fair
contexts:
  on: {set: {s: 1}, weight: 3}
  off: {set: {s: 0}, weight: 1}
ports:
  A: {write: x}
  B: {read: true, target: x}
  C: {write: z}
  D: {read: true, target: z}
channels:
  through: {from: A, to: B, reward: 1}
  over: {from: C, to: D, reward: 0.5}
  leak: {from: C, to: B}
  across: {from: A, to: D}
genome:
  ties: [{from: [B], to: [D], fraction: 0.4}]
population: {size: 60, islands: 3}
variation: {mutation: {perGenome: 2}}
measure: {samples: 256, every: 3, prior: 59}
stop: {generations: 4}
`;

/** Digits after the point that must agree: sums of some hundred doubles near 1, in another order. */
const DIGITS = 9;

let blueprint: Blueprint;
let evolved: Evolved;
/** `[generation]` */
const states: Resumable[] = [];

beforeAll(async () => {
  blueprint = drawBlueprint(loadScenario({ text: SCENARIO, file: 'coupled.yaml' }).scenario);
  const engine = createEngine(blueprint, 0, 'reference');
  evolved = await evolve(engine, {
    between: async (_, resumable) => {
      states.push(resumable());
      return false;
    },
  });
  states.push(evolved.resumable());
});

function rowsOf(name: TableName, generation: number): Record<string, Cell>[] {
  const { spec, columns } = evolved.tables[name];
  const rows = columns[0]!.map((_, row) =>
    Object.fromEntries(spec.columns.map((column, c) => [column.name, columns[c]![row]!])),
  );
  return rows.filter((row) => row.generation === generation);
}

/** Rows are as expected in number, order, columns and every value. */
function expectRows(rows: readonly Record<string, Cell>[], expected: readonly Record<string, Cell>[]): void {
  expect(rows.length).toBe(expected.length);
  rows.forEach((row, r) => {
    expect(Object.keys(row)).toEqual(Object.keys(expected[r]!));
    for (const [column, value] of Object.entries(expected[r]!)) {
      if (typeof value === 'number') expect(row[column], `${column} of row ${r}`).toBeCloseTo(value, DIGITS);
      else expect(row[column], `${column} of row ${r}`).toBe(value);
    }
  });
}

describe('the coupling and slopes tables, computed again one sample at a time', () => {
  it('generation 0: the first population, and the samples of the prior with their mutants', () => {
    const { coupling, slopes } = couplingByHand(blueprint, states[0]!.loci);
    expectRows(rowsOf('coupling', 0), coupling);
    expectRows(rowsOf('slopes', 0), slopes);
    // Two contexts, four pairs, three places, on four islands and all of them.
    expect(coupling.length).toBe(2 * 4 * 3 * 4);
    const definedAt = (place: string): Set<Cell> =>
      new Set(coupling.filter((row) => row.place === place).map((row) => row.defined!));
    expect(definedAt('prior')).toEqual(new Set([0, 1]));
    expect(definedAt('mutational')).toContain(1);
    expect(coupling.some((row) => row.kappa === null && row.reverse !== null)).toBe(true);
    expect(slopes.some(({ q05, q95 }) => (q05 as number) < 0 && (q95 as number) > 0)).toBe(true);
    expect(slopes.some(({ with_slope: some, genotypes: all }) => 0 < (some as number) && some! < all!)).toBe(true);
  });

  it('later: the population alone', () => {
    for (const generation of [3, 4]) {
      const expected = populationRowsByHand(blueprint, generation, states[generation]!.loci);
      expectRows(rowsOf('coupling', generation), expected);
      expect(expected.some((row) => row.island === null && row.defined === 1)).toBe(true);
      expect(rowsOf('slopes', generation)).toEqual([]);
    }
  });
});
