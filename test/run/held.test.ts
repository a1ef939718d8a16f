import { describe, expect, it } from 'vitest';
import type { Cell, Table } from '../../src/base/table.js';
import { createEngine, drawBlueprint } from '../../src/run/engine.js';
import { evolve } from '../../src/run/evolve.js';
import { summarise } from '../../src/run/results/summary.js';
import { loadScenario } from '../../src/scenario/load.js';

/** One row of four units from A to B. */
const ROW = `
name: row
seed: 3
lattice:
  map: A . . . B
  neighbours: west3
environment: {x: fair}
ports:
  A: {write: x}
  B: {read: true, target: x}
channels:
  through: {from: A, to: B, reward: 1}
population: {size: 100, islands: 32}
measure: {samples: 512, every: 60}
stop: {generations: 60}
`;

const FIVE_BY_TWELVE = ROW.replace(
  'map: A . . . B',
  `map: |
    # . . . . . . . . . . . .
    # . . . . . . . . . . . .
    A . . . . . . . . . . . B
    # . . . . . . . . . . . .
    # . . . . . . . . . . . .`,
);

async function run(text: string, ...overrides: string[]) {
  const { scenario } = loadScenario({ text, file: 'held.yaml', overrides });
  const blueprint = drawBlueprint(scenario);
  const engine = createEngine(blueprint, 0, 'wasm');
  const evolved = await evolve(engine);
  await engine.close();
  return { evolved, held: evolved.held!, summary: summarise(blueprint, evolved, 0) };
}

/** Rows of a table at the last generation. */
function lastRows({ spec, columns }: Table, generation: number): Record<string, Cell>[] {
  return columns[0]!
    .map((_, r) => Object.fromEntries(spec.columns.map(({ name }, c) => [name, columns[c]![r]!])))
    .filter((row) => row.generation === generation);
}

const numbersOf = (row: Record<string, Cell>) => ({ bits: row.bits as number, error: row.standard_error as number });

describe('bits held', () => {
  it('are there at every unit of an evolved row, beyond three standard errors', async () => {
    const { evolved, held, summary } = await run(ROW);
    const rows = lastRows(evolved.tables.held, 60).map(numbersOf);
    expect(rows.length).toBe(4);
    for (const { bits, error } of rows) {
      expect(bits).toBeGreaterThan(3 * error);
      // A copy or its complement is 2 tables of 256: 7 bits are the most that a class holds.
      expect(bits).toBeLessThan(7 + 3 * error);
    }
    expect(summary.held).toEqual(held);
    const { bits, standardError } = held as { bits: number; standardError: number };
    // The jackknife of a sum is the sum of the jackknives.
    expect(bits).toBeCloseTo(
      rows.reduce((sum, row) => sum + row.bits, 0),
      9,
    );
    expect(standardError).toBeGreaterThan(0);
    // At most what selection spent, by far.
    expect(bits).toBeLessThan(summary.bitsSpent.mean);
  });

  it('are nowhere beyond three standard errors where nothing is selected, nor in total', async () => {
    for (const islands of [16, 32]) {
      // Few individuals for many generations: drift has made each island nearly of one mind.
      const { evolved, held, summary } = await run(
        ROW,
        'selection={scheme: none}',
        `population={size: 10, islands: ${islands}}`,
      );
      const rows = lastRows(evolved.tables.held, 60).map(numbersOf);
      for (const { bits, error } of rows) {
        expect(error).toBeGreaterThan(0.01);
        expect(Math.abs(bits)).toBeLessThan(3 * error);
      }
      const { bits, standardError } = held as { bits: number; standardError: number };
      expect(Math.abs(bits)).toBeLessThan(3 * standardError);
      expect(summary.bitsSpent.mean).toBe(0);
    }
  });

  it('are not defined, and the reason is said, where they would bound nothing', async () => {
    const short = ['stop.generations=1', 'population.size=4'];
    const reasonOf = async (...overrides: string[]): Promise<unknown> => {
      const { evolved, held } = await run(ROW, ...short, ...overrides);
      const rows = lastRows(evolved.tables.held, 1);
      expect(rows.length).toBe(4);
      for (const row of rows) expect(row).toMatchObject({ bits: null, standard_error: null });
      return held;
    };
    expect(await reasonOf('population.islands=15')).toEqual({
      reason: '15 islands; errors over islands need at least 16',
    });
    expect(await reasonOf('genome.begin={copy: 1}')).toEqual({
      reason: 'genome.begin is a gate: the first population is not drawn from the prior',
    });
    expect(await reasonOf('stop.when={through: 1}')).toEqual({
      reason: 'stop.when is given: the last generation is not fixed in advance',
    });
    expect(await reasonOf('population.migration={every: 1, rate: 0.25}')).toEqual({
      reason: 'population.migration is given: islands are not independent',
    });
  });

  it('count a shared locus once, at its first unit', async () => {
    const shared = ROW.replace('A . . . B', 'A . d . B').concat('genome: {shared: [[d, B]]}\n');
    const { evolved, held } = await run(shared, 'stop.generations=20');
    const rows = lastRows(evolved.tables.held, 20);
    expect(rows.map(({ column }) => column)).toEqual([1, 2, 3]);
    expect((held as { bits: number }).bits).toBeCloseTo(
      rows.reduce((sum, row) => sum + (row.bits as number), 0),
      9,
    );
    expect(
      lastRows(evolved.tables.constraint, 20)
        .slice(0, 4)
        .map(({ island, column }) => [island, column]),
    ).toEqual([
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 1],
    ]);
  });
});

describe('the constraint map of champions on 5 × 12 that began as copies of the west', () => {
  it('is one connected path of twelve units of 2 bits or more, and next to nothing off it', async () => {
    const { evolved } = await run(
      FIVE_BY_TWELVE,
      'genome.begin={copy: 1}',
      'population={size: 200, islands: 4}',
      'stop.generations=30',
      'measure.samples=1024',
    );
    const rows = lastRows(evolved.tables.constraint, 30);
    expect(rows.length).toBe(4 * 60);
    for (const island of [0, 1, 2, 3]) {
      const own = rows.filter((row) => row.island === island);
      const path = own.filter((row) => (row.bits as number) >= 2);
      expect(path.map(({ row, column }) => [row, column])).toEqual(
        Array.from({ length: 12 }, (_, column) => [2, column + 1]),
      );
      const off = own.filter((row) => !path.includes(row)).map((row) => row.bits as number);
      // A neighbour that a path's unit has come to read may hold a little.
      expect(off.reduce((sum, bits) => sum + bits, 0)).toBeLessThan(2);
    }
  });

  it('has rows of both ends of a run, and of nothing between', async () => {
    const { evolved } = await run(ROW, 'stop.generations=4', 'measure.every=1', 'population.size=5');
    for (const table of ['constraint', 'scores'] as const) {
      expect([...new Set(evolved.tables[table].columns[0])]).toEqual([0, 4]);
    }
    expect([...new Set(evolved.tables.held.columns[0])]).toEqual([0, 1, 2, 3, 4]);
  });
});
