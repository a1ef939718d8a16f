import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { queryTables } from '../../src/store/query.js';
import { runText, temporaryFolder } from '../run/scenario-text.js';

const folder = temporaryFolder();

/** `[row][column]`, column 0 that of the write port. */
type BitsMap = number[][];

async function constraintMaps(islands: number, overrides: string[]): Promise<BitsMap[]> {
  const { directory } = await runText(readFileSync('scenarios/10-line.yaml', 'utf8'), folder, {
    overrides: ['measure.every=1000', `population.islands=${islands}`, ...overrides],
    workers: availableParallelism(),
    evaluator: 'wasm',
  });
  const { rows } = await queryTables(
    directory,
    'SELECT island, row, "column", bits FROM "constraint" WHERE generation > 0',
  );
  const maps = Array.from({ length: islands }, () => Array.from({ length: 5 }, () => new Array<number>(13).fill(0)));
  for (const [island, row, column, bits] of rows as number[][]) maps[island!]![row!]![column!] = bits!;
  return maps;
}

/** The path from the west to B (row 2, column 12) whose least bound unit is bound most; of these the one with most bits. */
function bestPath(map: BitsMap): { least: number; sum: number } {
  let ends = map.map((_, row) => ({ least: Math.abs(row - 2) <= 1 ? Number.POSITIVE_INFINITY : -1, sum: 0 }));
  for (let column = 1; column <= 12; column++) {
    const from =
      column === 1 ? ends.map((end) => [end]) : ends.map((_, row) => ends.slice(Math.max(0, row - 1), row + 2));
    ends = from.map((before, row) => {
      const own = map[row]![column]!;
      return before
        .map(({ least, sum }) => ({ least: Math.min(least, own), sum: sum + own }))
        .reduce((a, b) => (b.least > a.least || (b.least === a.least && b.sum > a.sum) ? b : a));
    });
  }
  return ends[2]!;
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('constraint maps of champions on 5 × 12', () => {
  it.each([
    ['begun from the prior', ['stop.generations=60']],
    ['begun as copies of the west', ['stop.generations=30', 'genome.begin={copy: 1}']],
  ])('show a connected path: %s', async (name, overrides) => {
    const islands = 16;
    const maps = await constraintMaps(islands, ['population.size=200', 'measure.samples=1024', ...overrides]);
    const paths = maps.map(bestPath);
    const on = paths.map(({ sum }) => sum / 12);
    const off = maps.map((map, island) => (map.flat().reduce((a, b) => a + b, 0) - paths[island]!.sum) / 48);
    const whole = paths.filter(({ least }) => least >= 2).length;
    console.log(
      `5 × 12 ${name}: ${mean(on).toFixed(2)} bits a unit on the path, ${mean(off).toFixed(2)} off it; every unit of the ` +
        `path 2 bits or more in ${whole} of ${islands} champions, least ${Math.min(...paths.map(({ least }) => least)).toFixed(2)}`,
    );
    // Selection finds channels several units wide, whose units stand in for each other: half of the tables of such a unit
    // keep half of the fitness, 1 bit. Nothing that leads from A to B can be without a bound.
    for (const { least } of paths) expect(least).toBeGreaterThanOrEqual(0.5);
    expect(mean(on)).toBeGreaterThan(2);
    expect(mean(off)).toBeLessThan(mean(on) / 3);
    if (name === 'begun as copies of the west') {
      expect(whole).toBeGreaterThan(islands / 2);
      expect(mean(off)).toBeLessThan(0.1);
    }
  });
});
