import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../src/base/table.js';
import { createEngine, drawBlueprint } from '../../src/run/engine.js';
import { type Evolved, evolve } from '../../src/run/evolve.js';
import type { TableName } from '../../src/run/results/tables.js';
import { runScenario } from '../../src/run/run.js';
import { loadScenario } from '../../src/scenario/load.js';
import { runOptions, runText, SMALL_SCENARIO, temporaryFolder } from './scenario-text.js';

const folder = temporaryFolder();
const AT = 6;
const CLOSED = ['population.migration={every: 20, rate: 0}', 'measure.every=1', 'stop.generations=12'];

async function evolved(overrides: string[]): Promise<Evolved> {
  const { scenario } = loadScenario({ text: SMALL_SCENARIO, file: 'small.yaml', overrides: [...CLOSED, ...overrides] });
  return evolve(createEngine(drawBlueprint(scenario), 0, 'reference'));
}

/** `[generation][island]` of one column of the table of generations. */
function byGeneration({ tables }: Evolved, column: string): number[][] {
  const { spec, columns } = tables.generations;
  const values = columns[spec.columns.findIndex(({ name }) => name === column)]!;
  const found: number[][] = [];
  values.forEach((value, row) => {
    const generation = columns[0]![row] as number;
    (found[generation] ??= []).push(value as number);
  });
  return found;
}

/** All rows of a table up to a generation. */
const upTo = ({ tables }: Evolved, name: TableName, generation: number): Cell[][] => {
  const { columns } = tables[name];
  return columns.map((column) => column.filter((_, row) => (columns[0]![row] as number) <= generation));
};

describe('a phase', () => {
  it('changes nothing up to its own generation, and something in the next', async () => {
    const plain = await evolved([]);
    const changed = await evolved([`phases=[{at: ${AT}, selection: {scheme: none}}]`]);
    for (const name of ['generations', 'channels', 'champions'] as const) {
      expect(upTo(changed, name, AT)).toEqual(upTo(plain, name, AT));
      expect(upTo(changed, name, AT + 1)).not.toEqual(upTo(plain, name, AT + 1));
    }
  });

  it('without selection books no bits from the first step on whose parents are of its generation', async () => {
    const run = await evolved([
      `phases=[{at: ${AT}, selection: {scheme: none}}]`,
      'channels.leak.reward=1',
      'ports.D.target=z',
    ]);
    const bits = byGeneration(run, 'bits_per_parent');
    const spent = byGeneration(run, 'bits_spent');
    expect(Math.max(...bits[AT]!)).toBeGreaterThan(0);
    for (let generation = AT + 1; generation <= 12; generation++) {
      expect(bits[generation]).toEqual([0, 0, 0]);
      expect(spent[generation]).toEqual([0, 0, 0]);
    }
  });

  it('without crossover draws N parents from then on, where it was N (1 + r)', async () => {
    const run = await evolved([`phases=[{at: ${AT}, variation: {mutation: {perGenome: 1}}}]`]);
    const bits = byGeneration(run, 'bits_per_parent');
    const spent = byGeneration(run, 'bits_spent');
    for (let generation = 1; generation <= 12; generation++) {
      const draws = 30 * (generation <= AT ? 1.5 : 1);
      expect(spent[generation]).toEqual(bits[generation]!.map((b) => draws * b));
    }
    expect(Math.max(...bits.slice(AT + 1).flat())).toBeGreaterThan(0);
  });

  it('without mutation or crossover has only copies of the parents of its generation', async () => {
    const run = await evolved([`phases=[{at: ${AT}, variation: {mutation: {perGenome: 0}}}]`]);
    const kinds = byGeneration(run, 'genotypes');
    // Selection keeps about half of the genotypes, crossover and mutation make most children new ones.
    expect(Math.min(...kinds[AT]!)).toBeGreaterThan(20);
    expect(Math.max(...kinds[AT + 1]!)).toBeLessThan(20);
    for (let generation = AT + 1; generation <= 12; generation++) {
      kinds[generation]!.forEach((kind, island) => {
        expect(kind).toBeLessThanOrEqual(kinds[generation - 1]![island]!);
      });
    }
  });
});

const THREE = [
  'phases=[{at: 4, selection: {scheme: rank, pressure: 1.7}, variation: {mutation: {perGenome: 3}}},' +
    ' {at: 9, variation: {crossover: {kind: onePoint, rate: 1}}}, {at: 14, selection: {scheme: none}}]',
  'genome.prior={family: reversible}',
  'genome.shared=[[B, D]]',
];

describe('a run with phases, a prior family and shared units', () => {
  it('has one digest, for any number of workers and resumed before, at and after where phases begin', async () => {
    const whole = await runText(SMALL_SCENARIO, join(folder, 'whole'), { overrides: THREE });
    const threads = await runText(SMALL_SCENARIO, join(folder, 'threads'), { overrides: THREE, workers: 2 });
    expect(threads.digest).toBe(whole.digest);
    for (const stop of [8, 9, 10]) {
      const options = runOptions(SMALL_SCENARIO, join(folder, `stop-${stop}`), { overrides: THREE });
      const interruption = new AbortController();
      const stopped = await runScenario({
        ...options,
        interrupted: interruption.signal,
        onProgress: ({ generation }) => {
          if (generation === stop) interruption.abort();
        },
      });
      expect(stopped).toMatchObject({ status: 'stopped', generation: stop });
      const resumed = await runScenario({ ...options, resume: true });
      expect(resumed.digest).toBe(whole.digest);
    }
  });

  it('begins with one genotype everywhere, measured as usual, where a gate is given', async () => {
    const run = await evolved(['genome.begin={copy: 1}', 'genome.prior={family: sparse}', 'lattice.noise=0']);
    expect(byGeneration(run, 'genotypes')[0]).toEqual([1, 1, 1]);
    const [generations, , , genomes] = run.tables.champions.columns;
    const firsts = genomes!.filter((_, row) => generations![row] === 0);
    // Eight free units of three neighbours: a copy of the middle one is 11001100.
    expect(firsts).toEqual(new Array(3).fill('cc'.repeat(8)));
    // Row A: every unit copies its western neighbour but g, an OR of two: B hears A through it.
    expect(byGeneration(run, 'fitness_mean')[0]![0]).toBeGreaterThan(0.1);
    expect(byGeneration(run, 'genotypes')[1]![0]).toBeGreaterThan(1);
  });
});
